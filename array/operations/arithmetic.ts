import { ArgumentError } from '../../protocol/errors.js'
import { isInexact, kindOf, realDType } from '../dtypes/kinds.js'
import { type DTypeLike, dtypeOf, resultType } from '../dtypes/result-type.js'
import { define } from './define.js'
import type { Operation, Resolution } from './operation.js'
import {
  argumentOf,
  computeIn,
  countedNumbers,
  countedReals,
  inexact,
  integers,
  loopOf,
  numbers,
  onCommonDType,
  type Rule,
  words,
} from './rules.js'

/** Numbers by the loop of the operation, bool by a logical one. */
const orLogical =
  (loop: string): Rule =>
  (dtype) =>
    dtype === 'bool' ? computeIn('bool', 'bool', loop) : numbers(dtype)

const absolute: Rule = (dtype) => {
  const kind = kindOf(dtype)
  return kind === 'bool' || kind === 'unsigned' ? { same: dtype } : computeIn(dtype, realDType(dtype))
}

const itself: Rule = (dtype) => (dtype === 'bool' ? undefined : { same: dtype })

const power = onCommonDType('pow', countedNumbers)

/** Exponents that are known, and for which there is something both faster and more exact than a power. */
function findPower(operands: readonly DTypeLike[]): Resolution | undefined {
  const [base, exponent] = operands as readonly [DTypeLike, DTypeLike]
  const dtype = resultType(...operands)
  if (dtypeOf(exponent) !== undefined || dtypeOf(base) === undefined) return power(operands)
  if (!isInexact(dtype) && Number(exponent) < 0)
    throw new ArgumentError(
      `Expected a non-negative integer for the exponent of pow on ${dtype} but received ${exponent}; integers have no negative powers: cast the array with astype('float64') first`,
    )
  if (typeof exponent === 'boolean') return power(operands)
  if (Number(exponent) === 1) return { kind: 'operand', operand: 0, dtype }
  if (Number(exponent) === 2) return loopOf('square', [argumentOf(base, 0, dtype)], dtype)
  if (Number(exponent) === -1 && kindOf(dtype) === 'float') return loopOf('reciprocal', [argumentOf(base, 0, dtype)], dtype)
  return power(operands)
}

export const arithmetic: readonly Operation[] = [
  ...define('arithmetic', 1, [
    ['abs', 'abs', absolute, words.anything],
    ['negative', 'negative', numbers, words.numbers],
    ['positive', 'positive', itself, words.numbers],
    ['reciprocal', 'reciprocal', inexact, words.anything],
    ['sign', 'sign', numbers, words.numbers],
    ['square', 'square', countedNumbers, words.anything],
  ]),
  ...define('arithmetic', 2, [
    ['add', 'add', orLogical('logicalOr'), words.anything],
    ['subtract', 'subtract', numbers, words.numbers],
    ['multiply', 'multiply', orLogical('logicalAnd'), words.anything],
    ['divide', 'divide', inexact, words.anything],
    ['floorDivide', 'floor_divide', countedReals, words.reals],
    ['remainder', 'remainder', countedReals, words.reals],
    ['fmod', 'fmod', countedReals, words.reals],
    ['gcd', 'gcd', integers, words.integers],
    ['lcm', 'lcm', integers, words.integers],
  ]),
  { name: 'pow', numpy: 'power', arity: 2, family: 'arithmetic', takes: words.anything, find: findPower },
]
