import { closest } from '../../protocol/closest.js'
import { type DType, dtypes, isDType } from '../../protocol/dtype.js'
import type { WeakScalar } from '../dtypes/weak-scalar.js'
import { comparisonPower, infixes, prefixes, prefixPower } from './grammar.js'
import { readOptions } from './options.js'
import type { SourceText } from './source-text.js'
import { type Token, tokenize } from './tokens.js'
import { constantNames, functionNames, type Meaning, meaningOf } from './vocabulary.js'

/** What the words of an expression say, operands before what is done with them. `at` is a position in the text. */
export type Instruction =
  | { readonly kind: 'scalar'; readonly at: number; readonly value: WeakScalar; readonly isFloat: boolean }
  | { readonly kind: 'value'; readonly at: number; readonly place: number }
  | { readonly kind: 'operation'; readonly at: number; readonly name: string; readonly count: number }
  | {
      readonly kind: 'composed' | 'reduction'
      readonly at: number
      readonly name: string
      readonly count: number
      readonly options: Options
    }
  | { readonly kind: 'cast'; readonly at: number; readonly dtype: DType }

/** Arguments that are given by name. */
export type Options = Readonly<Record<string, unknown>>

/** Parentheses and powers inside each other, before the text is refused. */
const deepest = 256

/**
 * Parse the text of an expression.
 *
 * Not collective.
 *
 * @throws {ExpressionError} The text is no expression; the message shows where.
 */
export function parse(source: SourceText): readonly Instruction[] {
  return new Parser(source).parse()
}

/** Reads words and puts down instructions, by the powers of operators. Source: Pratt, "Top down operator precedence", 1973. */
class Parser {
  readonly tokens: readonly Token[]
  private _next = 0
  private _depth = 0
  private readonly _code: Instruction[] = []

  constructor(readonly source: SourceText) {
    this.tokens = tokenize(source)
  }

  parse(): readonly Instruction[] {
    if (this.peek().kind === 'end') throw this.source.error('Expected an expression but received none', this.peek().at)
    this.expression(0)
    const token = this.peek()
    if (token.kind !== 'end')
      throw this.unexpected(token, this.isSymbol(')') ? "an operator or the end, as no '(' is open," : 'an operator')
    return this._code
  }

  /** An expression whose operators bind at least so tightly. */
  private expression(least: number): void {
    if (++this._depth > deepest) throw this.source.error(`Expected at most ${deepest} expressions inside each other`, this.peek().at)
    this.operand()
    for (let infix = this.infix(); infix && infix.power >= least; infix = this.infix()) {
      const { at } = this.take()
      this.expression(infix.right)
      this._code.push({ kind: 'operation', at, name: infix.operation, count: 2 })
      const following = this.infix()
      if (infix.power === comparisonPower && following?.power === comparisonPower)
        throw this.source.error('Comparisons cannot be chained: write (a < b) & (b < c)', this.peek().at)
    }
    this._depth--
  }

  private infix(): ReturnType<typeof infixes.get> {
    const token = this.peek()
    return token.kind === 'symbol' ? infixes.get(token.text) : undefined
  }

  private operand(): void {
    const token = this.take()
    switch (token.kind) {
      case 'number':
        this._code.push({ kind: 'scalar', at: token.at, value: token.value, isFloat: token.isFloat })
        return
      case 'value':
        this._code.push({ kind: 'value', at: token.at, place: token.place })
        return
      case 'name':
        if (this.isSymbol('(')) this.call(token.text, token.at)
        else this.constant(token.text, token.at)
        return
      case 'symbol':
        this.symbol(token.text, token)
        return
      default:
        throw this.source.error('Expected an operand but the expression ends', token.at)
    }
  }

  private symbol(text: string, token: Token): void {
    const prefix = prefixes.get(text)
    if (prefix !== undefined) {
      this.expression(prefixPower)
      this._code.push({ kind: 'operation', at: token.at, name: prefix, count: 1 })
    } else if (text === '(') {
      this.expression(0)
      this.close(token.at)
    } else throw this.unexpected(token, 'an operand')
  }

