import type { ElevationGrid } from './volcano.js'

/** A finer grid over the same ground, evaluated cell by cell so that each rank computes only what it owns. */
export interface RefinedGrid {
  /** Number of cells `[rows, columns]`. */
  readonly shape: readonly [number, number]
  /** Edge of a cell, metres. */
  readonly spacing: number
  /** Elevation at the centre of a cell, metres. */
  at(row: number, column: number): number
}

/**
 * Split every cell of `grid` into `factor` x `factor` cells, with bilinear interpolation between cell centres.
 *
 * Not collective.
 *
 * @param factor Positive integer.
 * @returns      A grid of `factor` times as many rows and columns. Outside the outermost centres of `grid` (half a cell
 *               along the border) the nearest centre's value is carried on.
 */
export function refine(grid: ElevationGrid, factor: number): RefinedGrid {
  const [rows, columns] = grid.shape
  const at = (row: number, column: number): number => {
    const y = clamp((row + 0.5) / factor - 0.5, rows - 1)
    const x = clamp((column + 0.5) / factor - 0.5, columns - 1)
    const top = Math.min(Math.floor(y), Math.max(rows - 2, 0))
    const left = Math.min(Math.floor(x), Math.max(columns - 2, 0))
    const bottom = Math.min(top + 1, rows - 1)
    const right = Math.min(left + 1, columns - 1)
    const value = (i: number, j: number): number => grid.values[i * columns + j] as number
    const upper = mix(value(top, left), value(top, right), x - left)
    const lower = mix(value(bottom, left), value(bottom, right), x - left)
    return mix(upper, lower, y - top)
  }
  return { shape: [rows * factor, columns * factor], spacing: grid.spacing / factor, at }
}

function mix(a: number, b: number, weight: number): number {
  return a + (b - a) * weight
}

function clamp(x: number, last: number): number {
  return Math.min(Math.max(x, 0), last)
}
