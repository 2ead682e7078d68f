import type { DistArrayProducer } from '../../protocol/export.js'
import { Distribution, exportArray } from '../../protocol/index.js'

/** This rank's section of a float64 array, with its memory. */
export interface Section extends DistArrayProducer {
  readonly data: Float64Array
  readonly distribution: Distribution
}

/** A section over `data`, or over new zeros. */
export function sectionOf(distribution: Distribution, rank: number, data?: Float64Array): Section {
  const memory = data ?? new Float64Array(distribution.localShape(rank).reduce((n, extent) => n * extent, 1))
  const exported = exportArray({ data: memory, dtype: 'float64', distribution, rank })
  return { data: memory, distribution, __distarray__: () => exported }
}

/** Flat global index of each local entry of `rank`, in memory order, shape [local size]. */
export function flatIndices(distribution: Distribution, rank: number): number[] {
  const extents = distribution.localShape(rank)
  const n = extents.reduce((product, extent) => product * extent, 1)
  return Array.from({ length: n }, (_, position) => {
    const local = unravel(position, extents)
    return distribution.localToGlobal(rank, local).reduce((flat, index, d) => flat * distribution.shape[d]! + index, 0)
  })
}

/** Put `value(flat)` into every own entry. */
export function fill(section: Section, rank: number, value: (flat: number) => number): void {
  flatIndices(section.distribution, rank).forEach((flat, k) => {
    section.data[k] = value(flat)
  })
}

/** A deterministic pseudo-random permutation of `0 .. n - 1`. Source: Fisher-Yates with Numerical Recipes' LCG. */
export function permutation(n: number): number[] {
  const order = Array.from({ length: n }, (_, k) => k)
  let state = 12345
  for (let k = n - 1; k > 0; k--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const other = state % (k + 1)
    ;[order[k], order[other]] = [order[other]!, order[k]!]
  }
  return order
}

/** `0 .. n - 1` scattered over the ranks in no order, as indices of a 'u' dimension. */
export function scattered(n: number, ranks: number): Int32Array[] {
  const order = permutation(n)
  return Array.from({ length: ranks }, (_, rank) => Int32Array.from(order.filter((_, k) => (k * 7 + (k % 3)) % ranks === rank)))
}

/** Distributions of every kind over `ranks` ranks, each of at most 60 elements. */
export function distributions(ranks: number): Record<string, Distribution> {
  const bounds = Array.from({ length: ranks + 1 }, (_, k) => (k === ranks ? 17 : Math.floor(((17 * k) / ranks) * 0.6)))
  return {
    b: Distribution.from([23], { dist: 'b', ranks }),
    'b, irregular': Distribution.from([17], { dist: 'b', ranks, bounds: [bounds] }),
    bb: Distribution.from([6, 7], { dist: 'bb', ranks }),
    nb: Distribution.from([3, 14], { dist: 'nb', ranks }),
    c: Distribution.from([19], { dist: 'c', ranks }),
    'c, blocks of 3': Distribution.from([31], { dist: 'c', ranks, blockSizes: [3] }),
    bc: Distribution.from([5, 9], { dist: 'bc', ranks, blockSizes: [null, 2] }),
    u: Distribution.from([29], { dist: 'u', ranks, indices: [scattered(29, ranks)] }),
    nu: Distribution.from([3, 13], { dist: 'nu', ranks, indices: [null, scattered(13, ranks)] }),
    bbb: Distribution.from([3, 4, 5], { dist: 'bbb', ranks }),
    'more ranks than elements': Distribution.from([2], { dist: 'b', ranks }),
    'size 0': Distribution.from([0, 4], { dist: 'bn', ranks }),
  }
}

function unravel(position: number, extents: readonly number[]): number[] {
  const index = new Array<number>(extents.length)
  let rest = position
  for (let d = extents.length - 1; d >= 0; d--) {
    index[d] = rest % extents[d]!
    rest = Math.floor(rest / extents[d]!)
  }
  return index
}
