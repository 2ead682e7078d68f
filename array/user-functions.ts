import { ArgumentError, expected } from '../protocol/errors.js'
import type { Calls } from './calls.js'
import { type UserFunction, userFunction } from './user-function.js'

type AnyFunction = (...args: never[]) => unknown

/** What one context has sent of functions and variables to its engines. */
export class UserFunctions {
  /** Names of the variables on the engines. */
  readonly variables = new Set<string>()
  private readonly _calls: Calls
  private readonly _read = new WeakMap<AnyFunction, UserFunction>()
  /** By text: the name by which calls know it. */
  private readonly _defined = new Map<string, string>()
  private _generation = 0
  private _count = 0

  constructor(calls: Calls) {
    this._calls = calls
  }

  /**
   * Make sure that the engines have a function.
   *
   * @returns How calls name it.
   * @throws {ArgumentError} It cannot be sent, or uses what is not there; nothing was sent.
   */
  define(fn: AnyFunction): string {
    this.forgetOldEngines()
    const { source, variables } = this.read(fn)
    const known = this._defined.get(source)
    if (known !== undefined) return known
    const name = `user.${++this._count}`
    this._calls.define(name, source, variables)
    this._defined.set(source, name)
    return name
  }

  private read(fn: AnyFunction): UserFunction {
    const known = typeof fn === 'function' ? this._read.get(fn) : undefined
    if (known?.variables.every((name) => this.variables.has(name))) return known
    const read = userFunction(fn, this.variables)
    this._read.set(fn, read)
    return read
  }

  /**
   * The text of a function that is to be a variable itself.
   *
   * @param variables Names of the variables that will be there when it is called.
   * @throws {ArgumentError} As {@link UserFunctions.define}.
   */
  textOf(fn: AnyFunction, variables: ReadonlySet<string>): string {
    return userFunction(fn, variables).source
  }

  /** What a restart leaves: nothing on the engines. */
  private forgetOldEngines(): void {
    if (this._generation === this._calls.generation) return
    this._generation = this._calls.generation
    this._defined.clear()
  }
}

/**
 * Return the name under which a function is registered.
 *
 * Not collective.
 *
 * @throws {ArgumentError} It has none.
 */
export function nameOf(fn: AnyFunction, name: string | undefined): string {
  const chosen = name ?? (typeof fn === 'function' ? fn.name : '')
  if (typeof chosen !== 'string' || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(chosen) || chosen === 'then')
    throw new ArgumentError(`${expected('a function with a name', 'fn', chosen)}; or give it one: register(fn, { name })`)
  return chosen
}
