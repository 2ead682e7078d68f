import { ArgumentError, expected } from '../protocol/errors.js'
import { typedArrayName } from '../protocol/memory.js'
import { ArrayReference, LocalArrayDescription, PerEngine } from './instruction.js'
import { LocalArray } from './local-array.js'

/**
 * Tell whether `value` is a dictionary: an object that was written as `{ ... }`.
 *
 * Not collective.
 */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * Rebuild a value with other objects in the place of those that are neither arrays nor plain objects.
 *
 * Not collective.
 */
export function mapObjects(value: unknown, change: (object: object) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change))
  if (isPlainObject(value)) return mapValues(value, (item) => mapObjects(item, change))
  return change(value)
}

/** How {@link decodeArgument} reads what stands for something else. */
export interface ArgumentReader {
  /** This engine's place among the targets of the call. */
  readonly place: number
  /** Whether the memory of arguments belongs to somebody else, so that typed arrays have to be copied. */
  readonly copies: boolean
  array(reference: ArrayReference): unknown
}

/**
 * Replace references to arrays by the arrays, and what differs between engines by this engine's part, at any depth of arrays
 * and plain objects.
 *
 * Not collective.
 *
 * @returns Arrays and plain objects are new ones.
 */
export function decodeArgument(value: unknown, reader: ArgumentReader): unknown {
  return mapObjects(value, (object) => {
    if (object instanceof ArrayReference) return reader.array(object)
    if (object instanceof PerEngine) return decodeArgument(object.values[reader.place], reader)
    return reader.copies && ArrayBuffer.isView(object) ? copyOfView(object) : object
  })
}

/**
 * Copy what a function returned, so that it can leave the engine: it shares no memory with what the function goes on using.
 *
 * Not collective.
 *
 * @param value Primitive values, arrays, plain objects, typed arrays, ArrayBuffer, Date, Map, Set, Error, at any depth.
 * @param array What stands for a LocalArray.
 * @param path  Where `value` is, for messages.
 * @throws {ArgumentError} Something else, for example a function or an object of a class.
 */
export function detach(value: unknown, array: (local: LocalArray, path: string) => unknown, path = 'the result'): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw cannotTravel(value, path)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof LocalArray) return array(value, path)
  if (Array.isArray(value)) return value.map((item, i) => detach(item, array, `${path}[${i}]`))
  if (isPlainObject(value)) return mapValues(value, (item, key) => detach(item, array, `${path}.${key}`))
  if (ArrayBuffer.isView(value)) return copyOfView(value)
  if (value instanceof ArrayBuffer) return value.slice(0)
  if (value instanceof Date) return new Date(value)
  if (value instanceof Map)
    return new Map(Array.from(value, ([key, item]) => [detach(key, refuse, path), detach(item, refuse, `${path}.get(${String(key)})`)]))
  if (value instanceof Set) return new Set(Array.from(value, (item) => detach(item, refuse, path)))
  if (value instanceof Error || value instanceof LocalArrayDescription) return value
  throw cannotTravel(value, path)
}

/** Arrays are found again in arrays and plain objects only. */
function refuse(local: LocalArray, path: string): never {
  throw cannotTravel(local, path)
}

function cannotTravel(value: unknown, path: string): ArgumentError {
  return new ArgumentError(
    `${expected('plain data, or LocalArrays in arrays and plain objects,', path, value)}; return what you need of it in a plain object`,
  )
}

function mapValues(record: Record<string, unknown>, change: (value: unknown, key: string) => unknown): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(record)) {
    // '__proto__' would set the prototype instead.
    if (key === '__proto__') Object.defineProperty(copy, key, { value: change(record[key], key), enumerable: true, writable: true })
    else copy[key] = change(record[key], key)
  }
  return copy
}

type ViewConstructor = new (view: ArrayBufferView) => ArrayBufferView

function copyOfView(view: ArrayBufferView): ArrayBufferView {
  const name = typedArrayName(view)
  // Not the view's own constructor: a Buffer would come from a pool that it shares with others.
  if (name !== undefined) return new (globalThis as unknown as Record<string, ViewConstructor>)[name]!(view)
  return new DataView(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength))
}

/**
 * List the LocalArrays in a value, at any depth of arrays and plain objects, in order of appearance.
 *
 * Not collective.
 */
export function arraysIn(value: unknown, found: LocalArray[] = []): LocalArray[] {
  if (typeof value !== 'object' || value === null) return found
  if (value instanceof LocalArray) found.push(value)
  else if (Array.isArray(value)) for (const item of value) arraysIn(item, found)
  else if (isPlainObject(value)) for (const key of Object.keys(value)) arraysIn(value[key], found)
  return found
}
