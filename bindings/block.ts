import { constants } from 'node:buffer'
import { ArgumentError, expected, UnsupportedError, UseAfterFreeError } from '../protocol/errors.js'
import { native } from './native.js'

/** Options of {@link Block.allocate}. */
export interface BlockOptions {
  /** Fill with zeros; false (default) leaves the content unspecified. */
  zero?: boolean
}

/**
 * One piece of native memory, aligned to 64 bytes, that JavaScript sees as one `ArrayBuffer`.
 *
 * Freed memory is kept for the next block of its size, so that allocating in a loop costs no page faults; see
 * `memoryStatistics` and `trim`. A block that is dropped without `free()` returns its memory when the garbage collector
 * finds it, without communication. With `DISTARRAY_CHECK=1` fresh memory holds NaNs.
 */
export class Block {
  /** Size in bytes; stays after `free()`. */
  readonly byteLength: number
  /** What the addon knows the memory by; 0 for a block of 0 bytes, and after `free()`. */
  private _taken: number
  /** Undefined as long as nobody has asked for them. */
  private _windows: readonly ArrayBuffer[] | undefined

  private constructor(byteLength: number, taken: number, windows: readonly ArrayBuffer[] | undefined) {
    this.byteLength = byteLength
    this._taken = taken
    this._windows = windows
  }

  /**
   * Allocate a block.
   *
   * Not collective.
   *
   * @param bytes Size in bytes, 0 or more. Above the longest ArrayBuffer of the runtime (4 GiB on Node.js 20) the block
   *              has `windows` instead of a `buffer`.
   * @returns     A block owned by the caller, who calls `free()`.
   * @throws {ArgumentError} `bytes` is not a non-negative safe integer.
   * @throws {MemoryError}   The system has no such memory; nothing is allocated.
   */
  static allocate(bytes: number, options: BlockOptions = {}): Block {
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw new ArgumentError(expected('a non-negative integer', 'bytes', bytes))
    const block = Block._unseen(bytes, options.zero ?? false)
    try {
      block.show()
    } catch (error) {
      block.free()
      throw error
    }
    return block
  }

  /**
   * @internal Allocate a block whose ArrayBuffer is made when somebody asks for it: for those that only native code may ever see, an
   * ArrayBuffer would cost more than all else. Until then the garbage collector does not know of the memory, so the caller makes sure
   * of `free()`.
   */
  static _unseen(bytes: number, zero: boolean): Block {
    // Engines give an ArrayBuffer of length 0 no address, so there would be nothing to return.
    if (bytes === 0) return new Block(0, 0, [new ArrayBuffer(0)])
    return new Block(bytes, native().block_take(bytes, zero), undefined)
  }

  /**
   * The whole block as its one `ArrayBuffer`; valid until `free()`, which detaches it.
   *
   * @throws {UseAfterFreeError} The block was freed.
   * @throws {UnsupportedError}  The block is longer than one ArrayBuffer can be.
   */
  get buffer(): ArrayBuffer {
    const [window, second] = this.windows
    if (second !== undefined)
      throw new UnsupportedError(
        `Expected a block of at most ${constants.MAX_LENGTH} bytes for one ArrayBuffer but this one has ${this.byteLength}; ` +
          'read it through windows, or use more ranks so that each holds less',
        { feature: `ArrayBuffer of more than ${constants.MAX_LENGTH} bytes` },
      )
    return window!
  }

  /**
   * The block as consecutive ArrayBuffers of the longest possible length; one, the `buffer`, for most blocks.
   *
   * @throws {UseAfterFreeError} The block was freed.
   */
  get windows(): readonly ArrayBuffer[] {
    const windows = this._windows ?? this.show()
    if (windows.length === 0) throw new UseAfterFreeError('Expected a live block but received one that was freed')
    return windows
  }

  /**
   * Address of the first byte, a multiple of 64; 0 for a block of 0 bytes.
   *
   * @throws {UseAfterFreeError} The block was freed.
   */
  get address(): bigint {
    return this._windows === undefined ? native().block_address(this._taken) : native().address_of(this.windows[0]!)
  }

  /**
   * @internal What native code is given to find the memory, for the time of one call; 0 where there is none, or where the ArrayBuffer
   * was transferred, so that the memory is somebody else's.
   */
  get _memory(): number {
    const windows = this._windows
    if (windows === undefined) return this._taken
    return windows.length === 1 && windows[0]!.byteLength > 0 ? this._taken : 0
  }

  /** @internal Whether there is no ArrayBuffer yet. */
  get _isUnseen(): boolean {
    return this._windows === undefined
  }

  /** @internal Copy bytes out of a block that is unseen. */
  _read(offset: number, into: Uint8Array): void {
    native().block_read(this._taken, offset, into)
  }

  /** @internal Fill a block that is unseen with copies of an item; it has room for a whole number of them. */
  _fill(item: Uint8Array): void {
    native().block_fill(this._taken, item)
  }

  /** Whether `free()` was called. */
  get freed(): boolean {
    return this._windows?.length === 0
  }

  /**
   * Detach the buffer at once, so that every typed array on it has length 0, and return the memory for reuse. When a
   * native object (a `DapArray`, a solver's vector) still holds the memory, it returns when the last of them lets go.
   *
   * Not collective. Idempotent.
   */
  free(): void {
    const windows = this._windows
    const taken = this._taken
    this._windows = freed
    this._taken = 0
    if (windows === undefined) native().block_release(taken)
    else for (const window of windows) native().block_free(window)
  }

  /** As {@link Block.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }

  /** Make the ArrayBuffers; the memory is theirs from then on. */
  private show(): readonly ArrayBuffer[] {
    this._windows ??= native().block_show(this._taken, constants.MAX_LENGTH)
    return this._windows
  }
}

const freed: readonly ArrayBuffer[] = Object.freeze([])
