import type { InspectOptionsStylized } from 'node:util'
import type { ArrayTypes, DType } from '../protocol/dtype.js'
import { expected, SelectionError } from '../protocol/errors.js'
import { product } from '../protocol/integers.js'
import type { Element } from './element.js'
import { elementAt, type Nested, type Packed, unpack } from './nested.js'
import { summarize } from './summary.js'

/** The values of a whole array in the client's own memory: a typed array and its shape. */
export class NDArray<D extends DType = DType> implements Packed<D> {
  readonly shape: readonly number[]
  readonly dtype: D
  /** The elements, row-major; complex ones are two numbers each. */
  readonly data: ArrayTypes[D]

  /** @param data Used as it is, not copied. */
  constructor(shape: readonly number[], dtype: D, data: ArrayTypes[D]) {
    this.shape = shape
    this.dtype = dtype
    this.data = data
  }

  get ndim(): number {
    return this.shape.length
  }

  /** Number of elements. */
  get size(): number {
    return product(this.shape)
  }

  /**
   * Return the element at an index.
   *
   * Not collective.
   *
   * @param index One index per dimension; `[]` for a 0-d array.
   * @throws {SelectionError} The index is out of range.
   */
  get(index: readonly number[]): Element<D> {
    const { shape, dtype, data } = this
    if (!Array.isArray(index) || index.length !== shape.length)
      throw new SelectionError(expected(`an array of ${shape.length} integers`, 'index', index))
    let k = 0
    for (const [d, extent] of shape.entries()) {
      const i = index[d] as number
      if (!(Number.isInteger(i) && i >= 0 && i < extent))
        throw new SelectionError(expected(`an integer from 0 to ${extent - 1}`, `index[${d}]`, i))
      k = k * extent + i
    }
    return elementAt(dtype, data, k)
  }

  /**
   * Write the elements as lists of lists, one level per dimension; a 0-d array is its element.
   *
   * Not collective.
   */
  toNested(): Nested<Element<D>> {
    return unpack(this)
  }

  /** The values as NumPy prints them. */
  toString(): string {
    return summarize(this.shape, this.dtype, (index) => this.get(index))
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: number, _options: InspectOptionsStylized): string {
    return `NDArray(${this.dtype}, shape [${this.shape.join(', ')}])\n${this}`
  }
}
