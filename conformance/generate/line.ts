import type { JsonObject } from '../case.js'

/*
 * Dimensions written out by hand: every process's dictionary, and beside it the list of global indices that it means.
 * The lists come from dealing indices one by one, never from a formula of protocol/dimension, which they are to judge.
 */

/** One process's part of one dimension. */
export interface Piece {
  dim: JsonObject
  /** Global index of each local position. */
  indices: number[]
}

/** One dimension: a piece per process along it. */
export interface Line {
  size: number
  pieces: Piece[]
  /** What a reader must support. */
  features: string[]
}

/** `0 .. n - 1`. */
export function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i)
}

export interface BlockChoices {
  /** Width at each cut between processes. */
  communication?: number[]
  /** Widths at the two ends of the process grid. */
  boundary?: [number, number]
  periodic?: boolean
  /** Whether `padding` and `periodic` are written even where they have their defaults. */
  verbose?: boolean
}

/** A block dimension from the number of indices that each process owns, in turn. */
export function block(counts: number[], choices: BlockChoices = {}): Line {
  const size = counts.reduce((sum, count) => sum + count, 0)
  const deck = range(size)
  const owned = counts.map((count) => deck.splice(0, count))
  const { communication = [], boundary = [0, 0], periodic = false, verbose = false } = choices
  let before = 0
  const pieces = owned.map((own, p) => {
    const low = p > 0 ? (communication[p - 1] ?? 0) : 0
    const high = p < counts.length - 1 ? (communication[p] ?? 0) : 0
    const indices = [...lastOf(owned[p - 1] ?? [], low), ...own, ...(owned[p + 1] ?? []).slice(0, high)]
    const dim: JsonObject = { ...common('b', size, counts.length, p), start: before - low, stop: before - low + indices.length }
    const padding = [p === 0 ? boundary[0] : low, p === counts.length - 1 ? boundary[1] : high]
    if (verbose || padding.some((width) => width > 0)) dim.padding = padding
    if (verbose || periodic) dim.periodic = periodic
    before += own.length
    return { dim, indices }
  })
  const features = [
    communication.some((width) => width > 0) && 'padding',
    boundary.some((width) => width > 0) && 'boundary-padding',
    periodic && 'periodic',
    isIrregular(counts) && 'irregular',
  ]
  return { size, pieces, features: features.filter((feature) => feature !== false) }
}

/** How many indices each process owns when `size` are cut into pieces of equal length, the last ones shorter or empty. */
export function evenCounts(size: number, processes: number): number[] {
  const counts = new Array<number>(processes).fill(0)
  let width = 0
  while (width * processes < size) width++
  for (let g = 0, p = 0; g < size; g++) {
    if (counts[p] === width) p++
    counts[p]!++
  }
  return counts
}

/** A cyclic dimension: blocks dealt one index at a time. Without `blockSize` the key is left out. */
export function cyclic(size: number, processes: number, blockSize?: number): Line {
  const hands = range(processes).map((): number[] => [])
  let turn = 0
  let dealt = 0
  for (const g of range(size)) {
    hands[turn]!.push(g)
    dealt++
    if (dealt < (blockSize ?? 1)) continue
    dealt = 0
    turn = turn === processes - 1 ? 0 : turn + 1
  }
  const pieces = hands.map((indices, p) => {
    const dim: JsonObject = { ...common('c', size, processes, p), start: p * (blockSize ?? 1) }
    if (blockSize !== undefined) dim.block_size = blockSize
    return { dim, indices }
  })
  return { size, pieces, features: ['cyclic', ...(blockSize !== undefined ? ['block-cyclic'] : [])] }
}

/** An unstructured dimension: the lists as they are. Without `oneToOne` the key is left out. */
export function unstructured(lists: number[][], oneToOne?: boolean): Line {
  const size = lists.reduce((sum, list) => sum + list.length, 0)
  const pieces = lists.map((indices, p) => {
    const dim: JsonObject = { ...common('u', size, lists.length, p), indices }
    if (oneToOne !== undefined) dim.one_to_one = oneToOne
    return { dim, indices }
  })
  const all = lists.flat()
  const features = ['unstructured']
  if (new Set(all).size < all.length) features.push('duplicates')
  if (all.some((g) => g < 0 || g >= size)) features.push('sparse-indices')
  if (all.some((g) => g !== (g | 0))) features.push('int64-indices')
  return { size, pieces, features }
}

/** The empty dictionary: not distributed. */
export function alias(size: number): Line {
  return { size, pieces: [{ dim: {}, indices: range(size) }], features: ['alias'] }
}

/** `0 .. n - 1` dealt to the processes in no order anybody would guess. */
export function shuffled(n: number, processes: number): number[][] {
  const hands = range(processes).map((): number[] => [])
  const rest = range(n)
  for (let k = 0; rest.length > 0; k++) {
    const at = (7 * k + 3) % rest.length
    hands[(k + (k % 3)) % processes]!.push(...rest.splice(at, 1))
  }
  return hands
}

function common(distType: string, size: number, processes: number, p: number): JsonObject {
  return { dist_type: distType, size, proc_grid_size: processes, proc_grid_rank: p }
}

function lastOf(list: number[], n: number): number[] {
  return list.slice(list.length - n)
}

/** Whether not all processes before the last that owns something own equally many. */
function isIrregular(counts: number[]): boolean {
  const even = evenCounts(
    counts.reduce((sum, count) => sum + count, 0),
    counts.length,
  )
  return counts.some((count, p) => count !== even[p])
}
