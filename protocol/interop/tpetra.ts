import { UnstructuredMap } from '../dimension/unstructured.js'
import type { Distribution } from '../distribution.js'
import { ArgumentError, expected, UnsupportedError } from '../errors.js'
import { isCount } from '../integers.js'
import { checkCount, checkCounts, checkNumber, checkNumberLists, checkObject, checkProcesses, maxListed } from './checks.js'
import { lossesAmong } from './features.js'
import { type FlattenOptions, flattenLosses } from './flatten.js'
import { distributionOfLists, distributionOfRanges, hasGhosts, heldLists, ownLists } from './index-lists.js'
import { boundsOfWidths, ownBounds, widthsOf } from './own-bounds.js'
import { ghostsIn } from './petsc-index-sets.js'
import { refuseLosses } from './refusal.js'
import { type InteropSource, type Placement, placementOf, readSource, type Source } from './source.js'

/** Arguments of a constructor of `Tpetra::Map`, of every rank. */
export interface TpetraMapArguments {
  readonly numGlobalElements: number
  /** The smallest global index. */
  readonly indexBase: number
  /** With this, indices follow each other; shape [ranks]. */
  readonly numLocalElements?: readonly number[]
  /** With this, each rank has the listed indices; shape [ranks][local count]. */
  readonly elementList?: readonly (readonly number[])[]
  /** With 'LocallyReplicated', every rank has all indices. Default 'GloballyDistributed'. */
  readonly lg?: 'GloballyDistributed' | 'LocallyReplicated'
}

/** A map of own entries; with ghosts also one of all entries, the target of an `Import` from the first. */
export interface TpetraMaps {
  readonly map: TpetraMapArguments
  readonly overlap?: TpetraMapArguments
}

const target = 'a Tpetra map'

/** List what Tpetra maps would lose; nothing is in their way when empty. */
export function tpetraLosses(source: InteropSource, options: FlattenOptions = {}): string[] {
  const read = readSource(source)
  const lacks = {
    'boundary padding': 'a map does not tell padding from other entries',
    periodic: 'a map does not tell',
    'index -1': 'Tpetra says -1 for no index: number them from 0',
    partial: 'a map says nothing of values',
  }
  const isListed = contiguousRanges(read.distribution) === undefined || hasGhosts(read.distribution)
  const many = isListed ? { 'many elements': 'too many to list' } : {}
  const everywhere = isOnEveryRank(read) ? {} : { replicated: 'only a map of all indices in order can be on every rank' }
  return [...flattenLosses(read, options), ...lossesAmong(read, { ...lacks, ...many, ...everywhere })]
}

/** Whether every rank has all indices in order. */
function isOnEveryRank({ distribution, replicated }: Source): boolean {
  return distribution.ranks === 1 && replicated.length > 0 && contiguousRanges(distribution) !== undefined
}

/**
 * Describe a distribution as arguments of `Tpetra::Map` constructors.
 *
 * Not collective. Takes memory for all elements unless they are contiguous.
 *
 * @param source  Any 1-d distribution without an index -1; others as `options` say.
 * @param options `flatten`: number the elements of an n-d array row-major, which loses its shape. Default false.
 * @returns       New arguments: contiguous where the indices are, else a list per rank.
 * @throws {InteropError} Something would be lost; `losses` lists it.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @see source: Tpetra::Map, its constructors; `indexBase` is the smallest index, as they require
 */
export function toTpetra(source: InteropSource, options: FlattenOptions = {}): TpetraMaps {
  refuseLosses(target, tpetraLosses(source, options))
  const read = readSource(source)
  const map = mapOf(read)
  const held = heldLists(read.distribution)
  return held ? { map, overlap: listed(held) } : { map }
}

/** The map of own entries. */
function mapOf(source: Source): TpetraMapArguments {
  const ranges = contiguousRanges(source.distribution)
  if (!ranges) return listed(ownLists(source.distribution))
  const { indexBase, numLocalElements } = ranges
  const numGlobalElements = boundsOfWidths(numLocalElements).at(-1)!
  return isOnEveryRank(source)
    ? { numGlobalElements, indexBase, lg: 'LocallyReplicated' }
    : { numGlobalElements, indexBase, numLocalElements }
}

/** How many indices each rank owns, where they plainly follow each other. */
function contiguousRanges({ ndim, ranks, size, maps }: Distribution): { indexBase: number; numLocalElements: number[] } | undefined {
  if (ranks === 1 && maps.every(({ distType }) => distType !== 'u')) return { indexBase: 0, numLocalElements: [size] }
  const map = ndim === 1 ? maps[0]! : undefined
  const bounds = map && ownBounds(map)
  if (bounds) return { indexBase: 0, numLocalElements: widthsOf(bounds) }
  return map instanceof UnstructuredMap ? rangesOf(map) : undefined
}

