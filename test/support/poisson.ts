import type { Distribution } from '../../protocol/index.js'
import { flatIndices } from './producers.js'

/**
 * This rank's rows of the five-point Laplacian on a grid with Dirichlet boundary, as triplets.
 *
 * Not collective.
 *
 * @param distribution Of the grid, or of its points numbered row-major.
 * @param shape        Of the grid; default that of `distribution`.
 */
export function poisson(
  distribution: Distribution,
  rank: number,
  shape: readonly number[] = distribution.shape,
): { rows: Int32Array; cols: Int32Array; values: Float64Array } {
  const [height, width] = shape as [number, number]
  const rows: number[] = []
  const cols: number[] = []
  const values: number[] = []
  const add = (row: number, col: number, value: number) => {
    rows.push(row)
    cols.push(col)
    values.push(value)
  }
  for (const flat of flatIndices(distribution, rank)) {
    const j = flat % width
    const i = (flat - j) / width
    add(flat, flat, 4)
    if (i > 0) add(flat, flat - width, -1)
    if (i < height - 1) add(flat, flat + width, -1)
    if (j > 0) add(flat, flat - 1, -1)
    if (j < width - 1) add(flat, flat + 1, -1)
  }
  return { rows: Int32Array.from(rows), cols: Int32Array.from(cols), values: Float64Array.from(values) }
}
