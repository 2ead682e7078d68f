/** Values on a grid as the contour transform of the plotting library takes them: row-major, `height` rows of `width`. */
export interface ContourGrid {
  readonly width: number
  readonly height: number
  readonly values: readonly number[]
}

/**
 * Average square tiles of cells, so that a picture holds no more detail than it can show.
 *
 * Not collective.
 *
 * @param values  Row-major, shape [rows, columns].
 * @param shape   `[rows, columns]`.
 * @param largest Greatest number of columns of the result; tiles grow until it is kept. Tiles at the far border are cut off.
 */
export function coarsen(values: Float64Array, shape: readonly [number, number], largest: number): ContourGrid {
  const [rows, columns] = shape
  const tile = Math.ceil(columns / largest)
  const height = Math.ceil(rows / tile)
  const width = Math.ceil(columns / tile)
  const out = Array.from({ length: height * width }, (_, k) => {
    const top = Math.floor(k / width) * tile
    const left = (k % width) * tile
    const bottom = Math.min(top + tile, rows)
    const right = Math.min(left + tile, columns)
    let sum = 0
    for (let i = top; i < bottom; i++) for (let j = left; j < right; j++) sum += values[i * columns + j] as number
    return sum / ((bottom - top) * (right - left))
  })
  return { width, height, values: out }
}
