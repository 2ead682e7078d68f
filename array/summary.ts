import type { DType } from '../protocol/dtype.js'
import { product } from '../protocol/integers.js'
import type { Element } from './element.js'
import { indicesOf } from './indices.js'
import { elementFormat } from './summary-format.js'

/** A larger array is shown by its corners. */
const threshold = 1000
/** How many of the first and of the last indices of a dimension are shown then. */
const edgeItems = 3
const lineWidth = 75

/**
 * Return how many of the first and the last indices of every dimension the text of an array shows.
 *
 * Not collective.
 *
 * @returns Infinity when it shows all.
 */
export function shownEdge(shape: readonly number[]): number {
  return product(shape) > threshold ? edgeItems : Number.POSITIVE_INFINITY
}

/**
 * Return the indices of one dimension that the text of an array shows, ascending.
 *
 * Not collective.
 */
export function shownIndices(extent: number, edge: number): number[] {
  if (extent <= 2 * edge) return Array.from({ length: extent }, (_, i) => i)
  return [...Array.from({ length: edge }, (_, i) => i), ...Array.from({ length: edge }, (_, i) => extent - edge + i)]
}

/**
 * Write an array's values as NumPy prints them: nested rows, columns of one width, `...` for what a large array leaves out.
 *
 * Not collective.
 *
 * @param at The element at a global index; asked only for {@link shownIndices} of every dimension.
 * @example
 * summarize([2, 2], 'float64', ([i, j]) => i + j / 2) // => '[[0.  0.5]\n [1.  1.5]]'
 */
export function summarize(shape: readonly number[], dtype: DType, at: (index: readonly number[]) => Element): string {
  const size = product(shape)
  if (size === 0) return '[]'
  const edge = shownEdge(shape)
  const axes = shape.map((extent) => shownIndices(extent, edge))
  const elements: Element[] = []
  for (const place of indicesOf(axes.map(({ length }) => length))) elements.push(at(place.map((k, d) => axes[d]?.[k] as number)))
  const format = elementFormat(dtype, elements, shape.length)
  const words = elements.map(format)
  if (shape.length === 0) return words[0] as string
  return nested(words, shape, axes, ' ', lineWidth)
}

/** Text of the rows in `words` (row-major over `axes`), without the indent of its first line. */
function nested(
  words: readonly string[],
  shape: readonly number[],
  axes: readonly (readonly number[])[],
  indent: string,
  width: number,
): string {
  const [axis, ...inner] = axes as [readonly number[], ...(readonly number[])[]]
  const isCut = axis.length < (shape[0] as number)
  if (inner.length === 0) return `[${wrapped(isCut ? cut(words) : words, indent, width - 1)}]`
  const step = words.length / axis.length
  const rows = axis.map((_, k) => nested(words.slice(k * step, (k + 1) * step), shape.slice(1), inner, `${indent} `, width - 1))
  const separator = `${'\n'.repeat(inner.length)}${indent}`
  return `[${(isCut ? cut(rows) : rows).join(separator)}]`
}

function cut(items: readonly string[]): string[] {
  return [...items.slice(0, items.length / 2), '...', ...items.slice(items.length / 2)]
}

/** Words one after the other, on a new line where the next would pass `width`. */
function wrapped(words: readonly string[], indent: string, width: number): string {
  const lines: string[] = []
  let line = indent
  for (const word of words) {
    if (line.length > indent.length && line.length + word.length > width) {
      lines.push(line.trimEnd())
      line = indent
    }
    line += `${word} `
  }
  lines.push(line.slice(0, -1))
  return lines.join('\n').slice(indent.length)
}
