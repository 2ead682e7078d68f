import { FormatError } from '../../bindings/errors.js'

/** What a literal of the accepted subset stands for: dictionaries with string keys, sequences, strings, integers, booleans, None. */
export type Literal = ReadonlyMap<string, Literal> | readonly Literal[] | string | number | boolean | null

const token = /\s*(?:('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(-?\d+)L?|(True|False|None)\b|([{}()[\]:,]))/y
const words: { readonly [word: string]: boolean | null } = { True: true, False: false, None: null }
const maxDepth = 8

/**
 * Read a Python literal of the kind that headers of NumPy files are made of, and nothing else.
 *
 * Not collective.
 *
 * @param text At most a few kilobytes; nested at most 8 deep.
 * @returns Tuples and lists as arrays. Escapes in strings stay as they are written: no dtype has one.
 * @throws {FormatError} Anything else, or something behind the literal.
 * @see source: The Python Language Reference, section 2.4 and 6.2.
 */
export function readLiteral(text: string): Literal {
  const reader = new LiteralReader(text)
  const value = reader.value(0)
  reader.end()
  return value
}

class LiteralReader {
  private _at = 0
  private readonly _text: string

  constructor(text: string) {
    this._text = text
  }

  value(depth: number): Literal {
    if (depth > maxDepth) throw this.error('a literal nested at most 8 deep')
    const [string, integer, word, sign] = this.next()
    if (string !== undefined) return string.slice(1, -1)
    if (integer !== undefined) return Number(integer)
    if (word !== undefined) return words[word]!
    if (sign === '{') return this.dictionary(depth)
    if (sign === '(') return this.items(')', depth)
    if (sign === '[') return this.items(']', depth)
    throw this.error('a value')
  }

  end(): void {
    if (this._text.slice(this._at).trim() !== '') throw this.error('nothing')
  }

  private dictionary(depth: number): Literal {
    const entries = new Map<string, Literal>()
    while (!this.skip('}')) {
      const key = this.value(depth + 1)
      if (typeof key !== 'string' || entries.has(key) || !this.skip(':')) throw this.error("a new key in quotes and ':'")
      entries.set(key, this.value(depth + 1))
      if (this.skip(',')) continue
      if (!this.skip('}')) throw this.error("',' or '}'")
      break
    }
    return entries
  }

  private items(close: ')' | ']', depth: number): Literal {
    const items: Literal[] = []
    while (!this.skip(close)) {
      items.push(this.value(depth + 1))
      if (this.skip(',')) continue
      if (!this.skip(close)) throw this.error(`',' or '${close}'`)
      break
    }
    return items
  }

  /** The next token, as [string, integer, word, sign] of which one is there. */
  private next(): (string | undefined)[] {
    token.lastIndex = this._at
    const match = token.exec(this._text)
    if (!match) throw this.error('a Python literal')
    this._at = token.lastIndex
    return match.slice(1)
  }

  /** Whether the next token is this sign, which is then read. */
  private skip(sign: string): boolean {
    const before = this._at
    if (this._text.slice(before).trim() !== '' && this.next()[3] === sign) return true
    this._at = before
    return false
  }

  private error(what: string): FormatError {
    return new FormatError(
      `Expected ${what} at character ${this._at} but received ${JSON.stringify(this._text.slice(this._at, this._at + 20))}`,
    )
  }
}
