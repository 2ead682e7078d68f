/**
 * Return the process grid whose proportions are nearest to those of an array.
 *
 * Not collective. Of all ways to write `ranks` as a product of `shape.length` factors, the larger factors going to the
 * larger extents, take the one whose ratios between dimensions differ least (in the 2-norm) from those of the shape.
 *
 * @param shape Global extents of the dimensions to distribute, shape [n].
 * @param ranks Number of processes, one or more.
 * @returns     Factors of `ranks`, shape [n]; for n = 0 nothing.
 * @see source: DistArray `metadata_utils.make_grid_shape`
 * @example
 * defaultGrid([100, 200], 12) // => [2, 6]
 */
export function defaultGrid(shape: readonly number[], ranks: number): number[] {
  if (shape.length === 0) return []
  const bySize = shape.map((_, d) => d).sort((a, b) => shape[a]! - shape[b]!)
  const wanted = ratios(shape)
  let best: number[] = []
  let least = Number.POSITIVE_INFINITY
  for (const factors of ascendingFactors(ranks, shape.length, 1)) {
    const grid = new Array<number>(shape.length)
    bySize.forEach((d, i) => {
      grid[d] = factors[i]!
    })
    const distance = Math.hypot(...ratios(grid).map((ratio, i) => ratio - wanted[i]!))
    if (distance < least) {
      best = grid
      least = distance
    }
  }
  return best
}

/** Ratio of each dimension to each later one; empty dimensions count as one entry. */
function ratios(extents: readonly number[]): number[] {
  return extents.flatMap((extent, i) => extents.slice(i + 1).map((other) => Math.max(extent, 1) / Math.max(other, 1)))
}

/** All ascending sequences of `count` factors, each at least `from`, whose product is `n`, in lexicographic order. */
function* ascendingFactors(n: number, count: number, from: number): Generator<number[]> {
  if (count === 1) {
    if (n >= from) yield [n]
    return
  }
  for (let factor = from; factor * factor <= n; factor++) {
    if (n % factor !== 0) continue
    for (const rest of ascendingFactors(n / factor, count - 1, factor)) yield [factor, ...rest]
  }
}

/**
 * Return the coordinates of a rank in a row-major process grid: the last changes fastest.
 *
 * Not collective.
 *
 * @param rank Below the product of `grid`.
 * @param grid Extents of the grid, shape [ndim].
 */
export function gridCoordsOf(rank: number, grid: readonly number[]): number[] {
  const coords = new Array<number>(grid.length)
  let rest = rank
  for (let d = grid.length - 1; d >= 0; d--) {
    coords[d] = rest % grid[d]!
    rest = Math.floor(rest / grid[d]!)
  }
  return coords
}

/**
 * Return the rank at the given coordinates of a row-major process grid.
 *
 * Not collective.
 *
 * @param coords Each below the grid's extent, shape [ndim].
 */
export function gridRankOf(coords: readonly number[], grid: readonly number[]): number {
  let rank = 0
  for (let d = 0; d < grid.length; d++) rank = rank * grid[d]! + coords[d]!
  return rank
}
