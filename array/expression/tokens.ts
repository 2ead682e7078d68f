import type { WeakScalar } from '../dtypes/weak-scalar.js'
import { placeholder, type SourceText } from './source-text.js'

/** A word of an expression. `at` and `end` are positions in the text. */
export type Token =
  | { readonly kind: 'number'; readonly at: number; readonly end: number; readonly value: WeakScalar; readonly isFloat: boolean }
  | { readonly kind: 'name' | 'symbol'; readonly at: number; readonly end: number; readonly text: string }
  | { readonly kind: 'value'; readonly at: number; readonly end: number; readonly place: number }
  | { readonly kind: 'end'; readonly at: number; readonly end: number }

const digits = '\\d+(?:_\\d+)*'
const exponent = `(?:[eE][+-]?${digits})`
const patterns = {
  space: /\s+/y,
  radix: /0(?:[xX][\da-fA-F]+(?:_[\da-fA-F]+)*|[oO][0-7]+(?:_[0-7]+)*|[bB][01]+(?:_[01]+)*)/y,
  number: new RegExp(`(?:${digits}(\\.(?:${digits})?)?|(\\.${digits}))(${exponent})?([jJ])?`, 'y'),
  name: /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y,
  // Longer ones first. Those of JavaScript that mean nothing here are words too, so that the message can name them.
  symbol: /===|!==|\*\*|\/\/|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^~<>(),=!?:;@[\]{}'"`.]/y,
}

/** What to write in the place of symbols that have no meaning. */
const advice: Readonly<Record<string, string>> = {
  '&&': 'use &, with parentheses around comparisons',
  '||': 'use |, with parentheses around comparisons',
  '!': 'use ~',
  '===': 'use ==',
  '!==': 'use !=',
  '?': 'use where(condition, a, b)',
  ':': 'use where(condition, a, b)',
  '@': 'matrix products are no elementwise operation; use matmul outside of the expression',
  '[': 'select elements outside of the expression',
  "'": 'a dtype is written without quotes, as in astype(x, float32)',
  '"': 'a dtype is written without quotes, as in astype(x, float32)',
}

/**
 * Split the text of an expression into words.
 *
 * Not collective.
 *
 * @throws {ExpressionError} A character that has no meaning, or a malformed number.
 */
export function tokenize(source: SourceText): Token[] {
  const tokens: Token[] = []
  for (const [k, part] of source.parts.entries()) {
    const start = source.starts[k] as number
    if (k > 0) tokens.push({ kind: 'value', at: start - placeholder(k - 1).length, end: start, place: k - 1 })
    for (let at = 0; at < part.length; ) {
      const token = next(source, part, at, start)
      if (token) tokens.push(token)
      at = token ? token.end - start : at + (match(patterns.space, part, at)?.[0].length as number)
    }
  }
  const end = source.text.trimEnd().length
  tokens.push({ kind: 'end', at: end, end })
  return tokens
}

/** @returns Undefined for space. */
function next(source: SourceText, part: string, at: number, start: number): Token | undefined {
  if (match(patterns.space, part, at)) return undefined
  const place = (text: string): { at: number; end: number } => ({ at: start + at, end: start + at + text.length })
  const number = readNumber(part, at)
  if (number) {
    const follows = part[at + number.text.length] ?? ''
    if (/[\w.]/.test(follows))
      throw source.error(`Expected an operator after the number ${number.text} but received '${follows}'`, start + at + number.text.length)
    return { kind: 'number', ...place(number.text), value: number.value, isFloat: number.isFloat }
  }
  const name = match(patterns.name, part, at)
  if (name) return { kind: 'name', ...place(name[0]), text: name[0] }
  const symbol = match(patterns.symbol, part, at)?.[0]
  const hint = symbol === undefined ? undefined : advice[symbol]
  if (hint !== undefined) throw source.error(`'${symbol}' has no meaning in an expression: ${hint}`, start + at)
  if (symbol !== undefined && !'{}];`.'.includes(symbol)) return { kind: 'symbol', ...place(symbol), text: symbol }
  const character = symbol ?? String.fromCodePoint(part.codePointAt(at) as number)
  throw source.error(`'${character}' has no meaning in an expression`, start + at)
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function readNumber(part: string, at: number): { text: string; value: WeakScalar; isFloat: boolean } | undefined {
  const radix = match(patterns.radix, part, at)
  if (radix) return { text: radix[0], value: integer(radix[0]), isFloat: false }
  const found = match(patterns.number, part, at)
  if (!found) return undefined
  const [text, point, fraction, power, imaginary] = found
  const plain = text.replaceAll('_', '')
  if (imaginary) return { text, value: { re: 0, im: Number.parseFloat(plain) }, isFloat: false }
  const isFloat = point !== undefined || fraction !== undefined || power !== undefined
  return { text, value: isFloat ? Number(plain) : integer(plain), isFloat }
}

/** Exact, whatever its size. */
function integer(text: string): number | bigint {
  const value = BigInt(text.replaceAll('_', '').replace(/^0+(?=\d)/, ''))
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}
