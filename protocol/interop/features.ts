import { BlockMap } from '../dimension/block.js'
import { CyclicMap } from '../dimension/cyclic.js'
import type { DimensionMap } from '../dimension/dimension-map.js'
import { UnstructuredMap } from '../dimension/unstructured.js'
import { product } from '../integers.js'
import { maxListed, maxProcesses } from './checks.js'
import { ownBounds, regularWidth, widthsOf } from './own-bounds.js'
import type { Source } from './source.js'

const intMax = 2 ** 31 - 1

/** What a distribution may have that some neighbour lacks; each finds where, in words, or nothing. */
const detectors = {
  '0-d': ({ distribution }) => (distribution.ndim === 0 ? 'the array has no dimension' : undefined),
  'n-d': ({ distribution }) => (distribution.ndim !== 1 ? `the array has ${distribution.ndim} dimensions` : undefined),
  'over 2-d': ({ distribution }) => (distribution.ndim > 2 ? `the array has ${distribution.ndim} dimensions` : undefined),
  'over 3-d': ({ distribution }) => (distribution.ndim > 3 ? `the array has ${distribution.ndim} dimensions` : undefined),
  'size 0': where('has no entries', (map) => map.size === 0),
  'large extents': where('is longer than a C int can say', (map) => map.size > intMax),
  'many elements': ({ distribution }) => {
    const held = product(distribution.maps.map((map) => heldOf(map)))
    return held > maxListed ? `the ranks hold ${held} elements` : undefined
  },
  'many ghosts': where('has more ghosts than can be listed', (map) => heldOf(map) - map.size > maxListed),
  'many parts': ({ distribution }) => {
    const parts = product(distribution.maps.map(partsOf))
    return parts > maxProcesses ? `the array has ${parts} parts` : undefined
  },
  'empty ranks': where('has processes that own nothing', (map) => map.size > 0 && owns(map).some((count) => count === 0)),
  'irregular bounds': where('is cut into blocks of no one width', (map) => {
    const bounds = ownBounds(map)
    return bounds !== undefined && regularWidth(bounds) === undefined
  }),
  'uneven split': where('has blocks of no one width, or wider than ceil(size / processes)', (map) => {
    const bounds = ownBounds(map)
    return bounds?.some((bound, rank) => bound !== Math.min(rank * Math.ceil(map.size / map.gridSize), map.size)) ?? false
  }),
  'unequal counts': where('gives its processes different numbers of entries', (map) => {
    const counts = ownBounds(map) && owns(map)
    return counts?.some((count) => count !== counts[0]) ?? false
  }),
  'communication padding': where('has ghosts', hasGhosts),
  'boundary padding': where('has boundary padding', hasBoundaryPadding),
  periodic: where('is periodic', (map) => map instanceof BlockMap && map.periodic),
  cyclic: where('is dealt out in several turns', (map) => map.distType === 'c' && ownBounds(map) === undefined),
  unstructured: where('is unstructured', (map) => map.distType === 'u'),
  'shared indices': where('has global indices on several processes', (map) => map instanceof UnstructuredMap && !map.oneToOne),
  'negative indices': where('has negative global indices', (map) => someIndex(map, (index) => index < 0)),
  'index -1': where('has the global index -1', (map) => someIndex(map, (index) => index === -1)),
  'indices past the size': where('has global indices past its size', (map) => someIndex(map, (index) => index >= map.size)),
  replicated: ({ replicated }) => (replicated.length > 0 ? `${replicated.join(' x ')} ranks hold each section` : undefined),
  partial: ({ partial }) => (partial === undefined ? undefined : `the ranks hold partial results, to be combined by ${partial}`),
} as const satisfies Record<string, (source: Source) => string | undefined>

/** A feature that a neighbour may lack; the head of each loss. */
export type Feature = keyof typeof detectors

/**
 * List the features of a source that a neighbour lacks.
 *
 * Not collective.
 *
 * @param lacks The features it lacks, with what stands in the way, or what to do instead.
 * @returns     `'feature: where; why'` of each that the source has.
 */
export function lossesAmong(source: Source, lacks: Readonly<Partial<Record<Feature, string>>>): string[] {
  return (Object.entries(lacks) as [Feature, string][]).flatMap(([feature, why]) => {
    const place = detectors[feature](source)
    return place === undefined ? [] : [`${feature}: ${place}; ${why}`]
  })
}

/** Find the dimensions of which something is true. */
function where(what: string, isTrue: (map: DimensionMap) => boolean): (source: Source) => string | undefined {
  return ({ distribution }) => {
    const dimensions = distribution.maps.flatMap((map, d) => (isTrue(map) ? [d] : []))
    return dimensions.length === 0 ? undefined : dimensions.map((d) => `dimension ${d} ${what}`).join(', ')
  }
}

function owns(map: DimensionMap): number[] {
  const bounds = ownBounds(map)
  return bounds ? widthsOf(bounds) : Array.from({ length: map.gridSize }, (_, rank) => map.ownCount(rank))
}

/** Entries of all sections together, ghosts included. */
function heldOf(map: DimensionMap): number {
  let held = 0
  for (let rank = 0; rank < map.gridSize; rank++) held += map.localCount(rank)
  return held
}

/** Ranges of global indices that are dealt out one by one; none are empty but those of a process that owns nothing else. */
function partsOf(map: DimensionMap): number {
  return map instanceof CyclicMap ? Math.max(map.gridSize, Math.ceil(map.size / map.blockSize)) : map.gridSize
}

function hasGhosts(map: DimensionMap): boolean {
  return Array.from({ length: map.gridSize }, (_, rank) => rank).some((rank) => map.localCount(rank) > map.ownCount(rank))
}

function hasBoundaryPadding(map: DimensionMap): boolean {
  return map instanceof BlockMap && (map.padding(0)[0] > 0 || map.padding(map.gridSize - 1)[1] > 0)
}

function someIndex(map: DimensionMap, isTrue: (index: number) => boolean): boolean {
  return (
    map instanceof UnstructuredMap &&
    Array.from({ length: map.gridSize }, (_, rank) => rank).some((rank) => map.ownIndices(rank).some(isTrue))
  )
}
