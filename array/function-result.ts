import type { InspectOptionsStylized } from 'node:util'
import type { Distribution } from '../protocol/distribution.js'
import type { DType } from '../protocol/dtype.js'
import { ShapeError, UseAfterFreeError } from '../protocol/errors.js'
import type { AtClient } from './at-client.js'
import type { EngineValue, Outgoing } from './calls.js'
import type { Client } from './client.js'
import { DistArray } from './dist-array.js'
import type { Element } from './element.js'
import { type Handle, type HasHandle, handle, requireUsable } from './handle.js'
import type { ArrayId } from './instruction.js'
import { mergeResults } from './merge-results.js'
import type { NDArray } from './nd-array.js'

/** Most arrays that one call may return. */
export const mostArrays = 64

/** The call of a user's function. */
export interface FunctionCall {
  /** How the user knows the function. */
  readonly label: string
  readonly fn: string
  readonly args: readonly unknown[]
  readonly targets: readonly number[]
  /** Those of its arguments. */
  readonly distributions?: readonly Distribution[]
}

/**
 * What a function on the engines returned: it is there at once, and can be an argument of further calls before the function has run.
 *
 * `await` asks the engines what it is: a distributed array when every engine returned a local one, an array or object with
 * distributed arrays where results nest local ones alike, undefined when all returned undefined, and else one value per engine.
 */
export class FunctionResult<R = unknown> implements PromiseLike<AtClient<R>>, HasHandle<R> {
  /** The engines that run the function. */
  readonly targets: readonly number[]
  private readonly _client: Client
  private readonly _label: string
  private readonly _first: ArrayId
  private readonly _distributions: readonly Distribution[]
  private readonly _generation: number
  private _answer: Promise<AtClient<R>> | undefined
  private _value: { readonly is: unknown } | undefined
  private _isFreed = false

  private constructor(client: Client, { label, targets, distributions = [] }: FunctionCall) {
    this._client = client
    this._label = label
    this.targets = targets
    this._distributions = distributions
    this._first = client.calls.allot(mostArrays)
    this._generation = client.calls.generation
    client.calls.track(this, { first: this._first, count: mostArrays })
  }

  /** @internal Make a call whose result nobody waits for yet. */
  static _send<R>(client: Client, call: FunctionCall): FunctionResult<R> {
    const result = new FunctionResult<R>(client, call)
    client.calls.send(result.outgoing(call))
    return result
  }

  /** @internal Make a call and ask for its result in one. */
  static async _request<R>(client: Client, call: FunctionCall): Promise<AtClient<R>> {
    const result = new FunctionResult<R>(client, call)
    return result.settle(client.calls.request(result.outgoing(call)))
  }

  /** @internal As `_request`, without a promise. */
  static _requestSync<R>(client: Client, call: FunctionCall): AtClient<R> {
    const result = new FunctionResult<R>(client, call)
    return result.settleSync(() => client.calls.requestSync(result.outgoing(call)))
  }

  /**
   * Wait for the function and have its result.
   *
   * @throws {EngineError} The function threw; `failures` tells what on which rank.
   */
  then<T = AtClient<R>, U = never>(
    onFulfilled?: ((value: AtClient<R>) => T | PromiseLike<T>) | null,
    onRejected?: ((reason: unknown) => U | PromiseLike<U>) | null,
  ): Promise<T | U> {
    return this.ask().then(onFulfilled, onRejected)
  }

  /**
   * As `await`, without a promise.
   *
   * @throws {UnsupportedError} Outside SPMD.
   * @throws {ContextError}     The function returned a promise.
   */
  valueSync(): AtClient<R> {
    if (this._value) return this._value.is as AtClient<R>
    requireUsable(this[handle](), this._client.calls)
    return this.settleSync(() => this._client.calls.requestSync(this.describeCall()))
  }

  /** As {@link DistArray.toArray} of the array that the function returned. */
  async toArray(): Promise<NDArray> {
    return (await this.array()).toArray()
  }

  /** As {@link DistArray.get} of the array that the function returned. */
  async get(index: readonly number[]): Promise<Element> {
    return (await this.array()).get(index)
  }

