import { gridRankOf } from '../grid.js'
import { product } from '../integers.js'

/** A range in every dimension: the first index and the number of indices, shape [ndim] each. */
export interface Box {
  readonly start: readonly number[]
  readonly shape: readonly number[]
}

/** A process grid whose parts are boxes. */
export interface BoxGrid {
  /** Bounds of each dimension's ranges. */
  readonly bounds: number[][]
  /** The box at each place of the grid, in row-major order. */
  readonly boxes: number[]
}

/**
 * Find the grid that boxes make together, whatever their order.
 *
 * Not collective.
 *
 * @param boxes Boxes that are not empty.
 * @param shape Extents of the whole.
 * @returns     The grid, or in words why they make none.
 */
export function gridOfBoxes(boxes: readonly Box[], shape: readonly number[]): BoxGrid | string {
  const bounds = shape.map((extent, d) => {
    const starts = [...new Set(boxes.map(({ start }) => start[d]!))].sort((a, b) => a - b)
    return [...starts, extent]
  })
  const gridShape = bounds.map((bound) => bound.length - 1)
  if (product(gridShape) !== boxes.length || bounds.some((bound) => bound[0] !== 0))
    return `${boxes.length} parts do not fill a grid of ${gridShape.join(' x ')} ranges that begin at 0`
  const places = new Array<number>(boxes.length).fill(-1)
  for (const [b, { start, shape: extents }] of boxes.entries()) {
    const coords = start.map((first, d) => bounds[d]!.indexOf(first))
    const isCell = extents.every((extent, d) => bounds[d]![coords[d]!]! + extent === bounds[d]![coords[d]! + 1])
    if (!isCell) return `part ${b} does not end where its neighbours begin`
    const place = gridRankOf(coords, gridShape)
    if (places[place] !== -1) return `parts ${places[place]} and ${b} begin at the same indices`
    places[place] = b
  }
  return { bounds, boxes: places }
}
