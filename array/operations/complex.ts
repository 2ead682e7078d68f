import type { DType } from '../../protocol/dtype.js'
import { kindOf, realDType } from '../dtypes/kinds.js'
import { define } from './define.js'
import type { Operation } from './operation.js'
import { computeIn, floats, type Rule, words } from './rules.js'

const isComplex = (dtype: DType): boolean => kindOf(dtype) === 'complex'

const conj: Rule = (dtype) => (isComplex(dtype) ? computeIn(dtype) : { same: dtype })
const real: Rule = (dtype) => (isComplex(dtype) ? computeIn(dtype, realDType(dtype)) : { same: dtype })
const imag: Rule = (dtype) => (isComplex(dtype) ? computeIn(dtype, realDType(dtype)) : { all: 0, dtype })

/** Of a real number 0 or pi: `atan2(0, x)`. */
const angle: Rule = (dtype) => {
  if (isComplex(dtype)) return computeIn(dtype, realDType(dtype))
  const float = dtype === 'float32' ? dtype : 'float64'
  return { ...computeIn(float, float, 'atan2'), before: 0 }
}

/** Real and imaginary part to a complex number. */
const join: Rule = (dtype) => {
  const outcome = floats(dtype)
  if (!outcome || !('compute' in outcome)) return undefined
  return { ...outcome, output: outcome.compute === 'float32' ? 'complex64' : 'complex128' }
}

export const complexes: readonly Operation[] = [
  ...define('complex', 1, [
    ['conj', 'conj', conj, words.anything],
    ['real', 'real', real, words.anything],
    ['imag', 'imag', imag, words.anything],
    ['angle', 'angle', angle, words.anything],
  ]),
  ...define('complex', 2, [['makeComplex', undefined, join, words.floats]]),
]
