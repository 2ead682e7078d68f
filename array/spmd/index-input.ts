import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'

/** Global indices by local index along one dimension. */
export type IndexRun =
  | { readonly kind: 'even'; readonly start: number; readonly step: number }
  /** They do not follow each other evenly, as in a block-cyclic dimension. */
  | { readonly kind: 'table'; readonly indices: BigInt64Array }

const known = new WeakMap<DimensionMap, { readonly coord: number; readonly run: IndexRun }>()

/**
 * Return the global indices that a process holds along a dimension.
 *
 * Not collective.
 *
 * @returns The same object each time, for one process.
 */
export function indexRun(map: DimensionMap, coord: number): IndexRun {
  const found = known.get(map)
  if (found?.coord === coord) return found.run
  const run = makeRun(map, coord)
  known.set(map, { coord, run })
  return run
}

function makeRun(map: DimensionMap, coord: number): IndexRun {
  const count = map.localCount(coord)
  if (count === 0) return { kind: 'even', start: 0, step: 1 }
  const start = map.localToGlobal(coord, 0)
  if (count === 1 || map.distType === 'b') return { kind: 'even', start, step: 1 }
  const step = map.localToGlobal(coord, 1) - start
  for (let i = 2; i < count; i++)
    if (map.localToGlobal(coord, i) !== start + step * i) return { kind: 'table', indices: tableOf(map, coord, count) }
  return { kind: 'even', start, step }
}

function tableOf(map: DimensionMap, coord: number, count: number): BigInt64Array {
  const indices = new BigInt64Array(count)
  for (let i = 0; i < count; i++) indices[i] = BigInt(map.localToGlobal(coord, i))
  return indices
}
