import { isInexact } from '../dtypes/kinds.js'
import { type DTypeLike, resultType } from '../dtypes/result-type.js'
import { define } from './define.js'
import type { Operation, Resolution } from './operation.js'
import { argumentOf, computeIn, loopOf, ordered, type Rule, truthArgument, words } from './rules.js'

/** Where nothing is NaN, what ignores NaN is what does not. */
const ignoringNaN =
  (loop: string): Rule =>
  (dtype) =>
    isInexact(dtype) ? ordered(dtype) : computeIn(dtype, dtype, loop)

const clip: Rule = (dtype) => (dtype === 'bool' ? undefined : ordered(dtype))

/** The condition takes no part in promotion. */
function findWhere(operands: readonly DTypeLike[]): Resolution {
  const [condition, yes, no] = operands as readonly [DTypeLike, DTypeLike, DTypeLike]
  const dtype = resultType(yes, no)
  return loopOf('where', [truthArgument(condition, 0), argumentOf(yes, 1, dtype), argumentOf(no, 2, dtype)], dtype)
}

export const selection: readonly Operation[] = [
  ...define('selection', 2, [
    ['maximum', 'maximum', ordered, 'real numbers or bool'],
    ['minimum', 'minimum', ordered, 'real numbers or bool'],
    ['fmax', 'fmax', ignoringNaN('maximum'), 'real numbers or bool'],
    ['fmin', 'fmin', ignoringNaN('minimum'), 'real numbers or bool'],
  ]),
  ...define('selection', 3, [['clip', 'clip', clip, words.reals]]),
  { name: 'where', numpy: 'where', arity: 3, family: 'selection', takes: words.anything, find: findWhere },
]
