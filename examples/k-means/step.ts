import type { Context, DistArray } from 'distarray'

/** Coordinates, one array for each dimension: shape [points, 1] of points, and [k] of centres, so that they broadcast to [points, k]. */
export type Coordinates = readonly DistArray[]

/** What one step makes. */
export interface Step {
  /** Of each point the centre that was nearest, shape [points, 1]. */
  readonly labels: DistArray
  /** How many points each centre has, shape [k]. */
  readonly counts: DistArray
  /** Means of the points of each centre; one without points stays where it was. */
  readonly centres: Coordinates
}

/**
 * Take one step of k-means: find the nearest centre of each point, and move every centre to the middle of its points.
 *
 * Two passes over the points, and no array of [points, k] in memory. Labels do not depend on the number of engines.
 *
 * @see source: S. Lloyd, "Least squares quantization in PCM" (1982).
 */
export function step(ctx: Context, points: Coordinates, centres: Coordinates): Step {
  // Squared distances, without the part that a point has in common with all centres.
  using squares = centres.map((c) => c.square()).reduce((a, b) => a.add(b))
  using distances = points.reduce((sum, x, d) => ctx.expr`${sum} - ${x} * (2 * ${centres[d] as DistArray})`, squares)
  const labels = distances.argmin({ axis: 1, keepdims: true })
  ctx.compute(labels)

  using isNearest = ctx.expr`${labels} == ${ctx.arange((centres[0] as DistArray).size, { dist: 'n' })}`
  const counts = isNearest.sum({ axis: 0 })
  const sums = points.map((x) => ctx.expr`sum(where(${isNearest}, ${x}, 0.0), axis=0)`)
  ctx.compute(counts, ...sums) // all of them in one pass
  const moved = sums.map((sum, d) => ctx.expr`where(${counts} > 0, ${sum} / maximum(${counts}, 1), ${centres[d] as DistArray})`)
  ctx.compute(...moved)
  for (const sum of sums) sum.free()
  return { labels, counts, centres: moved }
}
