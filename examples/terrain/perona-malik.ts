import type { FramedBlock } from './framed-block.js'

/** How much to smooth, and what to spare. */
export interface Smoothing {
  /** Length of the implicit step in pseudo-time, m^2: on flat ground, detail narrower than about `sqrt(step)` metres goes. */
  readonly step: number
  /** Slope (metres of rise per metre, dimensionless) at which conductance has fallen to one half: steeper ground is an edge. */
  readonly edgeSlope: number
}

/** Sparse matrix entries in coordinates; an index is the flat row-major position of a cell in the whole grid. */
export interface Triplets {
  readonly rows: Int32Array
  readonly cols: Int32Array
  /** Dimensionless. */
  readonly values: Float64Array
}

/**
 * Assemble this rank's rows of `I - step * div(g(|grad z|) grad)`, the matrix of one implicit step of edge-preserving smoothing.
 *
 * Not collective.
 *
 * @param z         Elevations of the own cells and the frame around them, metres.
 * @param spacing   Edge of a cell, metres.
 * @returns         One row per own cell: five-point finite volumes with one conductance per face, none through the border
 *                  of the grid. The matrix is symmetric positive definite, and each row sums to 1, so that a step neither
 *                  makes nor loses ground.
 * @see source: P. Perona and J. Malik, Scale-space and edge detection using anisotropic diffusion, IEEE PAMI 12 (1990),
 * 629-639, the second of its conductances, g(s) = 1 / (1 + (s / K)^2); the semi-implicit step is that of J. Weickert,
 * Anisotropic Diffusion in Image Processing (1998).
 */
export function assembleRows(z: FramedBlock, spacing: number, smoothing: Smoothing): Triplets {
  const [lastRow, lastColumn] = [z.shape[0] - 1, z.shape[1] - 1]
  const weight = smoothing.step / spacing ** 2
  const rows = new Int32Array(5 * z.size)
  const cols = new Int32Array(5 * z.size)
  const values = new Float64Array(5 * z.size)
  let n = 0
  const push = (row: number, col: number, value: number): void => {
    rows[n] = row
    cols[n] = col
    values[n++] = value
  }
  for (let i = z.rows.start; i < z.rows.stop; i++)
    for (let j = z.columns.start; j < z.columns.stop; j++) {
      const own = i * z.shape[1] + j
      // A face is named by the cell above or left of it, so both of its cells compute the same bits.
      const north = i > 0 ? weight * conductance(slopeBelow(z, i - 1, j, spacing), smoothing) : 0
      const south = i < lastRow ? weight * conductance(slopeBelow(z, i, j, spacing), smoothing) : 0
      const west = j > 0 ? weight * conductance(slopeRight(z, i, j - 1, spacing), smoothing) : 0
      const east = j < lastColumn ? weight * conductance(slopeRight(z, i, j, spacing), smoothing) : 0
      if (i > 0) push(own, own - z.shape[1], -north)
      if (j > 0) push(own, own - 1, -west)
      push(own, own, 1 + north + south + west + east)
      if (j < lastColumn) push(own, own + 1, -east)
      if (i < lastRow) push(own, own + z.shape[1], -south)
    }
  return { rows: rows.subarray(0, n), cols: cols.subarray(0, n), values: values.subarray(0, n) }
}

/** Perona and Malik's second conductance, between 0 and 1. */
function conductance(slopeSquared: number, { edgeSlope }: Smoothing): number {
  return 1 / (1 + slopeSquared / edgeSlope ** 2)
}

/** Squared slope in the middle of the face between cells (i, j) and (i + 1, j). */
function slopeBelow(z: FramedBlock, i: number, j: number, spacing: number): number {
  const across = (z.at(i + 1, j) - z.at(i, j)) / spacing
  const along = (z.at(i, j + 1) + z.at(i + 1, j + 1) - z.at(i, j - 1) - z.at(i + 1, j - 1)) / (4 * spacing)
  return across ** 2 + along ** 2
}

/** Squared slope in the middle of the face between cells (i, j) and (i, j + 1). */
function slopeRight(z: FramedBlock, i: number, j: number, spacing: number): number {
  const across = (z.at(i, j + 1) - z.at(i, j)) / spacing
  const along = (z.at(i + 1, j) + z.at(i + 1, j + 1) - z.at(i - 1, j) - z.at(i - 1, j + 1)) / (4 * spacing)
  return across ** 2 + along ** 2
}
