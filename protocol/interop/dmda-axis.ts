import type { BlockMap } from '../dimension/block.js'

/** What happens at the ends of an axis of a DMDA. */
export type DMBoundaryType =
  | 'DM_BOUNDARY_NONE'
  | 'DM_BOUNDARY_GHOSTED'
  | 'DM_BOUNDARY_PERIODIC'
  | 'DM_BOUNDARY_MIRROR'
  | 'DM_BOUNDARY_TWIST'

/** One axis of a DMDA: points, processes, points per process, and its ends. */
export interface DmdaAxis {
  readonly points: number
  readonly processes: number
  readonly l: readonly number[]
  readonly boundary: DMBoundaryType
}

/** Widths of the communication padding of a dimension, one per cut. */
function cutWidths(map: BlockMap): number[] {
  return Array.from({ length: map.gridSize - 1 }, (_, rank) => map.padding(rank)[1])
}

/** Widths of the boundary padding of a dimension. */
function endWidths(map: BlockMap): [number, number] {
  return [map.padding(0)[0], map.padding(map.gridSize - 1)[1]]
}

/** The one width of all padding; of several the largest, which {@link paddingLosses} refuses. */
export function stencilWidthOf(maps: readonly BlockMap[]): number {
  let width = 0
  for (const map of maps) for (const other of [...cutWidths(map), ...endWidths(map)]) width = Math.max(width, other)
  return width
}

/** List the padding that a DMDA of one stencil width has no place for; dimensions without a map are refused elsewhere. */
export function paddingLosses(maps: readonly (BlockMap | undefined)[]): string[] {
  const s = stencilWidthOf(maps.filter((map) => map !== undefined))
  return maps.flatMap((map, d) => {
    if (!map) return []
    const [low, high] = endWidths(map)
    const losses: string[] = []
    if (cutWidths(map).some((width) => width !== s))
      losses.push(
        `unequal padding: dimension ${d} has cuts with ghosts of ${[...new Set(cutWidths(map))].slice(0, 8).join(', ')}, elsewhere there are ${s}; a DMDA has one stencil width`,
      )
    if (low !== high || (low !== 0 && low !== s))
      losses.push(
        `boundary padding: dimension ${d} has ${low} and ${high}, elsewhere there are ${s}; a DMDA has its stencil width or nothing at both ends`,
      )
    else if (map.periodic && low !== s)
      losses.push(
        `periodic: dimension ${d} has no padding at its ends, elsewhere there are ${s}; a periodic DMDA has ghosts there as everywhere: give it boundary padding of that width`,
      )
    else if (low + high > 0 && pointsPerProcess(map).some((count) => count < 1))
      losses.push(`boundary padding: dimension ${d} has processes that own nothing else; every process of a DMDA owns points`)
    else if (isCut(map, maps.length) && pointsPerProcess(map).some((count) => count < s))
      losses.push(`wide ghosts: dimension ${d} has processes with fewer points than ghosts, ${s}; PETSc refuses a stencil width above that`)
    return losses
  })
}

/** Whether PETSc holds the points of a process against the stencil width; in 1-d it also does so on one process. */
function isCut(map: BlockMap, ndim: number): boolean {
  return map.gridSize > 1 || map.periodic || (ndim === 1 && axisOf(map).points > 1)
}

/** Points that each process owns: its entries but for boundary padding. */
function pointsPerProcess(map: BlockMap): number[] {
  const [low, high] = endWidths(map)
  const last = map.gridSize - 1
  return Array.from({ length: map.gridSize }, (_, rank) => map.ownCount(rank) - (rank === 0 ? low : 0) - (rank === last ? high : 0))
}

/** The axis that a dimension is. */
export function axisOf(map: BlockMap): DmdaAxis {
  const l = pointsPerProcess(map)
  const isPadded = map.padding(0)[0] > 0
  const boundary = map.periodic ? 'DM_BOUNDARY_PERIODIC' : isPadded ? 'DM_BOUNDARY_GHOSTED' : 'DM_BOUNDARY_NONE'
  return { points: l.reduce((sum, count) => sum + count, 0), processes: map.gridSize, l, boundary }
}
