import { ArgumentError, expected } from '../../protocol/errors.js'
import { Sealed } from './sealed.js'
import { takeApart } from './special.js'
import { asBytes } from './typed-arrays.js'

/** Key of an object that stands for a special value: its only one, with `[tag, ...parts]`. Other objects that have it are tagged `object`. */
export const mark = '\0'
/** Binary data from this size on travels as a frame of its own. */
const ownFrameBytes = 1024
const deepest = 500
const least64 = -(2n ** 63n)
const most64 = 2n ** 64n - 1n

/** Puts bytes where the receiver fetches them by the name that it returns; undefined when they have to travel in the message. */
export type Share = (bytes: Uint8Array) => string | undefined

/** Where binary data goes. */
export interface Sink {
  /** Takes frames; they are views of the value's memory, not copies. */
  readonly frames: Uint8Array[]
  readonly share?: Share | undefined
}

/**
 * Turn a value into one that MessagePack has, and its large binary parts into frames of their own.
 *
 * @returns `value` itself where nothing had to change.
 * @throws {ArgumentError} A part cannot travel; the message says which, by its path from `path` on.
 */
export function lower(value: unknown, sink: Sink, path = '', depth = 0): unknown {
  switch (typeof value) {
    case 'number':
      return value === 0 && Object.is(value, -0) ? special('-0') : value
    case 'bigint':
      return value >= least64 && value <= most64 ? value : special('bigint', value.toString(16))
    case 'function':
    case 'symbol':
      throw new ArgumentError(expected(sendable, path === '' ? 'the value' : path, value))
    case 'object':
      break
    default:
      return value
  }
  if (value === null) return value
  if (depth > deepest)
    throw new ArgumentError(`Expected data of at most ${deepest} levels for ${path.slice(0, 60)}... but it is deeper or refers to itself`)
  if (Array.isArray(value)) return lowerArray(value, sink, path, depth)
  const binary = asBytes(value)
  if (binary !== undefined) return special('bytes', binary.kind, placeOf(binary.bytes, sink))
  if (isPlain(value)) return lowerObject(value as Record<string, unknown>, sink, path, depth)
  if (value instanceof Sealed) return lowerSealed(value, sink)
  const apart = takeApart(value)
  if (apart === undefined) throw new ArgumentError(expected(sendable, path === '' ? 'the value' : path, value))
  return special(...lowerArray(apart, sink, path, depth))
}

const sendable = 'data (numbers, strings, arrays, plain objects, typed arrays, dates, maps, sets, errors, distributed arrays)'

function special(...content: readonly unknown[]): object {
  return { [mark]: content }
}

/**
 * Bytes stay in the first frame when they are few; else they become a frame and its number stands for them, or their name and length
 * when they were put elsewhere.
 */
function placeOf(bytes: Uint8Array, { frames, share }: Sink): unknown {
  if (bytes.length < ownFrameBytes) return bytes
  const name = share?.(bytes)
  return name === undefined ? frames.push(bytes) : [name, bytes.length]
}

function lowerSealed({ packed, frames }: Sealed, sink: Sink): unknown {
  const before = sink.frames.length
  sink.frames.push(...frames)
  return special('sealed', packed, before, frames.length)
}

function lowerArray(array: readonly unknown[], sink: Sink, path: string, depth: number): readonly unknown[] {
  let out: unknown[] | undefined
  for (let i = 0; i < array.length; i++) {
    const item = array[i]
    if (typeof item === 'string' || (typeof item === 'number' && item !== 0)) continue
    const lowered = lower(item, sink, `${path}[${i}]`, depth + 1)
    if (!Object.is(lowered, item)) {
      out ??= array.slice()
      out[i] = lowered
    }
  }
  return out ?? array
}

function lowerObject(object: Record<string, unknown>, sink: Sink, path: string, depth: number): unknown {
  let out: Record<string, unknown> | undefined
  for (const key of Object.keys(object)) {
    if (key === mark || key === '__proto__') return special('object', ...lowerArray(Object.entries(object), sink, path, depth))
    const item = object[key]
    if (typeof item === 'string' || (typeof item === 'number' && item !== 0)) continue
    const lowered = lower(item, sink, path === '' ? key : `${path}.${key}`, depth + 1)
    if (!Object.is(lowered, item)) {
      out ??= { ...object }
      out[key] = lowered
    }
  }
  return out ?? object
}

/** Whether an object has no class but Object, of any realm. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'))
}
