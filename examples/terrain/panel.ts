import type { Axis, GroupMark, Scale, Title } from 'vega'
import { ink } from './picture-style.js'

/** Where a panel lies in the picture (pixels) and how much ground it shows (metres, `[east-west side, north-south side]` of the data). */
export interface PanelBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly ground: readonly [number, number]
}

/** An empty group at the panel's place; axes and legends inside it take its size, not the whole picture's. */
export function frame(box: PanelBox, fill: string | undefined): GroupMark {
  return {
    type: 'group',
    signals: [
      { name: 'width', value: box.width },
      { name: 'height', value: box.height },
    ],
    encode: {
      enter: {
        x: { value: box.x },
        y: { value: box.y },
        width: { value: box.width },
        height: { value: box.height },
        fill: { value: fill ?? 'transparent' },
        stroke: { value: ink.faint },
      },
    },
  }
}

/** The title of one panel of the picture. */
export function panelTitle(text: string): Title {
  return { text, fontSize: 14, fontWeight: 'bold', offset: 8, frame: 'group' }
}

/** Metres along both sides of the ground; rows of the data run downwards. */
export function groundScales(box: PanelBox): Scale[] {
  return [
    { name: 'x', type: 'linear', domain: [0, box.ground[0]], range: [0, box.width] },
    { name: 'y', type: 'linear', domain: [0, box.ground[1]], range: [0, box.height] },
  ]
}

export const groundAxes: Axis[] = [
  { orient: 'bottom', scale: 'x', tickCount: 9, title: 'metres' },
  { orient: 'left', scale: 'y', tickCount: 6, title: 'metres' },
]
