import type { DType } from '../../protocol/dtype.js'
import type { DistArray } from '../dist-array.js'
import { kindOf } from '../dtypes/kinds.js'
import { apply } from '../expression/build.js'
import { cast, type Elementwise, stretch } from '../expression/node.js'
import { compose } from '../lazy/elementwise.js'
import { reducedCount } from './axes.js'
import { asFound, type Reduced, reduce } from './reduce.js'

/*
 * Means and variances whose bits do not depend on who has which elements: sums in bins, and the same rounding of what is done with
 * them. Where there is more than one sum, all of them are found in one pass.
 */

/**
 * Return means of floating-point numbers.
 *
 * @param terms The elements, real or complex.
 * @returns     Of the dtype of the terms.
 */
export function reproducibleMean(reduced: Reduced, terms: Elementwise): DistArray {
  const parts = kindOf(terms.dtype) === 'complex' ? ['real', 'imag'].map((part) => apply(part, [terms])) : [terms]
  return quotient(reduced, parts, 0, ([first, second], count) => {
    const real = apply('divide', [first as Elementwise, count])
    const whole = second === undefined ? real : apply('makeComplex', [real, apply('divide', [second, count])])
    return cast(whole, terms.dtype)
  })
}

/** What {@link reproducibleVariance} makes. */
interface SpreadOptions {
  readonly dtype: DType
  readonly correction: number
  /** Whether it is standard deviations. */
  readonly isRoot: boolean
  /** Whether it is a number, or infinity, where there are no more elements than `correction`; else NaN. */
  readonly isNumber: boolean
}

/**
 * Return variances or standard deviations in two passes.
 *
 * @param terms Float64 or complex128.
 */
export function reproducibleVariance(
  reduced: Reduced,
  terms: Elementwise,
  { dtype, correction, isRoot, isNumber }: SpreadOptions,
): DistArray {
  const center = reproducibleMean({ ...reduced, keepdims: true }, terms)
  const { node, sources } = center._node()
  const distance = apply('subtract', [terms, node])
  const again: Reduced = { ...reduced, sources: [...reduced.sources, ...sources] }
  const result = quotient(again, [squareOf(distance)], correction, ([total], count) => {
    const divided = apply('divide', [total as Elementwise, count])
    const spread = isNumber ? divided : apply('where', [apply('greater', [count, 0]), divided, Number.NaN])
    return cast(isRoot ? apply('sqrt', [spread]) : spread, dtype)
  })
  center.free()
  return result
}

/** The square of the modulus, real. */
export function squareOf(node: Elementwise): Elementwise {
  if (kindOf(node.dtype) !== 'complex') return apply('multiply', [node, node])
  const [real, imag] = ['real', 'imag'].map((part) => apply(part, [node])) as [Elementwise, Elementwise]
  return apply('add', [apply('multiply', [real, real]), apply('multiply', [imag, imag])])
}

/** Sums of several expressions, and what is made of them and of the number of elements that count, less a correction. */
function quotient(
  reduced: Reduced,
  parts: readonly Elementwise[],
  correction: number,
  make: (totals: readonly Elementwise[], count: Elementwise | number) => Elementwise,
): DistArray {
  const { node, mask, axes } = reduced
  const binned = (part: Elementwise, finish: (total: Elementwise) => Elementwise, dtype: DType): DistArray =>
    reduce(reduced, { kernel: 'binnedSum', operands: [part], dtype, finish: (total) => finish(total as Elementwise) })
  if (mask === undefined) {
    const count = Math.max(0, reducedCount(node.shape, axes) - correction)
    if (parts.length === 1) {
      const { dtype } = make([cast(parts[0] as Elementwise, 'float64')], count)
      return binned(parts[0] as Elementwise, (total) => make([total], count), dtype)
    }
    return together(
      parts.map((part) => binned(part, (total) => total, 'float64')),
      (totals) => make(totals, count),
    )
  }
  const totals = parts.map((part) => binned(apply('where', [mask, part, 0]), (total) => total, 'float64'))
  const counted = [stretch(mask, node.shape)]
  const count = reduce(reduced, { kernel: 'count', operands: counted, dtype: 'float64', finish: asFound })
  return together([...totals, count], (made) =>
    make(made.slice(0, -1), apply('maximum', [apply('subtract', [made.at(-1) as Elementwise, correction]), 0])),
  )
}

/** Compute reductions in one pass, and make an expression of their results. */
function together(parts: readonly DistArray[], make: (parts: readonly Elementwise[]) => Elementwise): DistArray {
  parts[0]?.context.compute(...parts)
  const made = compose('reduction', parts, (...nodes) => make(nodes as Elementwise[]))
  for (const part of parts) part.free()
  return made
}
