import type { Communicator } from '../bindings/communicator.js'
import { ArgumentError, expected } from '../protocol/errors.js'
import type { AllOnEngine, AtClient } from './at-client.js'
import type { ApplyOptions } from './client.js'
import { ContextRandom } from './context-random.js'
import { type FunctionCall, FunctionResult } from './function-result.js'
import { encodeArguments } from './handle.js'
import { readTargets, targetsOf } from './targets.js'
import { nameOf } from './user-functions.js'

type AnyFunction = (...args: never[]) => unknown

/** A function on the engines: calling it here runs it there, and returns at once. */
export type RegisteredFunction<R = unknown> = (...args: unknown[]) => FunctionResult<R>

/** The part of a context that runs users' functions and keeps variables on the engines. */
export abstract class ContextFunctions extends ContextRandom {
  private readonly _registered = new Map<string, RegisteredFunction>()

  /**
   * The registered functions, by name. A call takes arrays, typed arrays and plain data; see {@link ContextFunctions.apply}.
   *
   * @example
   * ctx.register(function scale(x, factor) { for (let i = 0; i < x.data.length; i++) x.data[i] *= factor; return x })
   * const b = ctx.fn.scale(a, 2)
   */
  readonly fn: Readonly<Record<string, RegisteredFunction>> = registry(this._registered)

  /**
   * Run a function on the engines and wait for its result.
   *
   * The function is sent as text: it finds its arguments, what was pushed, and the globals of Node.js, but not the variables around
   * it here. It may be async, and may `await import(...)`. After the arguments it is given the communicator of the engines.
   *
   * @param fn      On every engine it gets a LocalArray for a distributed array, at any depth of arrays and plain objects.
   * @param args    Arrays, results of other functions, typed arrays and plain data; one value per engine as a `PerEngine`.
   * @param options `targets` selects engines; by default those that hold the arrays.
   * @returns       A distributed array when every engine returned a local one, in a structure too; undefined when all returned
   *                undefined; else one value per engine.
   * @throws {ArgumentError} `fn` cannot be sent, or uses what is not on the engines (all of it is named); nothing was sent.
   * @throws {EngineError}   It threw; `failures` tells what on which rank.
   * @example
   * const sums = await ctx.apply((x) => x.data.reduce((a, b) => a + b, 0), [a]) // one per engine
   */
  apply<R, const A extends readonly unknown[] = []>(
    fn: (...args: [...AllOnEngine<A>, Communicator]) => R,
    args?: A,
    options?: ApplyOptions,
  ): Promise<AtClient<Awaited<R>>>
  apply(fn: AnyFunction, args?: readonly unknown[], options?: ApplyOptions): Promise<unknown>
  async apply(fn: AnyFunction, args: readonly unknown[] = [], options: ApplyOptions = {}): Promise<unknown> {
    return FunctionResult._request(this, this.prepare(fn, args, options))
  }

  /**
   * As {@link ContextFunctions.apply}, without a promise.
   *
   * @throws {UnsupportedError} Outside SPMD.
   * @throws {ContextError}     The function returned a promise.
   */
  applySync<R, const A extends readonly unknown[] = []>(
    fn: (...args: [...AllOnEngine<A>, Communicator]) => R,
    args?: A,
    options?: ApplyOptions,
  ): AtClient<R>
  applySync(fn: AnyFunction, args?: readonly unknown[], options?: ApplyOptions): unknown
  applySync(fn: AnyFunction, args: readonly unknown[] = [], options: ApplyOptions = {}): unknown {
    return FunctionResult._requestSync(this, this.prepare(fn, args, options))
  }

  /**
   * Register a function: `ctx.fn.<name>(...)` runs it on the engines from then on. A second one of the same name takes its place.
   *
   * @param fn      As for {@link ContextFunctions.apply}.
   * @param options `name` is by default the function's own; `targets` as for `apply`.
   * @returns       What `ctx.fn` has under the name.
   * @throws {ArgumentError} It has no name, cannot be sent, or uses what is not on the engines.
   */
  register<R>(fn: (...args: never[]) => R, options: ApplyOptions & { readonly name?: string } = {}): RegisteredFunction<Awaited<R>> {
    const { name, ...where } = options
    const label = nameOf(fn, name)
    this.functions.define(fn)
    const registered: RegisteredFunction<Awaited<R>> = (...args) => FunctionResult._send(this, this.prepare(fn, args, where, label))
    this._registered.set(label, registered as RegisteredFunction)
    return registered
  }

