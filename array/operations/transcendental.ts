import { kindOf } from '../dtypes/kinds.js'
import { define } from './define.js'
import type { Operation } from './operation.js'
import { computeIn, floats, inexact, type Rule, words } from './rules.js'

/** Complex powers of two have no loop of their own. */
const exp2: Rule = (dtype) => (kindOf(dtype) === 'complex' ? { ...computeIn(dtype, dtype, 'pow'), before: 2 } : floats(dtype))

export const transcendental: readonly Operation[] = [
  ...define('transcendental', 1, [
    ['sqrt', 'sqrt', inexact, words.anything],
    ['exp', 'exp', inexact, words.anything],
    ['expm1', 'expm1', inexact, words.anything],
    ['log', 'log', inexact, words.anything],
    ['log1p', 'log1p', inexact, words.anything],
    ['log2', 'log2', inexact, words.anything],
    ['log10', 'log10', inexact, words.anything],
    ['sin', 'sin', inexact, words.anything],
    ['cos', 'cos', inexact, words.anything],
    ['tan', 'tan', inexact, words.anything],
    ['asin', 'arcsin', inexact, words.anything],
    ['acos', 'arccos', inexact, words.anything],
    ['atan', 'arctan', inexact, words.anything],
    ['sinh', 'sinh', inexact, words.anything],
    ['cosh', 'cosh', inexact, words.anything],
    ['tanh', 'tanh', inexact, words.anything],
    ['asinh', 'arcsinh', inexact, words.anything],
    ['acosh', 'arccosh', inexact, words.anything],
    ['atanh', 'arctanh', inexact, words.anything],
    ['exp2', 'exp2', exp2, words.anything],
    ['cbrt', 'cbrt', floats, words.floats],
    ['erf', undefined, floats, words.floats],
    ['erfc', undefined, floats, words.floats],
    ['gamma', undefined, floats, words.floats],
    ['lgamma', undefined, floats, words.floats],
    ['i0', 'i0', floats, words.floats],
    ['deg2rad', 'deg2rad', floats, words.floats],
    ['rad2deg', 'rad2deg', floats, words.floats],
  ]),
  ...define('transcendental', 2, [
    ['atan2', 'arctan2', floats, words.floats],
    ['hypot', 'hypot', floats, words.floats],
    ['logaddexp', 'logaddexp', floats, words.floats],
    ['logaddexp2', 'logaddexp2', floats, words.floats],
  ]),
]
