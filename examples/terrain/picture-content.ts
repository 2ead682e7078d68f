/** What one rank owns. */
export interface OwnedPart {
  readonly rank: number
  /** Own global indices, half-open `[start, stop]`. */
  readonly rows: readonly [number, number]
  readonly columns: readonly [number, number]
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
  /** One line under the title. */
  readonly subtitle: string
}
