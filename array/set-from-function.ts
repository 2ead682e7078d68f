import type { Communicator } from '../bindings/communicator.js'
import type { DimensionMap } from '../protocol/dimension/dimension-map.js'
import type { Distribution } from '../protocol/distribution.js'
import { type ArrayTypes, type DType, itemSize } from '../protocol/dtype.js'
import { codecOf, type Element } from './element.js'
import { indicesOf } from './indices.js'

/** What a new array is to this function. */
interface NewArray<D extends DType> {
  readonly communicator: Communicator
  readonly distribution: Distribution
  readonly dtype: D
  readonly shape: readonly number[]
  readonly data: ArrayTypes[D]
}

/**
 * Set every element here, ghosts included, from its global index.
 *
 * Not collective.
 *
 * @param array   One that was made here, so that its elements follow each other.
 * @param element Takes one global index per dimension.
 * @throws {ArgumentError} The dtype cannot hold a value.
 */
export function setFromFunction<D extends DType>(array: NewArray<D>, element: (...globalIndex: number[]) => Element<D>): void {
  const { data, shape, distribution, communicator, dtype } = array
  const coords = distribution.coordsOf(communicator.rank)
  const globals = shape.map((extent, d) => {
    const map = distribution.maps[d] as DimensionMap
    return Array.from({ length: extent }, (_, i) => map.localToGlobal(coords[d] as number, i))
  })
  const codec = codecOf(dtype)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const bytes = itemSize(dtype)
  let at = 0
  for (const local of indicesOf(shape)) {
    const value = element(...local.map((i, d) => (globals[d] as number[])[i] as number))
    codec.check(value)
    codec.write(view, at, value)
    at += bytes
  }
}
