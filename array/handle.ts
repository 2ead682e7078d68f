import type { Distribution } from '../protocol/distribution.js'
import { ArgumentError, expected, UseAfterFreeError } from '../protocol/errors.js'
import type { Calls } from './calls.js'
import { ContextError } from './errors.js'
import { type ArrayId, ArrayReference, PerEngine } from './instruction.js'

/** The method by which something here stands for something on the engines. */
export const handle: unique symbol = Symbol('handle')

/** What a distributed array, or a result that may become one, tells of itself where it is an argument. */
export interface Handle<OnEngine = unknown> {
  readonly calls: Calls
  /** Its id on the engines, for somebody who may write to it: an expression is computed now. */
  id(): ArrayId
  readonly targets: readonly number[]
  /** Of an array. */
  readonly distribution?: Distribution
  /** How messages call it. */
  readonly name: string
  readonly isFreed: boolean
  /** Of the engines that have it; see {@link Calls.generation}. */
  readonly generation: number
  /** Take note that users' functions know the array from now on. */
  expose(): void
  /** Take note that other clients can write to the array from now on. */
  becomeShared(): void
  /** What the functions on the engines are given; exists for the compiler only. */
  readonly onEngine?: OnEngine
}

/** Something here that stands for something on the engines. */
export interface HasHandle<OnEngine = unknown> {
  [handle](): Handle<OnEngine>
}

function isHasHandle(value: unknown): value is HasHandle {
  return typeof value === 'object' && value !== null && handle in value
}

/** @throws {UseAfterFreeError} | {ContextError} The engines have not got it any more, or it is another context's. */
export function requireUsable(it: Handle, calls: Calls): void {
  if (it.calls !== calls)
    throw new ContextError(`Expected ${it.name} of this context but it belongs to another one; move its values by toArray and fromArray`)
  if (it.isFreed) throw new UseAfterFreeError(`Expected ${it.name} that is alive but it was freed`)
  calls.requireOpen()
  if (it.generation !== calls.generation)
    throw new ContextError(`Expected ${it.name} of the present engines but it was made before the restart, and is gone with the old ones`)
}

/** Arguments as they are sent. */
export interface Encoded {
  readonly args: readonly unknown[]
  /** What the arguments refer to, in order of appearance. */
  readonly handles: readonly Handle[]
}

/**
 * Write the arguments of a call for the engines: arrays, at any depth of arrays and plain objects, become references.
 *
 * Not collective.
 *
 * @throws {ArgumentError}     An argument cannot travel; its place is named.
 * @throws {UseAfterFreeError} An array was freed.
 * @throws {ContextError}      An array of another context.
 */
export function encodeArguments(calls: Calls, args: readonly unknown[]): Encoded {
  const handles: Handle[] = []
  const encode = (value: unknown, place: string): unknown => {
    if (typeof value === 'function' || typeof value === 'symbol')
      throw new ArgumentError(`${expected('data or an array', place, value)}; functions reach the engines by register or push`)
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
    if (isHasHandle(value)) {
      const it = value[handle]()
      requireUsable(it, calls)
      handles.push(it)
      return new ArrayReference(it.id())
    }
    if (value instanceof PerEngine) return new PerEngine(value.values.map((item, k) => encode(item, `${place}, for engine ${k}`)))
    if (Array.isArray(value)) return value.map((item, k) => encode(item, `${place}[${k}]`))
    const prototype = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item, `${place}.${key}`)]))
  }
  return { args: args.map((value, k) => encode(value, `argument ${k}`)), handles }
}
