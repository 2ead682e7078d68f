import type { Range } from './framed-block.js'

/** What one rank owns. */
export interface OwnedPart {
  readonly rank: number
  /** Own global indices. */
  readonly rows: Range
  readonly columns: Range
}

/** Everything the picture shows. */
export interface PictureContent {
  /** `[rows, columns]`. */
  readonly shape: readonly [number, number]
  /** Edge of a cell, metres. */
  readonly spacing: number
  /** Metres, row-major, shape `shape`. */
  readonly before: Float64Array
  /** Metres, row-major, shape `shape`. */
  readonly after: Float64Array
  readonly owners: readonly OwnedPart[]
  /** Lines under the title. */
  readonly subtitle: readonly string[]
}