  /** Run a function with this result as its first argument; as {@link DistArray.apply}. */
  apply(fn: (...args: never[]) => unknown, ...args: unknown[]): Promise<unknown> {
    return this._client.apply(fn, [this, ...args])
  }

  /** Give up what the function returned. Idempotent. What is dropped without this is freed some time later. */
  free(): void {
    if (this._isFreed) return
    this._isFreed = true
    if (this._value) for (const array of arraysIn(this._value.is)) array.free()
    else this.release()
  }

  /** As {@link FunctionResult.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }

  /** As {@link FunctionResult.free}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.free()
  }

  /** The array's text when it is known to be one, see {@link DistArray.toString}; else what it is. Not collective. */
  toString(): string {
    if (this._value?.is instanceof DistArray) return this._value.is.toString()
    return `FunctionResult(${this._label}, ${this._isFreed ? 'freed' : this._value ? 'no array' : 'not asked for'})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: InspectOptionsStylized,
    inspect: (value: unknown, options: object) => string,
  ): string {
    if (this._value === undefined || this._value.is instanceof DistArray) return this.toString()
    return `FunctionResult(${this._label}) ${inspect(this._value.is, options)}`
  }

  /** @internal */
  [handle](): Handle<R> {
    return {
      calls: this._client.calls,
      id: () => this._first,
      targets: this.targets,
      name: `the result of ${this._label}`,
      isFreed: this._isFreed,
      generation: this._generation,
      expose: () => {},
      becomeShared: () => {},
    }
  }

  private outgoing({ label, fn, args, targets }: FunctionCall): Outgoing {
    return { label, fn, args, targets, out: { first: this._first, count: mostArrays } }
  }

  private describeCall(): Outgoing {
    return { label: this._label, fn: 'describe', args: [this._first], targets: this.targets }
  }

  private ask(): Promise<AtClient<R>> {
    this._answer ??= this.request()
    return this._answer
  }

  private async request(): Promise<AtClient<R>> {
    requireUsable(this[handle](), this._client.calls)
    return this.settle(this._client.calls.request(this.describeCall()))
  }

  private async settle(answers: Promise<readonly EngineValue[]>): Promise<AtClient<R>> {
    try {
      return this.merge(await answers)
    } catch (error) {
      if (!this._isFreed) this.release()
      throw error
    }
  }

  private settleSync(ask: () => readonly EngineValue[]): AtClient<R> {
    try {
      return this.merge(ask())
    } catch (error) {
      if (!this._isFreed) this.release()
      throw error
    }
  }

  /** Know the value. Arrays in it take over their ids. */
  private merge(answers: readonly EngineValue[]): AtClient<R> {
    if (this._isFreed) throw new UseAfterFreeError(`Expected the result of ${this._label} but it was freed`)
    const client = this._client
    const described = answers.map(({ value }) => (value as { value: unknown }).value)
    const make = (index: number, dtype: DType, described: Distribution): DistArray => {
      // Dictionaries say less than the user did: one process along a dimension, and 'b' and 'c' are as 'n'.
      const distribution = this._distributions.find((known) => known.equals(described)) ?? described
      return DistArray._of({ client, id: this._first + index, dtype, distribution, targets: this.targets, isExposed: true })
    }
    const engines = answers.map(({ engine }) => engine)
    const value = mergeResults(this._label, engines, described, make)
    client.calls.untrack(this)
    if (arraysIn(value).length === 0) client.calls.release(this._first)
    this._value = { is: value }
    this._answer ??= Promise.resolve(value as AtClient<R>)
    return value as AtClient<R>
  }

  private async array(): Promise<DistArray> {
    const value: unknown = await this.ask()
    if (value instanceof DistArray) return value
    throw new ShapeError(
      `Expected ${this._label} to return one array on every engine, but it returned something else; await its result to see what`,
    )
  }

  private release(): void {
    this._client.calls.untrack(this)
    this._client.calls.release(this._first, mostArrays)
  }
}

/** The arrays of a merged result. */
function arraysIn(value: unknown): DistArray[] {
  if (value instanceof DistArray) return [value]
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return []
  const prototype = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return []
  return Object.values(value).flatMap(arraysIn)
}
