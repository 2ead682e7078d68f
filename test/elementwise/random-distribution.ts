import { Distribution, type DistributionOptions } from '../../protocol/index.js'
import type { Random } from '../fuzz/random.js'

/** All ways of writing `n` as an ordered product of `factors` numbers. */
function grids(n: number, factors: number): number[][] {
  if (factors === 0) return n === 1 ? [[]] : []
  const found: number[][] = []
  for (let f = 1; f <= n; f++) if (n % f === 0) for (const rest of grids(n / f, factors - 1)) found.push([f, ...rest])
  return found
}

/** A random distribution of a shape over at most so many ranks: of all kinds, with padding, empty ranks and irregular blocks. */
export function randomDistribution(random: Random, shape: readonly number[], ranks: number): Distribution {
  const count = shape.length === 0 ? 1 : !random.oneIn(3) ? ranks : 1 + random.below(ranks)
  const grid = random.pick(grids(count, shape.length))
  const letters = shape.map((_, d) => (grid[d] === 1 ? random.pick([...'bcun']) : random.pick([...'bbcu'])) as 'b' | 'c' | 'u' | 'n')
  const bounds: Record<number, number[]> = {}
  const padding: Record<number, number> = {}
  const blockSizes: Record<number, number> = {}
  const indices: Record<number, number[][]> = {}
  for (const [d, letter] of letters.entries()) {
    const [size, processes] = [shape[d] as number, grid[d] as number]
    if (letter === 'c') blockSizes[d] = 1 + random.below(3)
    if (letter === 'u') {
      indices[d] = Array.from({ length: processes }, () => [])
      for (const index of shuffled(random, size)) (indices[d] as number[][])[random.below(processes)]?.push(index)
    }
    if (letter === 'b' && random.oneIn(2)) {
      const cuts = Array.from({ length: processes - 1 }, () => random.below(size + 1)).sort((a, b) => a - b)
      bounds[d] = [0, ...cuts, size]
    } else if (letter === 'b' && processes > 1 && size >= 2 * processes)
      padding[d] = random.below(Math.min(3, Math.floor(size / processes)))
  }
  const options: DistributionOptions = { ranks: count, dist: letters, grid, bounds, padding, blockSizes, indices }
  return Distribution.from([...shape], options)
}

function shuffled(random: Random, size: number): number[] {
  const order = Array.from({ length: size }, (_, i) => i)
  for (let i = size - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[order[i], order[j]] = [order[j] as number, order[i] as number]
  }
  return order
}

/** So many engines, ascending. */
export function randomTargets(random: Random, count: number, engines: number): number[] {
  return shuffled(random, engines)
    .slice(0, count)
    .sort((a, b) => a - b)
}
