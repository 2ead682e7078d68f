import type { DType } from '../../../protocol/dtype.js'
import { ArgumentError, DTypeError, expected } from '../../../protocol/errors.js'
import { kindOf, realDType } from '../../dtypes/kinds.js'
import { finfo } from '../../dtypes/limits.js'
import { resultType } from '../../dtypes/result-type.js'
import type { WeakScalar } from '../../dtypes/weak-scalar.js'
import { type Builder, inDType, type Operand } from './builder.js'

/**
 * Choose from the first list whose condition holds, else the default.
 *
 * Not collective.
 *
 * @throws {DTypeError}    A condition that is not bool.
 * @throws {ArgumentError} No condition, or another number of choices.
 * @see source: NumPy, `numpy.select`.
 */
export function select<N extends { readonly dtype: DType }>(
  b: Builder<N>,
  conditions: readonly N[],
  choices: readonly Operand<N>[],
  otherwise: Operand<N> = 0,
): N {
  requireConditions('select', conditions)
  if (choices.length !== conditions.length)
    throw new ArgumentError(`Expected as many choices as conditions for select but received ${choices.length} and ${conditions.length}`)
  const dtype = resultType(...choices, otherwise)
  return conditions.reduceRight(
    (rest, condition, i) => b.op('where', condition, inDType(b, choices[i] as Operand<N>, dtype), rest),
    inDType(b, otherwise, dtype),
  )
}

/** A piece of a function: a value, or what to make of the argument. */
export type Piece<N> = Operand<N> | ((x: N) => Operand<N>)

/**
 * Compute a function that is defined by pieces: the last whose condition holds; one piece more is for where none does, else it is 0.
 *
 * Not collective. The result has the dtype of `x`.
 *
 * @throws {DTypeError}    A condition that is not bool.
 * @throws {ArgumentError} No condition, or neither as many pieces nor one more.
 * @see source: NumPy, `numpy.piecewise`.
 */
export function piecewise<N extends { readonly dtype: DType }>(
  b: Builder<N>,
  x: N,
  conditions: readonly N[],
  pieces: readonly Piece<N>[],
): N {
  requireConditions('piecewise', conditions)
  const extra = pieces.length - conditions.length
  if (extra !== 0 && extra !== 1)
    throw new ArgumentError(
      `Expected as many pieces as conditions for piecewise, or one more, but received ${pieces.length} and ${conditions.length}`,
    )
  const made = (piece: Piece<N>): N => inDType(b, typeof piece === 'function' ? piece(x) : piece, x.dtype)
  const rest = extra === 1 ? made(pieces[conditions.length] as Piece<N>) : inDType(b, false, x.dtype)
  return conditions.reduce((otherwise, condition, i) => b.op('where', condition, made(pieces[i] as Piece<N>), otherwise), rest)
}

function requireConditions(name: string, conditions: readonly { readonly dtype: DType }[]): void {
  if (conditions.length === 0) throw new ArgumentError(`Expected at least one condition for ${name} but received none`)
  for (const [i, { dtype }] of conditions.entries())
    if (dtype !== 'bool') throw new DTypeError(expected('an array of bool', `conditions[${i}] of ${name}`, dtype))
}

/**
 * Bound the elements from below, from above or both.
 *
 * Not collective. NaN stays, and a bound that is NaN makes NaN.
 */
export function clip<N extends { readonly dtype: DType }>(b: Builder<N>, x: N, min?: Operand<N>, max?: Operand<N>): N {
  if (min !== undefined && max !== undefined) return b.op('clip', x, min, max)
  if (min !== undefined) return b.op('maximum', x, min)
  return max === undefined ? x : b.op('minimum', x, max)
}

/** What takes the place of values that are not finite. */
export interface Replacements {
  /** Default 0. */
  readonly nan?: number
  /** Default the greatest number of the dtype. */
  readonly posinf?: number
  /** Default the least number of the dtype. */
  readonly neginf?: number
}

/**
 * Replace NaN and the infinities by numbers; in complex numbers, part by part.
 *
 * Not collective.
 *
 * @see source: NumPy, `numpy.nan_to_num`.
 */
export function nanToNum<N extends { readonly dtype: DType }>(b: Builder<N>, x: N, replacements: Replacements = {}): N {
  const kind = kindOf(x.dtype)
  if (kind === 'complex') return b.op('makeComplex', nanToNum(b, b.op('real', x), replacements), nanToNum(b, b.op('imag', x), replacements))
  if (kind !== 'float') return x
  const limits = finfo(realDType(x.dtype))
  const { nan = 0, posinf = limits.max, neginf = limits.min } = replacements
  const infinite = (value: number, by: WeakScalar, rest: N): N => b.op('where', b.op('equal', x, value), inDType(b, by, x.dtype), rest)
  const finite = infinite(Number.POSITIVE_INFINITY, posinf, infinite(Number.NEGATIVE_INFINITY, neginf, x))
  return b.op('where', b.op('isnan', x), inDType(b, nan, x.dtype), finite)
}