function rangesOf(map: UnstructuredMap): { indexBase: number; numLocalElements: number[] } | undefined {
  const lists = Array.from({ length: map.gridSize }, (_, rank) => map.indices(rank))
  const indexBase = Number(lists.find(({ length }) => length > 0)?.[0] ?? 0)
  let next = indexBase
  for (const list of lists) for (const index of list) if (Number(index) !== next++) return undefined
  return { indexBase, numLocalElements: lists.map(({ length }) => length) }
}

function listed(elementList: readonly (readonly number[])[]): TpetraMapArguments {
  const smallest = elementList.flat().reduce((least, index) => Math.min(least, index), Number.POSITIVE_INFINITY)
  return {
    numGlobalElements: elementList.reduce((sum, { length }) => sum + length, 0),
    indexBase: Number.isFinite(smallest) ? smallest : 0,
    elementList,
  }
}

/**
 * Read Tpetra maps as a 1-d distribution.
 *
 * Not collective.
 *
 * @param maps  The map of own entries, and with ghosts one of all entries.
 * @param ranks Number of ranks; needed when a map does not list them, and otherwise ignored.
 * @returns     Blocks where the indices are contiguous from 0, else an unstructured dimension.
 * @throws {InteropError} An overlapping map that is not the first with padding.
 * @throws {ArgumentError} Not a map, or no number of ranks.
 * @throws {UnsupportedError} More than 2^20 ranks, or too many indices to list.
 * @throws {DistributionError} Indices that are no integers, or twice on one rank.
 */
export function fromTpetra(maps: TpetraMaps, ranks?: number): Placement {
  checkObject(maps, 'maps')
  const { map, overlap } = maps
  checkMap(map, 'map')
  if (overlap !== undefined) checkMap(overlap, 'overlap')
  if (map.lg === 'LocallyReplicated') {
    const copies = checkRanks(ranks)
    const distribution = distributionOf({ ...map, numLocalElements: [map.numGlobalElements] })
    const processes = Array.from({ length: copies }, (_, rank) => rank)
    return { distribution, replicated: copies > 1 ? [copies] : [], processes }
  }
  const numLocalElements = countsOf(map, ranks)
  return placementOf(
    distributionOf({ ...map, numLocalElements }, overlap && listsOf({ ...overlap, numLocalElements: countsOf(overlap, ranks) })),
  )
}

function checkMap(map: TpetraMapArguments, name: string): void {
  checkObject(map, name)
  const { numGlobalElements, indexBase, numLocalElements, elementList } = map
  checkCount(numGlobalElements, `${name}.numGlobalElements`)
  checkNumber(indexBase, `${name}.indexBase`)
  if (numLocalElements !== undefined) checkCounts(numLocalElements, `${name}.numLocalElements`)
  if (elementList !== undefined) checkNumberLists(elementList, `${name}.elementList`)
  checkProcesses([(elementList ?? numLocalElements ?? []).length], name)
}

/** A map whose local counts are known. */
type CountedMap = TpetraMapArguments & { readonly numLocalElements: readonly number[] }

function distributionOf(map: CountedMap, held?: number[][]): Distribution {
  const isRanges = !map.elementList && map.indexBase === 0
  if (isRanges && !held) return distributionOfRanges(boundsOfWidths(map.numLocalElements))
  const own = listsOf(map)
  return distributionOfLists(own, held && ghostsIn(held, own))
}

function listsOf({ indexBase, numLocalElements, elementList }: CountedMap): number[][] {
  if (elementList) return elementList.map((list) => [...list])
  const bounds = boundsOfWidths(numLocalElements)
  if (bounds.at(-1)! > maxListed)
    throw new UnsupportedError(expected(`at most ${maxListed} indices to list`, 'numGlobalElements', bounds.at(-1)), {
      feature: 'many elements',
    })
  return numLocalElements.map((count, rank) => Array.from({ length: count }, (_, i) => indexBase + bounds[rank]! + i))
}

function countsOf({ numGlobalElements, numLocalElements, elementList }: TpetraMapArguments, ranks?: number): readonly number[] {
  const counts = elementList?.map(({ length }) => length) ?? numLocalElements ?? uniformCounts(numGlobalElements, checkRanks(ranks))
  const total = boundsOfWidths(counts).at(-1)
  if (counts.length === 0 || total !== numGlobalElements)
    throw new ArgumentError(expected(`${total}, the sum over the ranks,`, 'numGlobalElements', numGlobalElements))
  return counts
}

/** Tpetra's uniform split: the first ranks have one more where it does not come out even. */
function uniformCounts(size: number, ranks: number): number[] {
  return Array.from({ length: ranks }, (_, rank) => Math.floor(size / ranks) + (rank < size % ranks ? 1 : 0))
}

function checkRanks(ranks: number | undefined): number {
  if (!isCount(ranks) || ranks === 0) throw new ArgumentError(expected('the number of ranks', 'ranks', ranks))
  checkProcesses([ranks], 'ranks')
  return ranks
}
