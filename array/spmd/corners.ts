import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import { type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { codecOf, type Element } from '../element.js'
import { indicesOf } from '../indices.js'
import type { Frame } from './rank-function.js'

/** Own entries of one rank near the ends of every dimension. */
export interface Corners {
  /** Their global indices, ascending, one list per dimension; `values` has the product of the lists, row-major. */
  readonly indices: readonly (readonly number[])[]
  readonly values: TypedArray
}

/**
 * Return this rank's own entries among the first and last `edgeItems` of every dimension.
 *
 * Not collective.
 */
export function corners(frame: Frame, reference: unknown, edgeItems: unknown): Corners {
  const array = frame.array(reference)
  const { distribution, communicator, dtype } = array
  const coords = distribution.coordsOf(communicator.rank)
  const indices = distribution.maps.map((map, d) => ownEdges(map, coords[d] as number, edgeItems as number))
  const codec = codecOf(dtype)
  const shape = indices.map((list) => list.length)
  const values: TypedArray = new (typedArrayFor(dtype))(shape.reduce((n, extent) => n * extent, 1) * codec.width)
  const view = new DataView(values.buffer)
  const bytes = values.BYTES_PER_ELEMENT * codec.width
  let at = 0
  for (const place of indicesOf(shape)) {
    const global = place.map((i, d) => (indices[d] as number[])[i] as number)
    codec.write(view, at, array.getGlobal(global) as Element as never)
    at += bytes
  }
  return { indices, values }
}

/** Own global indices of one process near the ends of a dimension, ascending. */
function ownEdges(map: DimensionMap, coord: number, edgeItems: number): number[] {
  const first = Math.min(edgeItems, map.size)
  const last = Math.max(first, map.size - edgeItems)
  const own: number[] = []
  const keep = (from: number, to: number): void => {
    for (let i = from; i < to; i++) if (isOwner(map, coord, i)) own.push(i)
  }
  keep(0, first)
  keep(last, map.size)
  return own
}

/** Indices of an unstructured dimension are labels, which need not fill the range. */
function isOwner(map: DimensionMap, coord: number, index: number): boolean {
  return map.holds(coord, index) && map.ownerOf(index) === coord
}
