import type { Data, Mark } from 'vega'
import type { ContourGrid } from './coarsen.js'
import { ink } from './picture-style.js'

/** Data source of filled contours in pixels: one row per threshold, lowest first. */
export function contourData(name: string, grid: ContourGrid, thresholds: readonly number[], width: number): Data {
  return {
    name,
    values: [grid],
    transform: [{ type: 'isocontour', scale: width / grid.width, thresholds: [...thresholds], zero: false, smooth: true }],
  }
}

/** Filled contours; each level paints over the lower ones. The scale `elevation` colours them. */
export function filledContours(data: string): Mark {
  return {
    type: 'path',
    from: { data },
    encode: {
      enter: {
        fill: { scale: 'elevation', field: 'contour.value' },
        stroke: { value: ink.title },
        strokeOpacity: { value: 0.35 },
        strokeWidth: { signal: 'datum.contour.value % 10 === 0 ? 0.7 : 0.25' },
      },
    },
    transform: [{ type: 'geopath', field: 'datum.contour' }],
  }
}

/** Contour lines only. */
export function contourLines(data: string): Mark {
  return {
    type: 'path',
    from: { data },
    encode: { enter: { stroke: { value: ink.title }, strokeOpacity: { value: 0.5 }, strokeWidth: { value: 0.5 } } },
    transform: [{ type: 'geopath', field: 'datum.contour' }],
  }
}
