import type { GroupMark } from 'vega'
import type { ContourGrid } from './coarsen.js'
import { contourData, filledContours } from './contours.js'
import { frame, groundAxes, groundScales, type PanelBox, panelTitle } from './panel.js'
import { elevationColours } from './picture-style.js'

/** One map: filled contours every 5 m, lines every 10 m stronger. */
export function mapPanel(map: PanelBox & { name: string; title: string; grid: ContourGrid }): GroupMark {
  const lowest = Math.floor(Math.min(...map.grid.values) / 5) * 5
  const highest = Math.max(...map.grid.values)
  const thresholds: number[] = []
  for (let level = lowest; level <= highest; level += 5) thresholds.push(level)
  return {
    ...frame(map, elevationColours[0]),
    name: map.name,
    title: panelTitle(map.title),
    data: [contourData(`${map.name}-contours`, map.grid, thresholds, map.width)],
    scales: groundScales(map),
    axes: groundAxes,
    marks: [filledContours(`${map.name}-contours`)],
  }
}