  private constant(name: string, at: number): void {
    const value = constantNames.get(name)
    if (value !== undefined) {
      this._code.push({ kind: 'scalar', at, value, isFloat: typeof value === 'number' })
      return
    }
    const words: Readonly<Record<string, string>> = { and: '&', or: '|', not: '~' }
    const symbol = words[name]
    if (symbol !== undefined)
      throw this.source.error(`'${name}' has no meaning in an expression: use ${symbol}, with parentheses around comparisons`, at)
    if (meaningOf(name)) throw this.source.error(`Expected '(' after the function ${name}`, at + name.length)
    const names = [...constantNames.keys()]
    const meant = closest(name, names)
    throw this.source.error(
      `Expected one of the constants ${names.join(' ')} but received '${name}'${meant ? `; did you mean '${meant}'?` : ''}; write arrays as \${${name}}`,
      at,
    )
  }

  private call(name: string, at: number): void {
    const meaning = meaningOf(name)
    if (!meaning) {
      const last = name.slice(name.lastIndexOf('.') + 1)
      const meant = meaningOf(last) ? last : closest(name, functionNames)
      throw this.source.error(`There is no function '${name}'${meant ? `; did you mean '${meant}'?` : ''}`, at)
    }
    const open = this.take()
    const count = this.positional(meaning, open.at)
    const options = readOptions({ source: this.source, take: () => this.take(), peek: () => this.peek() }, name, meaning)
    this.close(open.at)
    this.checkCount(name, meaning, count, at)
    if (meaning.kind === 'cast') {
      if (meaning.dtype !== undefined) this._code.push({ kind: 'cast', at, dtype: meaning.dtype })
    } else if (meaning.kind === 'operation') this._code.push({ kind: 'operation', at, name: meaning.name, count })
    else this._code.push({ kind: meaning.kind, at, name: meaning.name, count, options })
  }

  /** @returns The number of arguments that were given by their places. */
  private positional(meaning: Meaning, open: number): number {
    let count = 0
    while (!this.isSymbol(')') && !this.isOption()) {
      if (meaning.kind === 'cast' && meaning.dtype === undefined && count === 1) this.dtype()
      else this.expression(0)
      count++
      if (!this.isSymbol(',')) break
      this.take()
    }
    if (this.peek().kind === 'end') throw this.source.error("Expected ')' but the expression ends; it was opened here", open)
    return count
  }

  /** The second argument of astype. */
  private dtype(): void {
    const token = this.take()
    const text = token.kind === 'name' ? token.text : ''
    if (!isDType(text)) throw this.source.error(`Expected a dtype, one of ${dtypes.join(' ')}`, token.at)
    this._code.push({ kind: 'cast', at: token.at, dtype: text })
  }

  private isOption(): boolean {
    const after = this.tokens[this._next + 1]
    return this.peek().kind === 'name' && after?.kind === 'symbol' && after.text === '='
  }

  private checkCount(name: string, { kind, arity: [least, most] }: Meaning, count: number, at: number): void {
    if (count >= least && count <= most) return
    const isPair = kind === 'reduction' && count === 2 && (name === 'min' || name === 'max')
    const hint = isPair
      ? `; use ${name}imum(a, b) for the ${name}imum of two operands`
      : kind === 'reduction'
        ? '; the axis is given by name'
        : ''
    throw this.source.error(`Expected ${most} argument${most === 1 ? '' : 's'} for ${name} but received ${count}${hint}`, at)
  }

  private close(open: number): void {
    const token = this.take()
    if (token.kind === 'symbol' && token.text === ')') return
    if (token.kind === 'end') throw this.source.error("Expected ')' but the expression ends; it was opened here", open)
    throw this.unexpected(token, "an operator or ')'")
  }

  private unexpected(token: Token, what: string): Error {
    const hint = token.kind === 'symbol' && token.text === '=' ? "; equality is '=='" : ''
    return this.source.error(`Expected ${what} but received '${this.source.text.slice(token.at, token.end)}'${hint}`, token.at)
  }

  private isSymbol(text: string): boolean {
    const token = this.peek()
    return token.kind === 'symbol' && token.text === text
  }

  private peek(): Token {
    return this.tokens[this._next] as Token
  }

  private take(): Token {
    const token = this.peek()
    if (token.kind !== 'end') this._next++
    return token
  }
}
