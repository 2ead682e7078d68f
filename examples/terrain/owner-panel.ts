import type { GroupMark } from 'vega'
import type { ContourGrid } from './coarsen.js'
import { contourData, contourLines } from './contours.js'
import { frame, groundAxes, groundScales, type PanelBox, panelTitle } from './panel.js'
import type { OwnedPart } from './picture-content.js'
import { ink, rankColours } from './picture-style.js'

/** Parts smaller than this (pixels) show the rank's number only. */
const smallest = { width: 130, height: 64 }

/** Which rank owns which cells, over the contours of the ground. */
export function ownerPanel(
  panel: PanelBox & { owners: readonly OwnedPart[]; shape: readonly [number, number]; grid: ContourGrid },
): GroupMark {
  const [rows, columns] = panel.shape
  const parts = panel.owners
    .filter(({ rows: { start: top, stop: bottom }, columns: { start: left, stop: right } }) => bottom > top && right > left)
    .map(({ rank, rows: { start: top, stop: bottom }, columns: { start: left, stop: right } }) => ({
      colour: rankColours[rank % rankColours.length],
      left: (left / columns) * panel.width,
      right: (right / columns) * panel.width,
      top: (top / rows) * panel.height,
      bottom: (bottom / rows) * panel.height,
      label: `rank ${rank}`,
      detail: [`rows ${top} to ${bottom - 1}`, `columns ${left} to ${right - 1}`],
    }))
    .map((part) => (part.right - part.left < smallest.width || part.bottom - part.top < smallest.height ? { ...part, detail: [] } : part))
  const middle = { x: { signal: '(datum.left + datum.right) / 2' }, align: { value: 'center' } } as const
  return {
    ...frame(panel, undefined),
    title: panelTitle('Who owns which part'),
    data: [
      { name: 'parts', values: parts },
      contourData('owner-contours', panel.grid, [100, 110, 120, 130, 140, 150, 160, 170, 180, 190], panel.width),
    ],
    scales: groundScales(panel),
    axes: groundAxes,
    marks: [
      {
        type: 'rect',
        from: { data: 'parts' },
        encode: {
          enter: {
            x: { field: 'left' },
            x2: { field: 'right' },
            y: { field: 'top' },
            y2: { field: 'bottom' },
            fill: { field: 'colour' },
            fillOpacity: { value: 0.55 },
            stroke: { value: 'white' },
            strokeWidth: { value: 3 },
          },
        },
      },
      contourLines('owner-contours'),
      {
        type: 'text',
        from: { data: 'parts' },
        encode: {
          enter: {
            ...middle,
            y: { signal: '(datum.top + datum.bottom) / 2 - 12' },
            text: { field: 'label' },
            fontSize: { value: 20 },
            fontWeight: { value: 'bold' },
            fill: { value: ink.title },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'parts' },
        encode: {
          enter: {
            ...middle,
            y: { signal: '(datum.top + datum.bottom) / 2 + 8' },
            text: { field: 'detail' },
            lineHeight: { value: 16 },
            fontSize: { value: 12 },
            fill: { value: ink.title },
          },
        },
      },
    ],
  }
}
