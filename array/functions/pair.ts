import { ArgumentError, expected } from '../../protocol/errors.js'
import { checkOptions } from '../check-options.js'
import type { DistArray } from '../dist-array.js'
import type { Operand } from '../expression/build.js'
import type { Elementwise } from '../expression/node.js'
import { type ArrayOrScalar, compose, wherever } from '../lazy/elementwise.js'

/** Where the two results of a function go. */
export interface PairOptions {
  /** The arrays that are written to, and returned. */
  readonly out?: readonly [DistArray, DistArray]
  /** Where it is false, the arrays of `out` keep their elements; without `out` they are 0. */
  readonly where?: ArrayOrScalar
}

/** Make the two results of a function. An array of `out` may be an operand: both are made of the elements before. */
export function pair(
  name: string,
  given: readonly ArrayOrScalar[],
  make: (...operands: Operand[]) => readonly [Elementwise, Elementwise],
  options: PairOptions = {},
): [DistArray, DistArray] {
  checkOptions(name, options, ['out', 'where'])
  const { out, where } = options
  if (out !== undefined) requirePair(name, out)
  const masked = where === undefined ? {} : { where }
  const half = (at: 0 | 1): ((...operands: Operand[]) => Elementwise) => {
    return (...operands) => make(...operands)[at]
  }
  if (!out) return [compose(name, given, half(0), masked), compose(name, given, half(1), masked)]
  // Waits as an expression, so that writing the first result leaves its operands as they are.
  using second = compose(name, [...given, out[1], where ?? true], (...operands) => {
    const [before, mask] = operands.slice(given.length) as [Elementwise, Operand]
    const made = make(...operands.slice(0, given.length))[1]
    return where === undefined ? made : wherever(mask, made, before)
  })
  compose(name, given, half(0), { out: out[0], ...masked })
  compose(name, [second], (it) => it as Elementwise, { out: out[1] })
  return [...out]
}

function requirePair(name: string, out: unknown): void {
  if (!Array.isArray(out) || out.length !== 2) throw new ArgumentError(expected('two arrays in a list', `out of ${name}`, out))
}
