import { ArgumentError } from '../protocol/errors.js'
import { hold, release } from './holders.js'
import type { LocalArray } from './local-array.js'
import { arraysIn } from './plain.js'

/** One client's variables on one engine. Arrays in them stay as long as the variable does. */
export class Variables {
  private readonly _values = new Map<string, unknown>()
  private readonly _held = new Map<string, readonly LocalArray[]>()

  has(name: string): boolean {
    return this._values.has(name)
  }

  get(name: string): unknown {
    return this._values.get(name)
  }

  /** @throws {ArgumentError} There is no such variable. */
  require(name: string, user: string): unknown {
    if (!this._values.has(name))
      throw new ArgumentError(`${user} uses the variable '${name}', which is not on this engine: push it first, to the same engines`)
    return this._values.get(name)
  }

  set(name: string, value: unknown): void {
    const arrays = arraysIn(value)
    for (const array of arrays) {
      hold(array)
      array._abandon() // variables go with their session, which need not be closed
    }
    this.delete(name)
    this._values.set(name, value)
    if (arrays.length > 0) this._held.set(name, arrays)
  }

  /** Forget a variable; one that is not there is ignored. */
  delete(name: string): void {
    this._values.delete(name)
    const arrays = this._held.get(name) ?? []
    this._held.delete(name)
    for (const array of arrays) release(array)
  }

  /** Names, sorted. */
  names(): string[] {
    return [...this._values.keys()].sort()
  }

  clear(): void {
    for (const name of this.names()) this.delete(name)
  }
}
