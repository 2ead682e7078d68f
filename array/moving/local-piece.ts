import type { Block } from '../../bindings/block.js'
import { isContiguous, type StridedBuffer } from '../../protocol/buffer.js'
import type { ArrayTypes, DType } from '../../protocol/dtype.js'
import { UseAfterFreeError } from '../../protocol/errors.js'
import type { Section } from '../section.js'

/**
 * Elements of a distributed array that were brought to this rank.
 *
 * They lie in memory of their own, row-major, or, where sharing was allowed, in that of the array, with its strides.
 */
export class LocalPiece<D extends DType = DType> {
  readonly dtype: D
  /** Number of needed indices per dimension, shape [ndim]. */
  readonly shape: readonly number[]
  /** Whether the memory is the array's, whose owner must not free it while this is used, nor write to it. */
  readonly isShared: boolean
  private _section: Section<D> | undefined
  private _block: Block | undefined

  /** @param block The piece's own memory; undefined when `section` is part of an array's. */
  constructor(section: Section<D>, block: Block | undefined) {
    this.dtype = section.dtype
    this.shape = section.buffer.shape
    this.isShared = block === undefined
    this._section = section
    this._block = block
  }

  /**
   * The memory with its strides.
   *
   * @throws {UseAfterFreeError} After `free()`.
   */
  get buffer(): StridedBuffer {
    return this.section().buffer
  }

  get isContiguous(): boolean {
    return isContiguous(this.buffer)
  }

  /**
   * The elements as one typed array, row-major; complex elements are two numbers each.
   *
   * @throws {UnsupportedError}  A shared piece whose elements are not contiguous.
   * @throws {UseAfterFreeError} After `free()`, also of the array whose memory is shared.
   */
  get data(): ArrayTypes[D] {
    return this.section().data
  }

  /** A copy of the elements, row-major, whatever their strides. */
  packed(): ArrayTypes[D] {
    return this.section().packed()
  }

  /**
   * Give the memory back; of a shared piece only let go of it.
   *
   * Not collective. Idempotent.
   */
  free(): void {
    this._block?.free()
    this._block = undefined
    this._section = undefined
  }

  /** As {@link LocalPiece.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }

  private section(): Section<D> {
    if (!this._section) throw new UseAfterFreeError('Expected a live LocalPiece but received one that was freed')
    return this._section
  }
}
