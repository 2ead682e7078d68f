import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import { agreeOn } from '../create.js'
import { codecOf } from '../element.js'
import { LocalArray } from '../local-array.js'
import type { Frame } from './rank-function.js'
import { readLayout } from './travelling-layout.js'

/**
 * Make an array that has one long dimension out of elements of another one that the same rank owns: element i along it is the one at
 * the global index i + offsets[d] of each dimension d, or 0 where there is none.
 *
 * Collective over the targets.
 *
 * @param dim The long dimension of the result.
 */
export function pick(frame: Frame, reference: unknown, layout: unknown, dim: number, offsets: readonly number[]): LocalArray {
  const [source] = frame.take([reference]) as [LocalArray]
  const { communicator, dtype, distribution } = source
  const to = readLayout(layout)
  const result = LocalArray.zeros(communicator, to, dtype)
  return agreeOn(result, () => {
    const from = source.packed()
    const into = result.data
    const { width } = codecOf(dtype)
    const map = to.maps[dim] as DimensionMap
    const coord = to.coordsOf(communicator.rank)[dim] as number
    const coords = distribution.coordsOf(communicator.rank)
    for (let local = 0; local < into.length / width; local++) {
      const i = map.localToGlobal(coord, local)
      const at = placeOf(distribution.maps, coords, source.shape, offsets, i)
      for (let part = 0; at >= 0 && part < width; part++) into[width * local + part] = from[width * at + part] as never
    }
  })
}

/** Row-major place among the elements of this rank; -1 where the array has no such element. */
function placeOf(
  maps: readonly DimensionMap[],
  coords: readonly number[],
  extents: readonly number[],
  offsets: readonly number[],
  i: number,
): number {
  let at = 0
  for (const [d, map] of maps.entries()) {
    const global = i + (offsets[d] as number)
    const coord = coords[d] as number
    if (!map.holds(coord, global)) return -1
    at = at * (extents[d] as number) + map.globalToLocal(coord, global)
  }
  return at
}
