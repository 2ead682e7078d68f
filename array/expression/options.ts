import { type DType, dtypes, isDType } from '../../protocol/dtype.js'
import type { SourceText } from './source-text.js'
import type { Token } from './tokens.js'
import { canonicalName, type Meaning } from './vocabulary.js'

/** The words that are left. */
export interface Words {
  readonly source: SourceText
  peek(): Token
  take(): Token
}

/**
 * Read the arguments of a function that are given by name: `axis=(0, 1), keepdims=true`.
 *
 * Not collective.
 *
 * @param name As the text has the function.
 * @throws {ExpressionError} The function has no such argument, or the value is none for it.
 */
export function readOptions(words: Words, name: string, { options: known }: Meaning): Record<string, unknown> {
  const options: Record<string, unknown> = {}
  for (let token = words.peek(); token.kind === 'name'; token = words.peek()) {
    words.take()
    const option = canonicalName(token.text)
    if (!known.includes(option)) {
      const has = known.length > 0 ? `has ${known.join(', ')}` : 'has none'
      throw words.source.error(`There is no argument '${token.text}' of ${name}, which ${has}`, token.at)
    }
    if (Object.hasOwn(options, option)) throw words.source.error(`Expected '${token.text}' once but received it twice`, token.at)
    words.take() // the sign of equality, which made it an option
    options[option] = readValue(words, option)
    const comma = words.peek()
    if (comma.kind !== 'symbol' || comma.text !== ',') break
    words.take()
  }
  return options
}

function readValue(words: Words, option: string): unknown {
  const token = words.take()
  if (option === 'axis') return readAxis(words, token)
  if (option === 'dtype') return readDType(words, token)
  if (option === 'keepdims' || option === 'equalNaN') {
    const isTrue = token.kind === 'name' && token.text.toLowerCase()
    if (isTrue !== 'true' && isTrue !== 'false') throw words.source.error(`Expected true or false for ${option}`, token.at)
    return isTrue === 'true'
  }
  return readNumber(words, token, option)
}

function readDType(words: Words, token: Token): DType {
  const text = token.kind === 'name' ? token.text : ''
  if (!isDType(text)) throw words.source.error(`Expected a dtype, one of ${dtypes.join(' ')}`, token.at)
  return text
}

function readAxis(words: Words, token: Token): number | number[] | undefined {
  if (token.kind === 'name' && /^(none|null)$/i.test(token.text)) return undefined
  if (token.kind !== 'symbol' || token.text !== '(') return readInteger(words, token)
  const axes: number[] = []
  for (let next = words.take(); next.kind !== 'symbol' || next.text !== ')'; next = words.take()) {
    axes.push(readInteger(words, next))
    const comma = words.peek()
    if (comma.kind === 'symbol' && comma.text === ',') words.take()
    else if (comma.kind !== 'symbol' || comma.text !== ')') throw words.source.error("Expected ',' or ')' in the list of axes", comma.at)
  }
  return axes
}

function readInteger(words: Words, token: Token): number {
  const value = readNumber(words, token, 'axis')
  if (!Number.isInteger(value)) throw words.source.error('Expected an integer, a list of integers like (0, 1), or none for axis', token.at)
  return value
}

function readNumber(words: Words, token: Token, option: string): number {
  if (token.kind === 'symbol' && token.text === '-') return -readNumber(words, words.take(), option)
  if (token.kind === 'number' && typeof token.value === 'number') return token.value
  if (token.kind === 'name' && token.text === 'inf') return Number.POSITIVE_INFINITY
  if (token.kind === 'name' && token.text === 'nan') return Number.NaN
  throw words.source.error(`Expected a number for ${option}`, token.at)
}
