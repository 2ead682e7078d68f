import { isBoxedPrimitive, isDate, isMap, isNativeError, isRegExp, isSet } from 'node:util/types'
import { ArrayReference, LocalArrayDescription, PerEngine } from '../../array/instruction.js'
import type { FullDim } from '../../protocol/dim-data.js'
import { isDType } from '../../protocol/dtype.js'
import { DistError, rebuildError } from '../../protocol/errors.js'
import { WireError } from './errors.js'

/*
 * Values that MessagePack does not have, each as a tag and plain parts. The kinds are told by what a value is, not by
 * `instanceof`, where it may come from another realm: users' functions can run in one of their own.
 */

/** A kind of value: how it is told from others, taken apart, and put together again. */
interface Special {
  readonly tag: string
  /** The parts, which may be special themselves; undefined when the value is not of this kind. */
  parts(value: object): readonly unknown[] | undefined
  /** Never throws anything but WireError, whatever the parts are. */
  build(parts: readonly unknown[]): unknown
}

const errorTypes: ReadonlyMap<unknown, new (message: string, options?: ErrorOptions) => Error> = new Map(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((type) => [type.name, type]),
)

function requireParts(holds: boolean): asserts holds {
  if (!holds) throw new WireError('Expected a value as this version writes it but its parts do not fit')
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function errorParts(error: Error): unknown[] {
  const code = error instanceof DistError ? error.code : ''
  return [code, String(error.name), String(error.message), String(error.stack ?? ''), 'cause' in error, error.cause]
}

function rebuild([code, name, message, stack, hasCause, cause]: readonly unknown[]): Error {
  requireParts(isText(code) && isText(name) && isText(message) && isText(stack))
  const options = hasCause === true ? { cause } : {}
  const error = code === '' ? new (errorTypes.get(name) ?? Error)(message, options) : rebuildError(code, message, options)
  if (error.name !== name) Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true })
  return Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true })
}

function regExp(source: unknown, flags: unknown): RegExp {
  requireParts(isText(source) && isText(flags))
  try {
    return new RegExp(source, flags)
  } catch (cause) {
    throw new WireError('Expected a regular expression but it cannot be compiled', { cause })
  }
}

function entriesOf(parts: readonly unknown[]): [unknown, unknown][] {
  requireParts(parts.every((part) => Array.isArray(part) && part.length === 2))
  return parts as [unknown, unknown][]
}

/** The kinds of objects. */
const objects: readonly Special[] = [
  {
    tag: 'array',
    parts: (value) => (value instanceof ArrayReference ? [value.id] : undefined),
    build: ([id]) => {
      requireParts(Number.isSafeInteger(id))
      return new ArrayReference(id as number)
    },
  },
  {
    tag: 'each',
    parts: (value) => (value instanceof PerEngine ? value.values : undefined),
    build: (parts) => new PerEngine(parts),
  },
  {
    tag: 'local',
    parts: (value) => (value instanceof LocalArrayDescription ? [value.index, value.dtype, value.dimData] : undefined),
    build: ([index, dtype, dimData]) => {
      requireParts(Number.isSafeInteger(index) && isDType(dtype) && Array.isArray(dimData))
      return new LocalArrayDescription(index as number, dtype, dimData as FullDim[])
    },
  },
  {
    tag: 'date',
    parts: (value) => (isDate(value) ? [value.getTime()] : undefined),
    build: ([time]) => {
      requireParts(typeof time === 'number')
      return new Date(time)
    },
  },
  { tag: 'map', parts: (value) => (isMap(value) ? [...value] : undefined), build: (parts) => new Map(entriesOf(parts)) },
  { tag: 'set', parts: (value) => (isSet(value) ? [...value] : undefined), build: (parts) => new Set(parts) },
  { tag: 'error', parts: (value) => (isNativeError(value) ? errorParts(value) : undefined), build: rebuild },
  {
    tag: 'regexp',
    parts: (value) => (isRegExp(value) ? [value.source, value.flags] : undefined),
    build: ([source, flags]) => regExp(source, flags),
  },
  {
    tag: 'boxed',
    parts: (value) => (isBoxedPrimitive(value) && typeof value.valueOf() !== 'symbol' ? [value.valueOf()] : undefined),
    build: ([value]) => {
      requireParts(['number', 'string', 'boolean', 'bigint'].includes(typeof value))
      return Object(value)
    },
  },
]

/** What only a tag tells: numbers that MessagePack writes as others, and objects whose keys would be taken for something else. */
const others: readonly Omit<Special, 'parts'>[] = [
  { tag: '-0', build: () => -0 },
  {
    tag: 'bigint',
    build: ([digits]) => {
      requireParts(isText(digits) && /^-?[0-9a-f]{1,65536}$/.test(digits))
      return digits.startsWith('-') ? -BigInt(`0x${digits.slice(1)}`) : BigInt(`0x${digits}`)
    },
  },
  {
    tag: 'object',
    build: (parts) => {
      const entries = entriesOf(parts)
      requireParts(entries.every(([key]) => isText(key)))
      return Object.fromEntries(entries as [string, unknown][])
    },
  },
]

const byTag = new Map<unknown, Omit<Special, 'parts'>>([...objects, ...others].map((special) => [special.tag, special]))

/** The tag and the parts of an object that MessagePack does not have; undefined when it is of no kind known here. */
export function takeApart(value: object): readonly [tag: string, ...parts: unknown[]] | undefined {
  for (const special of objects) {
    const parts = special.parts(value)
    if (parts !== undefined) return [special.tag, ...parts]
  }
  return undefined
}

/**
 * Make the value of a tag and its parts.
 *
 * @throws {WireError} No such tag, or parts that do not fit.
 */
export function putTogether([tag, ...parts]: readonly unknown[]): unknown {
  const special = byTag.get(tag)
  if (special === undefined) throw new WireError('Expected a kind of value that this version knows')
  return special.build(parts)
}
