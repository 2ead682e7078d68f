import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import type { ArrayCore } from '../array-core.js'
import { checkOptions } from '../check-options.js'
import type { DistArray } from '../dist-array.js'
import type { Promoted, PromotedWith } from '../dtypes/operation-result.js'
import { apply, builder, type Operand } from '../expression/build.js'
import type { Elementwise } from '../expression/node.js'
import { type ArrayOrScalar, compose, type ElementwiseOptions } from '../lazy/elementwise.js'
import { composed, type Replacements } from '../operations/composed.js'

/**
 * Choose from two operands, element by element.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param condition Where it is true `x1` is taken; else `x2`.
 * @returns         The common dtype of `x1` and `x2`.
 * @throws As `Binary`.
 */
export function where<A extends ArrayOrScalar, B extends ArrayOrScalar, R extends DType = Promoted<A, B>>(
  condition: ArrayOrScalar,
  x1: A,
  x2: B,
  options?: ElementwiseOptions<R>,
): DistArray<R> {
  return compose('where', [condition, x1, x2], (...operands) => apply('where', operands), options)
}

/**
 * Bound the elements from below, from above or both. NaN stays, and a bound that is NaN makes NaN.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param min Undefined or null for none.
 * @param max Undefined or null for none.
 * @throws As `Binary`.
 */
export function clip<
  D extends DType,
  A extends ArrayOrScalar | null | undefined,
  B extends ArrayOrScalar | null | undefined,
  R extends DType = PromotedWith<PromotedWith<D, A>, B>,
>(x: ArrayCore<D>, min?: A, max?: B, options?: ElementwiseOptions<R>): DistArray<R> {
  const bounds = [min, max].filter((bound): bound is NonNullable<A | B> => bound !== undefined && bound !== null)
  return compose(
    'clip',
    [x, ...bounds],
    (it, ...rest) => {
      const low = min === undefined || min === null ? undefined : rest[0]
      const high = max === undefined || max === null ? undefined : rest.at(-1)
      return composed.clip(builder, it as Elementwise, low, high)
    },
    options,
  )
}

/**
 * Replace NaN and the infinities by numbers; in complex numbers, part by part.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param replacements By default 0 for NaN, and the greatest and least number of the dtype.
 * @throws As `Unary`.
 */
export function nanToNum<D extends DType, R extends DType = D>(
  x: ArrayCore<D>,
  replacements: Replacements = {},
  options?: ElementwiseOptions<R>,
): DistArray<R> {
  checkOptions('nanToNum', replacements, ['nan', 'posinf', 'neginf'])
  return compose('nanToNum', [x], (it) => composed.nanToNum(builder, it as Elementwise, replacements), options)
}

/**
 * Choose from the first of several operands whose condition holds.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param conditions bool arrays.
 * @param choices    One per condition.
 * @param otherwise  Where no condition holds; default 0.
 * @returns          The common dtype of all choices.
 * @throws {ArgumentError} No condition, or another number of choices.
 * @throws {DTypeError}    A condition that is not bool.
 * @throws As `Binary`.
 * @example
 * select([less(x, 0), greater(x, 10)], [0, 10], x)
 */
export function select(
  conditions: readonly ArrayCore[],
  choices: readonly ArrayOrScalar[],
  otherwise: ArrayOrScalar = 0,
  options?: ElementwiseOptions,
): DistArray {
  requireLists('select', { conditions, choices })
  const count = conditions.length
  return compose(
    'select',
    [...conditions, ...choices, otherwise],
    (...operands) =>
      composed.select(builder, operands.slice(0, count) as Elementwise[], operands.slice(count, -1), operands.at(-1) as Operand),
    options,
  )
}

/** A piece of a function: a value, or what makes the values of the argument. */
export type FunctionPiece = ArrayOrScalar | ((x: DistArray) => ArrayOrScalar)

/**
 * Compute a function that is defined by pieces: the last whose condition holds; one piece more is for where none does, else it is 0.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param conditions bool arrays.
 * @param pieces     Each is computed everywhere, in the same pass; what it gives elsewhere is not used.
 * @returns          The dtype of `x`.
 * @throws {ArgumentError} No condition, or neither as many pieces nor one more.
 * @throws {DTypeError}    A condition that is not bool.
 * @throws As `Binary`.
 * @example
 * piecewise(x, [less(x, 0)], [negative, (x) => sqrt(x)])
 */
export function piecewise(
  x: DistArray,
  conditions: readonly ArrayCore[],
  pieces: readonly FunctionPiece[],
  options?: ElementwiseOptions,
): DistArray {
  requireLists('piecewise', { conditions, pieces })
  const made = pieces.map((piece) => (typeof piece === 'function' ? piece(x) : piece))
  const count = conditions.length
  return compose(
    'piecewise',
    [x, ...conditions, ...made],
    (it, ...rest) => composed.piecewise(builder, it as Elementwise, rest.slice(0, count) as Elementwise[], rest.slice(count)),
    options,
  )
}

/** @throws {ArgumentError} One of the arguments is no list. */
function requireLists(name: string, lists: Readonly<Record<string, readonly unknown[]>>): void {
  for (const [what, list] of Object.entries(lists))
    if (!Array.isArray(list)) throw new ArgumentError(expected('a list', `the ${what} of ${name}`, list))
}
