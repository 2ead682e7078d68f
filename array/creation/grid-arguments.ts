import { ArrayCore } from '../array-core.js'
import { isWeakScalar } from '../dtypes/weak-scalar.js'
import { NDArray } from '../nd-array.js'

/**
 * Part arguments that are arrays or values for them, any number, and then options, if there are any.
 *
 * Not collective.
 */
export function partGridArguments<O extends object>(
  given: readonly unknown[],
): { readonly values: readonly unknown[]; readonly options: O } {
  const last = given.at(-1)
  return isOptions(last) ? { values: given.slice(0, -1), options: last as O } : { values: given, options: {} as O }
}

function isOptions(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || isWeakScalar(value)) return false
  return !(value instanceof ArrayCore || value instanceof NDArray || Array.isArray(value) || ArrayBuffer.isView(value))
}
