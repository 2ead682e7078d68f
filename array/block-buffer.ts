import type { Block } from '../bindings/block.js'
import { contiguousStrides, type StridedBuffer } from '../protocol/buffer.js'
import { type DType, formatOf, itemSize } from '../protocol/dtype.js'

/** All of a block as the row-major elements of an array; its bytes become visible to JavaScript when somebody asks for them. */
export class BlockBuffer implements StridedBuffer {
  readonly shape: readonly number[]
  readonly dtype: DType
  private readonly _block: Block
  private _data: Uint8Array | undefined
  private _strides: readonly number[] | undefined

  constructor(block: Block, shape: readonly number[], dtype: DType) {
    this._block = block
    this.shape = shape
    this.dtype = dtype
  }

  /** @throws {UseAfterFreeError} The block was freed before anybody asked. */
  get data(): Uint8Array {
    this._data ??= new Uint8Array(this._block.buffer)
    return this._data
  }

  get strides(): readonly number[] {
    this._strides ??= contiguousStrides(this.shape, itemSize(this.dtype))
    return this._strides
  }

  get format(): string {
    return formatOf(this.dtype)
  }
}
