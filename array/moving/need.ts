import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import type { IndexList } from '../../protocol/dimension/unstructured.js'
import type { Distribution } from '../../protocol/distribution.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import { isCount } from '../../protocol/integers.js'

/** Which global indices of one dimension a process needs that has a place in a dimension map. */
export interface MappedAxis {
  readonly map: DimensionMap
  /** Place of each rank along the map, shape [ranks]; -1 needs nothing. */
  readonly coords: ArrayLike<number>
  /** Whether ghosts are needed too. Default true. */
  readonly ghosts?: boolean
  /** Index i of the map stands for global index `start + step * i` of the array. Default 0. */
  readonly start?: number
  /** Any integer but 0. Default 1. */
  readonly step?: number
}

/** Global indices in any order, also several times, that every rank knows of every rank. */
export interface ListedAxis {
  readonly lists: readonly IndexList[]
  /** Which of the lists is each rank's, shape [ranks]; -1 needs nothing. Default: one list per rank, in rank order. */
  readonly coords?: ArrayLike<number>
}

/** Global indices in any order, also several times, that only the rank knows which needs them. */
export interface OwnListAxis {
  readonly mine: IndexList
}

/** Which global indices of one dimension each rank needs, in order; `'all'` is every one, ascending, on every rank. */
export type NeedAxis = 'all' | MappedAxis | ListedAxis | OwnListAxis

/** What each rank needs of an array: the product of one axis per dimension, shape [ndim]. The same on every rank but for `mine`. */
export type Need = readonly NeedAxis[]

/**
 * Return the need of what each rank holds of a distribution.
 *
 * Not collective.
 *
 * @param options.ghosts Whether ghosts are needed too. Default true.
 */
export function needOf({ maps, gridShape, ranks }: Distribution, { ghosts = true }: { ghosts?: boolean } = {}): Need {
  let below = ranks
  return maps.map((map, d) => {
    below /= gridShape[d]!
    return { map, coords: gridCoordinates(ranks, below, gridShape[d]!), ghosts }
  })
}

/**
 * Return the need of an operand that is broadcast to a result: what each rank holds of the result along the dimensions that
 * they share, and the only index of a dimension that is stretched.
 *
 * Not collective.
 *
 * @param shape Global extents of the operand, which broadcast to those of the result.
 */
export function needOfOperand(result: Distribution, shape: readonly number[], options?: { ghosts?: boolean }): Need {
  const whole = needOf(result, options)
  const missing = result.ndim - shape.length
  return shape.map((extent, d) => (extent === 1 && result.shape[missing + d] !== 1 ? 'all' : whole[missing + d]!))
}

/** Place of each rank along a dimension of `extent` places, `below` ranks each. */
function gridCoordinates(ranks: number, below: number, extent: number): Int32Array {
  return Int32Array.from({ length: ranks }, (_, rank) => Math.floor(rank / below) % extent)
}

/**
 * @throws {ArgumentError} Not a need of an array of `ndim` dimensions on `ranks` ranks.
 */
export function checkNeed(need: unknown, ndim: number, ranks: number): asserts need is Need {
  if (!Array.isArray(need) || need.length !== ndim) throw new ArgumentError(expected(`${ndim} axes, one per dimension,`, 'need', need))
  need.forEach((axis: unknown, d) => {
    checkAxis(axis, `need[${d}]`, ranks)
  })
}

function checkAxis(axis: unknown, name: string, ranks: number): void {
  if (axis === 'all') return
  if (typeof axis !== 'object' || axis === null) throw new ArgumentError(expected("'all' or { map }, { lists } or { mine }", name, axis))
  const { map, lists, mine, coords, start = 0, step = 1 } = axis as Partial<MappedAxis & ListedAxis & OwnListAxis>
  if (mine !== undefined) {
    checkList(mine, `${name}.mine`)
    return
  }
  if (lists !== undefined && !Array.isArray(lists)) throw new ArgumentError(expected('an array of lists', `${name}.lists`, lists))
  if (lists === undefined && typeof map?.ownerOf !== 'function') throw new ArgumentError(expected('a DimensionMap', `${name}.map`, map))
  lists?.forEach((list, i) => {
    checkList(list, `${name}.lists[${i}]`)
  })
  const places = lists?.length ?? map!.gridSize
  if (coords === undefined && lists?.length === ranks) return
  if (coords?.length !== ranks) throw new ArgumentError(expected(`a place for each of ${ranks} ranks`, `${name}.coords`, coords))
  for (let rank = 0; rank < ranks; rank++) {
    const place = coords[rank]!
    if (place !== -1 && !(isCount(place) && place < places))
      throw new ArgumentError(expected(`an integer from -1 to ${places - 1}`, `${name}.coords[${rank}]`, place))
  }
  if (!Number.isSafeInteger(start)) throw new ArgumentError(expected('an integer', `${name}.start`, start))
  if (!Number.isSafeInteger(step) || step === 0) throw new ArgumentError(expected('an integer other than 0', `${name}.step`, step))
}

function checkList(list: unknown, name: string): void {
  if (!Array.isArray(list) && !ArrayBuffer.isView(list)) throw new ArgumentError(expected('an array of integers', name, list))
}

/** Place of a rank along an axis: which of the sets of indices is its own. -1 needs nothing. */
export function placeOf(axis: NeedAxis, rank: number): number {
  if (axis === 'all') return 0
  if ('mine' in axis) return rank
  return axis.coords ? axis.coords[rank]! : rank
}
