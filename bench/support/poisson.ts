import type { Distribution } from '../../protocol/distribution.js'

/** Entries of a sparse matrix as `mat` and `matrix` take them. */
export interface Triplets {
  rows: Int32Array
  cols: Int32Array
  values: Float64Array
}

/**
 * This rank's rows of the five-point Laplacian on an `edge` x `edge` grid, numbered row-major.
 *
 * Not collective.
 *
 * @param distribution 1-d block distribution of the `edge**2` unknowns.
 */
export function poissonTriplets(edge: number, distribution: Distribution, rank: number): Triplets {
  const count = distribution.localShape(rank)[0]!
  const rows = new Int32Array(5 * count)
  const cols = new Int32Array(5 * count)
  const values = new Float64Array(5 * count)
  let n = 0
  const add = (row: number, col: number, value: number) => {
    rows[n] = row
    cols[n] = col
    values[n++] = value
  }
  for (let local = 0; local < count; local++) {
    const row = distribution.localToGlobal(rank, [local])[0]!
    const i = Math.floor(row / edge)
    const j = row % edge
    if (i > 0) add(row, row - edge, -1)
    if (j > 0) add(row, row - 1, -1)
    add(row, row, 4)
    if (j + 1 < edge) add(row, row + 1, -1)
    if (i + 1 < edge) add(row, row + edge, -1)
  }
  return { rows: rows.subarray(0, n), cols: cols.subarray(0, n), values: values.subarray(0, n) }
}
