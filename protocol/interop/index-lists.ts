import type { DimensionMap } from '../dimension/dimension-map.js'
import { Distribution } from '../distribution.js'
import { cutPadding, type GhostWidths } from './cut-padding.js'
import { boundsOfWidths, widthsOf } from './own-bounds.js'
import { protocolTarget, refusal } from './refusal.js'

/**
 * List the global index of every own element of every rank, in the row-major order of its section.
 *
 * Not collective. Takes memory for all elements.
 *
 * @returns Indices of a 1-d array as they are; of others the row-major number of the element in the whole array.
 */
export function ownLists(distribution: Distribution): number[][] {
  return listsOf(distribution, (map, coord) => Array.from(map.ownIndices(coord)))
}

/**
 * List the global index of everything every rank holds, ghosts included, as {@link ownLists} does; nothing when there are
 * no ghosts.
 *
 * Not collective. Takes memory for all elements.
 */
export function heldLists(distribution: Distribution): number[][] | undefined {
  return hasGhosts(distribution) ? listsOf(distribution, heldIndices) : undefined
}

/** Tell whether any rank holds ghosts; an array without elements has none, whatever its dimensions say. */
export function hasGhosts({ size, maps }: Distribution): boolean {
  if (size === 0) return false
  return maps.some((map) => range(0, map.gridSize).some((rank) => map.localCount(rank) > map.ownCount(rank)))
}

function listsOf(distribution: Distribution, along: (map: DimensionMap, coord: number) => number[]): number[][] {
  return range(0, distribution.ranks).map((rank) => {
    // The other dimensions of an empty section may be too long to list.
    if (distribution.localShape(rank).includes(0)) return []
    return distribution.coordsOf(rank).reduce<number[]>(
      (indices, coord, d) => {
        const map = distribution.maps[d]!
        const next = along(map, coord)
        return indices.flatMap((index) => next.map((last) => index * map.size + last))
      },
      [0],
    )
  })
}

function heldIndices(map: DimensionMap, coord: number): number[] {
  return Array.from({ length: map.localCount(coord) }, (_, i) => map.localToGlobal(coord, i))
}

/**
 * Make the 1-d distribution in which ranks own the listed indices.
 *
 * Not collective.
 *
 * @param own    Indices in local order, shape [ranks][own count].
 * @param ghosts What each rank holds besides, in any order; default nothing.
 * @returns      Blocks where the lists are ranges that follow each other from 0, else an unstructured dimension.
 * @throws {InteropError} Ghosts that are no padding of blocks.
 * @throws {DistributionError} Indices that are no safe integers, or twice in one list.
 */
export function distributionOfLists(own: readonly (readonly number[])[], ghosts?: readonly (readonly number[])[]): Distribution {
  const bounds = boundsOfWidths(own.map(({ length }) => length))
  const size = bounds.at(-1)!
  const areRanges = own.every((indices, rank) => indices.every((index, i) => index === bounds[rank]! + i))
  if (areRanges) return distributionOfRanges(bounds, ghosts)
  if (ghosts?.some(({ length }) => length > 0))
    throw refusal(protocolTarget, ['ghosts of indices: entries beside own ones in no order; only blocks have ghosts'])
  return Distribution.from([size], { ranks: own.length, dist: 'u', indices: [own] })
}

/**
 * Make the 1-d distribution in which ranks own ranges, with the listed ghosts.
 *
 * Not collective.
 *
 * @param bounds Ascending from 0 to the size, shape [ranks + 1].
 * @param ghosts What each rank holds besides, in any order; default nothing.
 * @throws {InteropError} Ghosts that are no padding.
 * @throws {DistributionError} Bounds that do not ascend from 0.
 */
export function distributionOfRanges(bounds: readonly number[], ghosts?: readonly (readonly number[])[]): Distribution {
  const size = bounds.at(-1) ?? 0
  const options = { ranks: bounds.length - 1, bounds: [bounds] }
  if (!ghosts) return Distribution.from([size], options)
  const widths = ghosts.map((indices, rank) => ghostWidths(indices, bounds[rank]!, bounds[rank + 1]!))
  const odd = widths.indexOf(undefined)
  const communication =
    odd === -1
      ? cutPadding(widths as GhostWidths[], widthsOf(bounds), 0)
      : `scattered ghosts: process ${odd} has ghosts that do not adjoin its own range; padding does`
  if (typeof communication === 'string') throw refusal(protocolTarget, [communication])
  return Distribution.from([size], { ...options, padding: [{ communication }] })
}

/** Widths of ghosts that adjoin [start, stop), or nothing when some do not. */
function ghostWidths(ghosts: readonly number[], start: number, stop: number): GhostWidths | undefined {
  const low = ghosts.filter((index) => index < start).length
  const high = ghosts.length - low
  const expected = new Set([...range(start - low, start), ...range(stop, stop + high)])
  return new Set(ghosts).size === ghosts.length && ghosts.every((index) => expected.has(index)) ? [low, high] : undefined
}

function range(start: number, stop: number): number[] {
  return Array.from({ length: stop - start }, (_, i) => start + i)
}
