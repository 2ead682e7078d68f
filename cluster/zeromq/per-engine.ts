import { PerEngine } from '../../array/instruction.js'
import { ArgumentError } from '../../protocol/errors.js'

/**
 * Tell whether a part of `value` differs between engines. Looks into arrays and plain objects, as deep as they go.
 *
 * Not collective.
 */
export function hasPerEngine(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || depth > 500) return false
  if (value instanceof PerEngine) return true
  if (Array.isArray(value)) return value.some((item) => hasPerEngine(item, depth + 1))
  for (const key of Object.keys(value)) if (hasPerEngine((value as Record<string, unknown>)[key], depth + 1)) return true
  return false
}

/**
 * Return `value` as the k-th of `count` targets gets it.
 *
 * Not collective.
 *
 * @throws {ArgumentError} A part has not one value for each target.
 */
export function forTarget(value: unknown, k: number, count: number): unknown {
  if (!hasPerEngine(value)) return value
  if (value instanceof PerEngine) {
    if (value.values.length === count) return forTarget(value.values[k], k, count)
    throw new ArgumentError(`Expected ${count} values, one for each engine, but received ${value.values.length}`)
  }
  if (Array.isArray(value)) return value.map((item) => forTarget(item, k, count))
  return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, forTarget(item, k, count)]))
}
