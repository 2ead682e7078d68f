import type { Block } from '../bindings/block.js'
import { native } from '../bindings/native.js'
import { isContiguous, type StridedBuffer } from '../protocol/buffer.js'
import { type ArrayTypes, type DType, itemSize, typedArrayFor } from '../protocol/dtype.js'
import { expected, SelectionError, UnsupportedError, UseAfterFreeError } from '../protocol/errors.js'
import { product } from '../protocol/integers.js'
import { bufferOf, byteOffsetOf } from '../protocol/memory.js'
import { codecOf, type Element, type ElementCodec } from './element.js'
import { indicesOf } from './indices.js'

/**
 * Elements of one dtype in one rank's memory, by local index, whatever the strides.
 */
export class Section<D extends DType> {
  /** Number of elements. */
  readonly size: number
  private readonly _codec: ElementCodec<Element<D>>
  /** All of whose memory the elements are, row-major; where they are another's memory, undefined. */
  private readonly _block: Block | undefined
  private _reads = 0
  private _view: DataView | undefined
  private _data: ArrayTypes[D] | undefined

  constructor(
    readonly dtype: D,
    readonly buffer: StridedBuffer,
    block?: Block,
  ) {
    this.size = product(buffer.shape)
    this._codec = codecOf(dtype)
    this._block = block
  }

  /** Value of one element. */
  get(index: readonly number[]): Element<D> {
    requireIndex(index, this.buffer.shape)
    // A DataView is dear to make and cheap to read.
    if (this._block?._isUnseen && this._reads++ < fewReads) {
      this._block._read(this.byteAt(index, 0), bytesOfOne(itemSize(this.dtype)))
      return this._codec.read(one, 0)
    }
    return this._codec.read(this.view(), this.byteAt(index))
  }

  /** Set every element to one value, if that can be done without having the memory seen. */
  fillUnseen(value: Element<D>): boolean {
    if (!this._block?._isUnseen) return false
    this._codec.write(one, 0, value)
    this._block._fill(bytesOfOne(itemSize(this.dtype)))
    return true
  }

  /** Write one element. */
  set(index: readonly number[], value: Element<D>): void {
    requireIndex(index, this.buffer.shape)
    if (this.buffer.readonly)
      throw new UnsupportedError('The producer of this array exported it as read-only; write to a copy instead', {
        feature: 'writing to a read-only array',
      })
    this._codec.check(value)
    this._codec.write(this.view(), this.byteAt(index), value)
  }

  /**
   * The elements as one typed array over the same memory, row-major; the same object each time.
   *
   * @throws {UnsupportedError} The elements are not contiguous.
   */
  get data(): ArrayTypes[D] {
    this._data ??= this.typedArray()
    // A detached typed array has length 0.
    if (this._data.length === 0 && this.size > 0) throw freed()
    return this._data
  }

  private typedArray(): ArrayTypes[D] {
    const { data, shape, strides } = this.buffer
    const TypedArray = typedArrayFor(this.dtype)
    if (this.size === 0) return new TypedArray(0)
    if (!isContiguous(this.buffer))
      throw new UnsupportedError(
        `Expected row-major memory without gaps for one typed array, but the strides are [${strides.join(', ')}] bytes for shape [${shape.join(', ')}]; use get and set, or packed()`,
        { feature: 'a typed array over strided memory' },
      )
    // Import has checked the alignment.
    return new TypedArray(this.attached(), byteOffsetOf(data), this.size * this._codec.width)
  }

  /** Address of the first element; 0 when there is none. */
  get address(): bigint {
    if (this.size === 0) return 0n
    if (this._block?._isUnseen) return this._block.address
    return native().address_of(this.attached() as ArrayBuffer) + BigInt(byteOffsetOf(this.buffer.data))
  }

  /** A new typed array with a copy of the elements, row-major. */
  packed(): ArrayTypes[D] {
    const TypedArray = typedArrayFor(this.dtype)
    const copy = new TypedArray(this.size * this._codec.width)
    if (this.size === 0) return copy
    if (isContiguous(this.buffer)) {
      copy.set(this.data as never) // one dtype, so one kind of typed array
      return copy
    }
    const source = this.view()
    const target = new DataView(copy.buffer as ArrayBuffer)
    let at = 0
    for (const index of indicesOf(this.buffer.shape)) {
      this._codec.write(target, at, this._codec.read(source, this.byteAt(index)))
      at += itemSize(this.dtype)
    }
    return copy
  }

  /** @param start Of the first element in the ArrayBuffer. */
  private byteAt(index: readonly number[], start = byteOffsetOf(this.buffer.data)): number {
    const { shape, strides } = this.buffer
    let byte = start
    for (let d = 0; d < shape.length; d++) byte += (index[d] as number) * (strides[d] as number)
    return byte
  }

  private view(): DataView {
    this._view ??= new DataView(this.attached())
    try {
      void this._view.byteLength // throws on a detached buffer
    } catch {
      throw freed()
    }
    return this._view
  }

  private attached(): ArrayBufferLike {
    const buffer = bufferOf(this.buffer.data)
    try {
      new Uint8Array(buffer) // throws on a detached buffer; Node 20 has no other test
    } catch {
      throw freed()
    }
    return buffer
  }
}

/** So many elements are read from memory that nobody has seen before it is shown. */
const fewReads = 8

/** One element, outside of any array; not so small that the engine would keep it in memory that moves. */
const oneBytes = new Uint8Array(128)
const one = new DataView(oneBytes.buffer)
const bySize = new Map<number, Uint8Array>()

function bytesOfOne(bytes: number): Uint8Array {
  let view = bySize.get(bytes)
  if (!view) {
    view = oneBytes.subarray(0, bytes)
    bySize.set(bytes, view)
  }
  return view
}

function freed(): UseAfterFreeError {
  return new UseAfterFreeError('The memory of this array is gone: its block was freed, or its ArrayBuffer was transferred')
}

/** @throws {SelectionError} `index` is no local index into `shape`. */
function requireIndex(index: readonly number[], shape: readonly number[]): void {
  if (!Array.isArray(index) || index.length !== shape.length)
    throw new SelectionError(expected(`an array of ${shape.length} integers`, 'local index', index))
  for (let d = 0; d < shape.length; d++) {
    const i = index[d] as number
    if (!Number.isInteger(i) || i < 0 || i >= (shape[d] as number))
      throw new SelectionError(expected(`an integer from 0 to ${(shape[d] as number) - 1}`, `local index[${d}]`, i))
  }
}
