import fc from 'fast-check'
import { Distribution } from '../../protocol/distribution.js'
import type { DistributionOptions } from '../../protocol/distribution-options.js'
import { anyDimension, type DimensionCase } from './dimension-arbitraries.js'

/** A distribution and the dimensions it was made from. */
export interface DistributionCase {
  distribution: Distribution
  dims: DimensionCase[]
}

/** Any distribution of up to `maxDimensions` dimensions, of few elements and ranks. */
export function distributions(maxDimensions = 3, dimension = anyDimension(6, 3)): fc.Arbitrary<DistributionCase> {
  return fc.array(dimension, { maxLength: maxDimensions }).map((dims) => ({ dims, distribution: distributionOf(dims) }))
}

/** The distribution with the given dimensions, described by options. */
export function distributionOf(dims: DimensionCase[]): Distribution {
  const options: DistributionOptions = {
    ranks: dims.reduce((n, { processes }) => n * processes, 1),
    dist: dims.map(({ letter }) => letter),
    grid: dims.map(({ processes }) => processes),
    blockSizes: dims.map(({ blockSize }) => blockSize),
    bounds: dims.map(({ bounds }) => bounds),
    padding: dims.map(({ padding }) => padding),
    periodic: dims.map(({ periodic }) => periodic),
    indices: dims.map(({ indices }) => indices),
  }
  return Distribution.from(
    dims.map(({ oracle }) => oracle.size),
    options,
  )
}

/** One rank's coordinates, and the global indices it owns and holds along each dimension. */
export interface RankOracle {
  coords: number[]
  own: number[][]
  held: number[][]
}

/** All ranks in row-major order of their coordinates: nested loops, the last dimension innermost. */
export function enumerateRanks(dims: readonly DimensionCase[]): RankOracle[] {
  let ranks: RankOracle[] = [{ coords: [], own: [], held: [] }]
  for (const { oracle } of dims) {
    const longer: RankOracle[] = []
    for (const { coords, own, held } of ranks)
      for (let c = 0; c < oracle.own.length; c++)
        longer.push({ coords: [...coords, c], own: [...own, oracle.own[c]!], held: [...held, oracle.held[c]!] })
    ranks = longer
  }
  return ranks
}
