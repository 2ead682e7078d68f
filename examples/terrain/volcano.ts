import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Elevations on a regular grid of square cells, row-major. */
export interface ElevationGrid {
  /** Number of cells `[rows, columns]`. */
  readonly shape: readonly [number, number]
  /** Edge of a cell, metres. */
  readonly spacing: number
  /** Metres above sea level, shape [rows, columns]. */
  readonly values: ArrayLike<number>
}

/**
 * Read the elevation grid of Maunga Whau (Mt Eden), one of about fifty volcanoes in the Auckland field.
 *
 * Not collective.
 *
 * @returns 61 x 87 cells of 10 m x 10 m, whole metres.
 * @see source: Ross Ihaka digitised it from a topographic map; R publishes it as `datasets::volcano`, the npm package
 * `vega-datasets` as `data/volcano.json`.
 */
export function readVolcano(): ElevationGrid {
  // The package exports its code only; the data folder lies beside it.
  const entry = createRequire(import.meta.url).resolve('vega-datasets')
  const file = join(dirname(entry), '..', 'data', 'volcano.json')
  const { width, height, values } = JSON.parse(readFileSync(file, 'utf8')) as { width: number; height: number; values: number[] }
  return { shape: [height, width], spacing: 10, values }
}
