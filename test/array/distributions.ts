import fc from 'fast-check'
import { Distribution, type DistributionOptions, type IndexList } from '../../protocol/index.js'

/** One dimension: its extent, dist type and processes, and what the dist type needs. */
interface DimensionCase {
  size: number
  letter: 'b' | 'c' | 'u' | 'n'
  processes: number
  bounds?: number[]
  padding?: number
  blockSize?: number
  indices?: IndexList[]
}

/** All ways of writing `n` as an ordered product of `factors` numbers. */
function grids(n: number, factors: number): number[][] {
  if (factors === 0) return n === 1 ? [[]] : []
  const out: number[][] = []
  for (let f = 1; f <= n; f++) if (n % f === 0) for (const rest of grids(n / f, factors - 1)) out.push([f, ...rest])
  return out
}

function blockDimension(processes: number): fc.Arbitrary<DimensionCase> {
  return fc
    .record({
      size: fc.nat(9),
      irregular: fc.boolean(),
      cuts: fc.array(fc.nat(9), { minLength: processes - 1, maxLength: processes - 1 }),
      padding: fc.nat(2),
    })
    .map(({ size, irregular, cuts, padding }) => {
      const bounds = irregular
        ? [0, ...cuts.map((cut) => Math.min(cut, size)).sort((a, b) => a - b), size]
        : Array.from({ length: processes + 1 }, (_, r) => Math.min(r * Math.ceil(size / processes), size))
      // Padding may not be wider than what a neighbour owns, nor lie next to an empty process among others.
      const counts = bounds.slice(1).map((stop, r) => stop - (bounds[r] as number))
      const last = counts.findLastIndex((count) => count > 0)
      const width =
        last === -1 ||
        counts
          .slice(
            counts.findIndex((count) => count > 0),
            last,
          )
          .includes(0)
          ? 0
          : padding
      const widest = Math.min(width, ...counts.filter((count) => count > 0))
      return { size, letter: 'b' as const, processes, padding: widest, ...(irregular ? { bounds } : {}) }
    })
}

function cyclicDimension(processes: number): fc.Arbitrary<DimensionCase> {
  return fc
    .record({ size: fc.nat(9), blockSize: fc.integer({ min: 1, max: 4 }) })
    .map(({ size, blockSize }) => ({ size, letter: 'c', processes, blockSize }))
}

function unstructuredDimension(processes: number): fc.Arbitrary<DimensionCase> {
  return fc.nat(9).chain((size) =>
    fc
      .record({
        order: fc.shuffledSubarray(
          Array.from({ length: size }, (_, i) => i),
          { minLength: size },
        ),
        owners: fc.array(fc.nat(processes - 1), { minLength: size, maxLength: size }),
      })
      .map(({ order, owners }) => {
        const indices = Array.from({ length: processes }, (_, r) => order.filter((_, k) => owners[k] === r))
        return { size, letter: 'u' as const, processes, indices }
      }),
  )
}

function dimension(processes: number): fc.Arbitrary<DimensionCase> {
  const kinds = [blockDimension(processes), cyclicDimension(processes), unstructuredDimension(processes)]
  if (processes === 1) kinds.push(fc.nat(9).map((size) => ({ size, letter: 'n', processes })))
  return fc.oneof(...kinds)
}

/** Random distributions of all kinds with 1 to 3 dimensions over `ranks` processes; with one process also 0-d. */
export function distributions(ranks: number): fc.Arbitrary<Distribution> {
  const shapes = fc.integer({ min: ranks === 1 ? 0 : 1, max: 3 })
  return shapes.chain((ndim) =>
    fc
      .constantFrom(...grids(ranks, ndim))
      .chain((grid) => fc.tuple(...grid.map(dimension)))
      .map((dimensions) => distributionOf(dimensions, ranks)),
  )
}

function distributionOf(dimensions: readonly DimensionCase[], ranks: number): Distribution {
  const pick = <K extends keyof DimensionCase>(key: K) => Object.fromEntries(dimensions.map((dim, d) => [d, dim[key]]))
  const options = {
    ranks,
    dist: dimensions.map(({ letter }) => letter),
    grid: dimensions.map(({ processes }) => processes),
    bounds: pick('bounds'),
    padding: pick('padding'),
    blockSizes: pick('blockSize'),
    indices: pick('indices'),
  }
  return Distribution.from(
    dimensions.map(({ size }) => size),
    options as DistributionOptions,
  )
}