  /**
   * Set variables on the engines, which functions then find under their names.
   *
   * @param values  Arrays, plain data, typed arrays and functions, by name.
   * @param options `targets`: default all engines.
   * @throws {ArgumentError} A value cannot be sent.
   */
  push(values: Readonly<Record<string, unknown>>, options: ApplyOptions = {}): void {
    if (typeof values !== 'object' || values === null) throw new ArgumentError(expected('an object of values by name', 'values', values))
    const names = Object.keys(values)
    const wrong = names.find((name) => !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    if (wrong !== undefined) throw new ArgumentError(expected('names of variables', 'values', wrong))
    const known = new Set([...this.functions.variables, ...names])
    const plain = Object.entries(values).map(([name, value]) => {
      if (typeof value !== 'function') return [name, value] as const
      return [name, { $function: this.functions.textOf(value as AnyFunction, known) }] as const
    })
    const { args, handles } = encodeArguments(this.calls, [Object.fromEntries(plain)])
    const targets =
      options.targets === undefined && handles.length === 0
        ? readTargets(undefined, this.engines)
        : targetsOf(options.targets, handles, this.engines)
    for (const it of handles) it.expose()
    for (const name of names) this.functions.variables.add(name)
    this.calls.send({ fn: 'session.push', args, targets })
  }

  /**
   * Return variables of the engines.
   *
   * @param names One name, or several.
   * @returns     As the result of a function that returns the value, or the values by name in an object.
   * @throws {EngineError} There is no such variable on an engine.
   */
  async pull(names: string | readonly string[], options: ApplyOptions = {}): Promise<unknown> {
    const list = typeof names === 'string' ? [names] : names
    const targets = readTargets(options.targets, this.engines)
    const values = await FunctionResult._request(this, { label: 'pull', fn: 'session.pull', args: [list], targets })
    const byName = Object.fromEntries(list.map((name) => [name, pick(values, name)]))
    return typeof names === 'string' ? byName[names] : byName
  }

  /**
   * Run statements on the engines. Their variables at top level stay, as if they had been pushed; `comm` is the communicator.
   *
   * @returns The value of the last statement, when that is an expression, as the result of a function.
   * @throws {EngineError} They cannot be parsed, or threw.
   */
  async execute(source: string, options: ApplyOptions = {}): Promise<unknown> {
    if (typeof source !== 'string') throw new ArgumentError(expected('statements as text', 'source', source))
    const targets = readTargets(options.targets, this.engines)
    this.calls.exposures++
    const value = FunctionResult._request(this, { label: 'execute', fn: 'session.execute', args: [source], targets })
    const names = this.calls.request({ fn: 'session.names', args: [], targets })
    const [result, lists] = await Promise.allSettled([value, names])
    if (lists.status === 'fulfilled')
      for (const list of lists.value) for (const name of list.value as string[]) this.functions.variables.add(name)
    if (result.status === 'rejected') throw result.reason
    return result.value
  }

  /**
   * Forget variables of the engines; those that are not there are ignored.
   *
   * @param names One name, or several.
   */
  delete(names: string | readonly string[], options: ApplyOptions = {}): void {
    const list = typeof names === 'string' ? [names] : [...names]
    this.calls.send({ fn: 'session.delete', args: [list], targets: readTargets(options.targets, this.engines) })
    if (options.targets === undefined) for (const name of list) this.functions.variables.delete(name)
  }

  /** Read a call of a user's function, and take note that it may write to every array that any function knows. */
  private prepare(fn: AnyFunction, args: readonly unknown[], { targets }: ApplyOptions, label?: string): FunctionCall {
    const name = this.functions.define(fn)
    if (!Array.isArray(args)) throw new ArgumentError(expected('an array of arguments', 'args', args))
    const encoded = encodeArguments(this.calls, args)
    const call = {
      label: label ?? (fn.name || 'the function'),
      fn: name,
      args: encoded.args,
      targets: targetsOf(targets, encoded.handles, this.engines),
      distributions: encoded.handles.flatMap(({ distribution }) => distribution ?? []),
    }
    for (const it of encoded.handles) it.expose()
    this.calls.exposures++
    return call
  }
}

/** What was pulled under one name: the values per engine are records, unless arrays made them one record. */
function pick(values: unknown, name: string): unknown {
  if (!Array.isArray(values)) return (values as Record<string, unknown>)[name]
  const parts = values.map((record: Record<string, unknown>) => record[name])
  return parts.every((part) => part === undefined) ? undefined : parts
}

function registry(functions: ReadonlyMap<string, RegisteredFunction>): Readonly<Record<string, RegisteredFunction>> {
  return new Proxy(Object.create(null) as Record<string, RegisteredFunction>, {
    get: (_target, name) => {
      if (typeof name !== 'string') return undefined
      const found = functions.get(name)
      // Asking for what `await` and JSON.stringify look for is no mistake.
      if (found || name === 'then' || name === 'toJSON') return found
      const known = functions.size === 0 ? 'none is' : `there are: ${[...functions.keys()].join(', ')}`
      throw new ArgumentError(
        `Expected a registered function but '${name}' is none (${known}); register it: ctx.register(function ${name}(...) { ... })`,
      )
    },
    has: (_target, name) => functions.has(String(name)),
    ownKeys: () => [...functions.keys()],
    getOwnPropertyDescriptor: (_target, name) => {
      const value = functions.get(String(name))
      return value && { value, enumerable: true, configurable: true, writable: false }
    },
  })
}
