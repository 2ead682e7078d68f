import { ExpressionError } from '../errors.js'

/** The text of a template as it is shown: interpolated values stand as `${0}`, `${1}` and so on. Positions count in this text. */
export class SourceText {
  readonly text: string
  readonly parts: readonly string[]
  /** Where each part begins. */
  readonly starts: readonly number[]

  /** @param parts The strings around the values, as they were written. */
  constructor(parts: readonly string[]) {
    this.parts = parts
    const starts: number[] = []
    let text = ''
    for (const [k, part] of parts.entries()) {
      if (k > 0) text += placeholder(k - 1)
      starts.push(text.length)
      text += part
    }
    this.text = text
    this.starts = starts
  }

  /** Show the line of a position, and the place in it. */
  pointAt(position: number): string {
    const start = this.text.lastIndexOf('\n', position - 1) + 1
    const stop = this.text.indexOf('\n', position)
    const line = this.text.slice(start, stop === -1 ? this.text.length : stop)
    // What is written before the place keeps its tabs, so that the caret is below it.
    return `  ${line}\n  ${line.slice(0, position - start).replace(/[^\t]/g, ' ')}^`
  }

  /** The error for a position. */
  error(message: string, position: number): ExpressionError {
    const part = Math.max(
      0,
      this.starts.findLastIndex((start) => start <= position),
    )
    const offset = Math.min(position - (this.starts[part] as number), (this.parts[part] as string).length)
    return new ExpressionError(`${message}\n${this.pointAt(position)}`, { part, offset })
  }
}

/** How the k-th interpolated value is shown. */
export function placeholder(k: number): string {
  return `\${${k}}`
}
