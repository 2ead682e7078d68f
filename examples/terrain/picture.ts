import { parse, type Spec, View } from 'vega'
import { coarsen } from './coarsen.js'
import { mapPanel } from './map-panel.js'
import { ownerPanel } from './owner-panel.js'
import type { PictureContent } from './picture-content.js'
import { elevationColours, font, ink, layout } from './picture-style.js'
import { profilePanel } from './profile-panel.js'
import { shortenPath } from './svg-path.js'

/**
 * Draw the terrain before and after smoothing, who owns which part, and a profile through the crater.
 *
 * Not collective: call it on the rank that has the whole arrays.
 *
 * @param detail Greatest number of columns of the grid that the contours are drawn from; halving it halves the size of the document.
 * @returns      An SVG document.
 */
export async function drawPicture(content: PictureContent, detail = 348): Promise<string> {
  const view = new View(parse(pictureSpec(content, detail)), { renderer: 'none' })
  const svg = await view.toSVG()
  view.finalize()
  return svg.replace(/ d="([^"]*)"/g, (_, data: string) => ` d="${shortenPath(data)}"`)
}

function pictureSpec(content: PictureContent, detail: number): Spec {
  const [rows, columns] = content.shape
  const width = layout.panelWidth
  const height = Math.round((width * rows) / columns)
  const ground: [number, number] = [columns * content.spacing, rows * content.spacing]
  const before = coarsen(content.before, content.shape, detail)
  const after = coarsen(content.after, content.shape, detail)
  const below = height + layout.gap + layout.headroom
  const right = width + layout.gap
  const box = { width, height, ground }
  return {
    $schema: 'https://vega.github.io/schema/vega/v6.json',
    description: 'Maunga Whau before and after one implicit step of edge-preserving smoothing',
    background: 'white',
    // The plotting library only guesses how wide a text is; leave room for titles, axes and legend by hand.
    autosize: { type: 'none' },
    padding: { left: 66, right: 124, top: 146, bottom: 60 },
    width: 2 * width + layout.gap,
    height: below + height,
    config: { text: { font }, axis: axisConfig, legend: legendConfig, title: { font, anchor: 'start', color: ink.title } },
    title: {
      text: 'Maunga Whau, smoothed without losing its crater rim',
      subtitle: [...content.subtitle],
      fontSize: 22,
      subtitleFontSize: 14,
      subtitleFont: font,
      subtitleColor: ink.text,
      subtitlePadding: 6,
      offset: layout.headroom + 6,
    },
    scales: [
      {
        name: 'elevation',
        type: 'linear',
        domain: elevationColours.map((_, k) => 95 + (k * 100) / (elevationColours.length - 1)),
        range: [...elevationColours],
        zero: false,
        interpolate: 'lab',
        clamp: true,
      },
    ],
    legends: [
      {
        fill: 'elevation',
        type: 'gradient',
        orient: 'right',
        title: 'elevation (m)',
        gradientLength: height - 18, // the title above it is part of the legend
        gradientThickness: 14,
        tickCount: 10,
        offset: 20,
      },
    ],
    marks: [
      mapPanel({ name: 'before', title: 'Before: as measured, whole metres every 10 m', grid: before, x: 0, y: 0, ...box }),
      mapPanel({ name: 'after', title: 'After: flat ground smoothed, steep edges kept', grid: after, x: right, y: 0, ...box }),
      ownerPanel({ owners: content.owners, shape: content.shape, grid: after, x: 0, y: below, ...box }),
      profilePanel({ content, x: right, y: below, ...box }),
    ],
  }
}

const axisConfig = {
  labelFont: font,
  titleFont: font,
  labelColor: ink.text,
  titleColor: ink.text,
  titleFontWeight: 'normal',
  labelFontSize: 11,
  titleFontSize: 12,
  domainColor: ink.faint,
  tickColor: ink.faint,
  gridColor: ink.grid,
} as const

const legendConfig = {
  labelFont: font,
  titleFont: font,
  labelColor: ink.text,
  titleColor: ink.text,
  titleFontWeight: 'normal',
  labelFontSize: 11,
  titleFontSize: 12,
} as const
