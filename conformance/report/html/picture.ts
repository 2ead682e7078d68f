import type { CaseSection, ConformanceCase } from '../../case.js'
import { escaped } from './text.js'

const cell = 14
const gap = 12

/**
 * Draw who holds what: a strip or a grid per rank, one square per element with its global index, ghosts hatched.
 *
 * @returns SVG; empty when there is nothing to draw: a case to refuse, or one with more than two dimensions or many elements.
 */
export function drawCase(one: ConformanceCase, failing: ReadonlySet<number>): string {
  if (one.sections.some(({ shape, globalIndices }) => globalIndices.length !== shape.length || shape.length > 2 || shape.length === 0))
    return ''
  const panels = one.sections.map(panelOf)
  if (panels.some(({ width, height }) => width > 40 || height > 20)) return ''
  const label = 44
  let x = 0
  let y = 0
  let line = 0
  let right = 0
  const parts = panels.map((panel, rank) => {
    const width = label + Math.max(panel.width, 1) * cell + gap
    const height = Math.max(panel.height, 1) * cell + gap
    if (x > 0 && x + width > 640) {
      x = 0
      y += line
      line = 0
    }
    const part = `<g transform="translate(${x} ${y})">${drawPanel(panel, rank, failing.has(rank), label)}</g>`
    x += width
    line = Math.max(line, height)
    right = Math.max(right, x)
    return part
  })
  return `<svg class="picture" width="${right}" height="${y + line}" role="img" aria-label="Which rank holds which global indices">${parts.join('')}</svg>`
}

interface Panel {
  width: number
  height: number
  squares: { x: number; y: number; text: string; isGhost: boolean }[]
}

function panelOf(section: CaseSection): Panel {
  const rows = section.shape.length === 2 ? section.globalIndices[0]! : [0]
  const columns = section.globalIndices.at(-1)!
  const ghostRows = section.shape.length === 2 ? ghostsOf(section, 0) : new Set<number>()
  const ghostColumns = ghostsOf(section, section.shape.length - 1)
  const squares = rows.flatMap((row, i) =>
    columns.map((column, j) => ({
      x: j,
      y: i,
      text: section.shape.length === 2 ? `${row}, ${column}` : String(column),
      isGhost: ghostRows.has(i) || ghostColumns.has(j),
    })),
  )
  return { width: columns.length, height: rows.length, squares }
}

/** Local positions along a dimension that are copies of what a neighbour owns. */
function ghostsOf({ dim_data, shape }: CaseSection, d: number): Set<number> {
  const { padding, proc_grid_rank: p = 0, proc_grid_size: processes = 1 } = dim_data[d]!
  if (!Array.isArray(padding)) return new Set()
  const extent = shape[d]!
  const low = Number(p) > 0 ? Number(padding[0]) : 0
  const high = Number(p) < Number(processes) - 1 ? Number(padding[1]) : 0
  return new Set(Array.from({ length: extent }, (_, i) => i).filter((i) => i < low || i >= extent - high))
}

function drawPanel({ squares }: Panel, rank: number, isFailing: boolean, label: number): string {
  const name = `<text class="${isFailing ? 'bad' : ''}" x="0" y="${cell - 3}">rank ${rank}</text>`
  if (squares.length === 0) return `${name}<text class="none" x="${label}" y="${cell - 3}">–</text>`
  const drawn = squares.map(({ x, y, text, isGhost }) => {
    const rectangle = `<rect class="r${rank % 7}${isGhost ? ' ghost' : ''}" x="${label + x * cell}" y="${y * cell}" width="${cell - 1}" height="${cell - 1}"/>`
    const title = `<title>${escaped(`global index ${text}${isGhost ? ', a ghost' : ''}`)}</title>`
    const number =
      text.length <= 2 ? `<text class="g" x="${label + x * cell + (cell - 1) / 2}" y="${y * cell + 10}">${escaped(text)}</text>` : ''
    return `<g>${title}${rectangle}${number}</g>`
  })
  return name + drawn.join('')
}
