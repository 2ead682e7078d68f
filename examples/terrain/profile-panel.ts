import type { GroupMark, Mark } from 'vega'
import { frame, type PanelBox, panelTitle } from './panel.js'
import type { PictureContent } from './picture-content.js'
import { profileColours } from './picture-style.js'

/** Elevation along the row through the middle of the ground, before and after. */
export function profilePanel(panel: PanelBox & { content: PictureContent }): GroupMark {
  const { shape, spacing, before, after } = panel.content
  const row = Math.floor(shape[0] / 2)
  const cut = (grid: Float64Array) =>
    Array.from(grid.subarray(row * shape[1], (row + 1) * shape[1]), (z, j) => ({ x: (j + 0.5) * spacing, z }))
  return {
    ...frame(panel, undefined),
    title: panelTitle(`Profile from left to right at ${Math.round((row + 0.5) * spacing)} m`),
    data: [
      { name: 'profile-before', values: cut(before) },
      { name: 'profile-after', values: cut(after) },
    ],
    scales: [
      { name: 'x', type: 'linear', domain: [0, panel.ground[0]], range: [0, panel.width] },
      { name: 'z', type: 'linear', domain: [90, 200], zero: false, range: [panel.height, 0] },
      { name: 'line', type: 'ordinal', domain: ['before', 'after'], range: [profileColours.before, profileColours.after] },
    ],
    axes: [
      { orient: 'left', scale: 'z', title: 'elevation (m)', grid: true, tickCount: 8 },
      { orient: 'bottom', scale: 'x', title: 'metres', tickCount: 9 },
    ],
    legends: [{ stroke: 'line', symbolType: 'stroke', symbolStrokeWidth: 3, orient: 'top-right', direction: 'vertical' }],
    marks: [line('profile-before', profileColours.before, 3), line('profile-after', profileColours.after, 1.75)],
  }
}

function line(data: string, colour: string, strokeWidth: number): Mark {
  return {
    type: 'line',
    from: { data },
    encode: {
      enter: {
        x: { scale: 'x', field: 'x' },
        y: { scale: 'z', field: 'z' },
        stroke: { value: colour },
        strokeWidth: { value: strokeWidth },
        strokeJoin: { value: 'round' },
      },
    },
  }
}
