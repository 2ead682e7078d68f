import fc from 'fast-check'
import type { ReplicatedDim } from '../../protocol/extension.js'
import { type DistArrayExport, exportArray } from '../../protocol/index.js'
import { type DimensionCase, dimensionOn } from './dimension-arbitraries.js'
import { distributionOf } from './distribution-arbitraries.js'

/** A valid array over some ranks, as all of them export it. */
export interface ArrayCase {
  dims: DimensionCase[]
  /** Extents of the process grid after those of the dimensions, along which ranks hold copies. */
  replicated: number[]
  /** One per rank. */
  exports: DistArrayExport[]
}

/**
 * Any valid array over exactly `ranks` ranks, of 0 to `maxDimensions` dimensions.
 */
export function arraysOn(ranks: number, maxDimensions = 4): fc.Arbitrary<ArrayCase> {
  return fc
    .tuple(fc.nat(maxDimensions), fc.constantFrom(0, 0, 1, 2), fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }))
    .chain(([ndim, copies, picks]) => {
      const places = ndim + (ndim === 0 ? Math.max(copies, 1) : copies)
      const grid = factorsOver(ranks, places, picks)
      return fc
        .tuple(...grid.slice(0, ndim).map((processes) => dimensionOn(processes)))
        .map((dims) => arrayCase(dims as DimensionCase[], grid.slice(ndim)))
    })
}

/** Write `n` as a product of `count` factors, its primes going where `picks` says. */
function factorsOver(n: number, count: number, picks: readonly number[]): number[] {
  const factors = new Array<number>(count).fill(1)
  let rest = n
  let pick = 0
  for (let prime = 2; rest > 1; ) {
    if (rest % prime === 0) {
      factors[picks[pick++]! % count]! *= prime
      rest /= prime
    } else prime++
  }
  return factors
}

/** The exports of an array of the given dimensions. */
export function arrayCase(dims: DimensionCase[], replicated: number[] = []): ArrayCase {
  const distribution = distributionOf(dims)
  const copies = replicated.reduce((product, extent) => product * extent, 1)
  const exports = Array.from({ length: distribution.ranks * copies }, (_, rank) => {
    const place = Math.floor(rank / copies)
    const n = distribution.localShape(place).reduce((product, extent) => product * extent, 1)
    const source = { distribution, rank: place, dtype: 'float32', data: new Float32Array(n) } as const
    if (replicated.length === 0) return exportArray(source)
    return exportArray({ ...source, extension: { replicated: replicatedAt(rank % copies, replicated) } })
  })
  return { dims, replicated, exports }
}

function replicatedAt(place: number, grid: readonly number[]): ReplicatedDim[] {
  let rest = place
  const dims: ReplicatedDim[] = []
  for (const extent of [...grid].reverse()) {
    dims.unshift({ proc_grid_size: extent, proc_grid_rank: rest % extent })
    rest = Math.floor(rest / extent)
  }
  return dims
}
