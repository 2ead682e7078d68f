import fc from 'fast-check'
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
    .tuple(fc.nat(maxDimensions), fc.boolean(), fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }))
    .chain(([ndim, hasCopies, picks]) => {
      const places = ndim + (hasCopies || ndim === 0 ? 1 : 0)
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
    const exported = exportArray({ distribution, rank: place, dtype: 'float32', data: new Float32Array(n) })
    if (replicated.length === 0) return exported
    return { ...exported, __extension__: { replicated: replicatedAt(rank % copies, replicated) } }
  })
  return { dims, replicated, exports }
}

function replicatedAt(place: number, grid: readonly number[]): object[] {
  let rest = place
  return grid
    .map((_, i) => grid.length - 1 - i)
    .map((d) => {
      const coord = rest % grid[d]!
      rest = Math.floor(rest / grid[d]!)
      return { proc_grid_size: grid[d]!, proc_grid_rank: coord }
    })
    .reverse()
}
