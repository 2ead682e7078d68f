import type { DType } from '../../protocol/dtype.js'
import { isInexact, isInteger, kindOf } from '../dtypes/kinds.js'
import { type DTypeLike, resultType } from '../dtypes/result-type.js'
import { define } from './define.js'
import type { Operation, Resolution } from './operation.js'
import { argumentOf, computeIn, floats, loopOf, type Rule, words } from './rules.js'

/** Numbers that cannot be infinite nor NaN have one answer for all. */
const testOf =
  (otherwise: 0 | 1): Rule =>
  (dtype) =>
    isInexact(dtype) ? computeIn(dtype, 'bool') : { all: otherwise, dtype: 'bool' }

const signbit: Rule = (dtype) => {
  const kind = kindOf(dtype)
  if (kind === 'complex') return undefined
  if (kind === 'float') return computeIn(dtype, 'bool')
  return kind === 'signed' ? { ...computeIn(dtype, 'bool', 'less'), after: 0 } : { all: 0, dtype: 'bool' }
}

const exponent: Rule = (dtype) => {
  const outcome = floats(dtype)
  return outcome && 'compute' in outcome ? { ...outcome, output: 'int32' } : undefined
}

/** The exponents are int32 for every float; wider ones are clipped before, by the composed `ldexp`, not wrapped. */
function findLdexp([fraction, power]: readonly DTypeLike[]): Resolution | undefined {
  const own = resultType(fraction as DTypeLike)
  const exponents: DType = resultType('int8', power as DTypeLike)
  if (kindOf(own) === 'complex' || !isInteger(exponents)) return undefined
  const float = isInexact(own) ? own : 'float64'
  return loopOf('ldexp', [argumentOf(fraction as DTypeLike, 0, float), argumentOf(power as DTypeLike, 1, 'int32')], float)
}

export const floating: readonly Operation[] = [
  ...define('floating', 1, [
    ['isfinite', 'isfinite', testOf(1), words.anything],
    ['isinf', 'isinf', testOf(0), words.anything],
    ['isnan', 'isnan', testOf(0), words.anything],
    ['signbit', 'signbit', signbit, 'real numbers or bool'],
    ['frexpMantissa', undefined, floats, words.floats],
    ['frexpExponent', undefined, exponent, words.floats],
    ['modfFraction', undefined, floats, words.floats],
    ['modfInteger', undefined, floats, words.floats],
  ]),
  ...define('floating', 2, [
    ['copysign', 'copysign', floats, words.floats],
    ['nextafter', 'nextafter', floats, words.floats],
    ['heaviside', 'heaviside', floats, words.floats],
  ]),
  {
    name: 'ldexp',
    numpy: 'ldexp',
    arity: 2,
    family: 'floating',
    takes: 'real numbers, and integers as the second operand,',
    find: findLdexp,
  },
]
