import { closest } from '../../protocol/closest.js'
import { ArgumentError } from '../../protocol/errors.js'
import { arithmetic } from './arithmetic.js'
import { bitwise } from './bitwise.js'
import { comparisons } from './comparison.js'
import { complexes } from './complex.js'
import { floating } from './floating.js'
import { logicals } from './logical.js'
import type { Operation } from './operation.js'
import { rounding } from './rounding.js'
import { selection } from './selection.js'
import { transcendental } from './transcendental.js'

/** Every operation that the kernels do in one step. */
export const operations: readonly Operation[] = [
  ...arithmetic,
  ...bitwise,
  ...comparisons,
  ...complexes,
  ...floating,
  ...logicals,
  ...rounding,
  ...selection,
  ...transcendental,
]

const byName = new Map(operations.map((operation) => [operation.name, operation]))

/** NumPy's names in our spelling, where ours are others: `arcsin`, `leftShift`. */
const byNumpyName = new Map(operations.map((operation) => [camelCase(operation.numpy ?? operation.name), operation]))

/**
 * Return the operation of this name.
 *
 * Not collective.
 *
 * @throws {ArgumentError} There is none; the message tells the one that was probably meant.
 */
export function operationNamed(name: string): Operation {
  const found = byName.get(name)
  if (found) return found
  const numpys = byNumpyName.get(camelCase(name))
  const meant = numpys?.name ?? closest(name, [...byName.keys()])
  throw new ArgumentError(`Expected the name of an operation but received '${name}'${meant ? `; did you mean '${meant}'?` : ''}`)
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}
