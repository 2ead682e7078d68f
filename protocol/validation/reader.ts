import { expected } from '../errors.js'
import type { Finding } from '../findings.js'
import { isCount } from '../integers.js'
import { defaultOptions, type FullProtocolOptions } from '../options.js'
import { type RuleId, rules } from '../rules.js'

/** An object whose properties are about to be read. */
export type Dictionary = { readonly [key: string]: unknown }

/** Entries at the ends of a dimension's section that lie outside the array, as some readings have it. */
export type Outside = readonly [low: number, high: number]

/**
 * Reads foreign objects and collects findings.
 *
 * Nothing here throws, and callers read each property once: a getter may throw, or answer differently the second time.
 */
export class Reader {
  /** What was found so far, in reading order. */
  readonly findings: Finding[] = []
  /** The reading at each ambiguity. */
  readonly options: FullProtocolOptions
  /** What lies outside the array in each dimension, by the path of its dictionary; made when the first such is read. */
  outside: Map<string, Outside> | undefined

  constructor(options: FullProtocolOptions = defaultOptions) {
    this.options = options
  }

  /** Record a broken rule; returns undefined, for `return reader.report(...)` where a value was to be read. */
  report(rule: RuleId, path: string, message: string): undefined {
    this.findings.push({ rule, path, message, severity: rules[rule].severity })
  }

  /** Record that `value` is not `what`. */
  reject(rule: RuleId, path: string, what: string, value: unknown): undefined {
    return this.report(rule, path, expected(what, path || 'the export', value))
  }

  /** Read one property; undefined when it is absent or cannot be read. `path` is that of `source`. */
  get(source: Dictionary, key: string, path: string): unknown {
    try {
      return source[key]
    } catch {
      return this.report('DAP-E4', join(path, key), `Reading ${join(path, key)} threw an exception`)
    }
  }

  /** The keys of a dictionary; none when they cannot be listed. */
  keys(source: Dictionary, path: string): string[] {
    try {
      return Object.keys(source)
    } catch {
      this.report('DAP-E4', path, `Listing the keys of ${path || 'the export'} threw an exception`)
      return []
    }
  }

  /** Report each key that is not allowed; one whose value is undefined counts as absent. */
  checkKeys(rule: RuleId, source: Dictionary, path: string, allowed: ReadonlySet<string>, where: string): void {
    this.checkKeyList(rule, this.keys(source, path), source, path, allowed, where)
  }

  /** As {@link Reader.checkKeys}, for keys that were listed before. */
  checkKeyList(rule: RuleId, keys: readonly string[], source: Dictionary, path: string, allowed: ReadonlySet<string>, where: string): void {
    for (const key of keys)
      if (!allowed.has(key) && this.get(source, key, path) !== undefined)
        this.report(rule, join(path, key), `Expected only ${[...allowed].join(', ')} ${where}`)
  }

  /**
   * The value as a dictionary, or undefined: a plain object. A `Map` has no such entries, and a `Date` none at all; read as
   * dictionaries they would be empty ones, which mean something.
   */
  asDictionary(value: unknown): Dictionary | undefined {
    const object = this.asObject(value)
    return object && isPlain(object) ? object : undefined
  }

  /** The value as an object that is no array, of any class. Proxies may throw at any question, so none is asked twice. */
  asObject(value: unknown): Dictionary | undefined {
    if (typeof value !== 'object' || value === null || isArray(value) || ArrayBuffer.isView(value)) return undefined
    return value as Dictionary
  }

  /** A copy of an array of at most `limit` items, each read once; undefined when the value is none. */
  items(value: unknown, limit: number, path: string): unknown[] | undefined {
    if (!isArray(value)) return undefined
    try {
      const length: unknown = value.length // a proxy may have any, and another one next time
      if (!isCount(length) || length > limit) return undefined
      const copy = new Array<unknown>(length)
      for (let i = 0; i < length; i++) copy[i] = value[i]
      return copy
    } catch {
      return this.report('DAP-E4', path, `Reading the items of ${path} threw an exception`)
    }
  }

  /** The value when it is a safe integer, at least `min`; otherwise a finding. */
  integer(value: unknown, rule: RuleId, path: string, key: string, min: number): number | undefined {
    if (Number.isSafeInteger(value) && (value as number) >= min) return (value as number) + 0 // -0 becomes 0
    return this.reject(rule, join(path, key), min === 0 ? 'an integer, zero or more,' : `an integer, at least ${min},`, value)
  }

  /** The value when it is a boolean, false when absent; otherwise a finding. */
  flag(value: unknown, rule: RuleId, path: string, key: string): boolean {
    if (value === undefined) return false
    if (typeof value === 'boolean') return value
    this.reject(rule, join(path, key), 'true or false', value)
    return false
  }
}

/** Made by `{}`, in whatever realm, or by `Object.create(null)`. A proxy that will not tell gives findings when it is read. */
function isPlain(object: object): boolean {
  try {
    const prototype: unknown = Object.getPrototypeOf(object)
    return prototype === null || Object.hasOwn(prototype as object, 'hasOwnProperty')
  } catch {
    return true
  }
}

/** `Array.isArray` throws on a revoked proxy. */
function isArray(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value)
  } catch {
    return false
  }
}

/** The path of a property. */
export function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key
}
