import { ArgumentError, expected } from '../protocol/errors.js'
import { freeNames, readFunction } from './function-source.js'

/** A user's function as it is sent to engines. */
export interface UserFunction {
  /** Its own name; empty for an anonymous one. */
  readonly name: string
  /** A function expression. */
  readonly source: string
  /** The pushed variables that it uses, sorted. */
  readonly variables: readonly string[]
  /** Whether engines have to wait for what it returns. */
  readonly isAsync: boolean
}

const native = /\{\s*\[native code\]\s*\}\s*$/

/**
 * Take a function's text for sending, and make sure that it has there what it needs.
 *
 * Not collective. Sends nothing.
 *
 * @param fn     A function, an arrow function or a method, `async` or not.
 * @param pushed Names of the variables that the engines have.
 * @throws {ArgumentError} It is no function with a text of its own (native, bound, a class, a generator), or it uses variables that
 *                         are around it here and not on the engines; the message names them all.
 */
export function userFunction(fn: unknown, pushed: ReadonlySet<string> = new Set()): UserFunction {
  if (typeof fn !== 'function') throw new ArgumentError(expected('a function', 'fn', fn))
  const label = fn.name === '' ? 'the function' : `the function '${fn.name}'`
  const text = Function.prototype.toString.call(fn)
  if (native.test(text))
    throw new ArgumentError(
      `Expected a function with a text of its own but ${label} is native or bound; wrap it: (...args) => ${fn.name || 'f'}(...args)`,
    )
  const { source, isAsync } = readFunction(text, label)
  const free = freeNames(source)
  const missing = free.filter((name) => !pushed.has(name))
  if (missing.length > 0) throw new ArgumentError(missingMessage(label, missing))
  return { name: fn.name, source, variables: free, isAsync }
}

const keywords: ReadonlySet<string> = new Set(['this', 'arguments', 'import.meta'])
const commonJs: ReadonlySet<string> = new Set(['require', 'module', 'exports', '__filename', '__dirname'])

/** What is missing, and what to do about each kind. */
function missingMessage(label: string, missing: readonly string[]): string {
  const remedies: string[] = []
  const variables = missing.filter((name) => !keywords.has(name) && !commonJs.has(name))
  if (variables.length > 0)
    remedies.push(`pass ${variables.length === 1 ? 'it' : 'them'} as arguments or push them: ctx.push({ ${variables.join(', ')} })`)
  if (missing.some((name) => commonJs.has(name))) remedies.push('load modules by await import(...) inside the function')
  if (missing.some((name) => keywords.has(name))) remedies.push('pass the values as arguments')
  const list = missing.map((name) => `'${name}'`).join(', ')
  return `The text of ${label} is sent to the engines without what is around it, and it uses ${list}; ${remedies.join('; ')}`
}
