import type { DType } from '../../../protocol/dtype.js'
import { dtypeOf, resultType } from '../../dtypes/result-type.js'
import type { WeakScalar } from '../../dtypes/weak-scalar.js'
import { type Builder, castTo, type Operand } from './builder.js'

/** How far apart values may be that count as close: `absolute + relative * |b|`. */
export interface Tolerance {
  /** Default 1e-5. */
  readonly rtol?: number
  /** Default 1e-8. */
  readonly atol?: number
  /** Whether NaN is close to NaN; default false. */
  readonly equalNaN?: boolean
}

/** An expression over which a reduction goes last. */
export interface Reduced<N> {
  readonly reduction: 'all'
  readonly of: N
}

/**
 * Tell for each element whether `a` is close to `b`; infinities are close to themselves only.
 *
 * Not collective.
 *
 * @see source: NumPy, `numpy.isclose`.
 */
export function isclose<N extends { readonly dtype: DType }>(b: Builder<N>, x: Operand<N>, y: Operand<N>, tolerance: Tolerance = {}): N {
  const { rtol = 1e-5, atol = 1e-8, equalNaN = false } = tolerance
  const [left, right] = [floated(b, x, y), floated(b, y, x)]
  const distance = b.op('abs', b.op('subtract', left, right))
  const allowed = b.op('add', b.op('multiply', b.op('abs', right), rtol), atol)
  const isNear = b.op('logicalAnd', b.op('lessEqual', distance, allowed), b.op('isfinite', right))
  const isClose = b.op('logicalOr', isNear, b.op('equal', left, right))
  return equalNaN ? b.op('logicalOr', isClose, bothNaN(b, left, right)) : isClose
}

/** Tell whether all elements are close; see {@link isclose}. */
export function allclose<N extends { readonly dtype: DType }>(
  b: Builder<N>,
  x: Operand<N>,
  y: Operand<N>,
  tolerance: Tolerance = {},
): Reduced<N> {
  return { reduction: 'all', of: isclose(b, x, y, tolerance) }
}

/** Tell whether all elements are equal; that the shapes are has to be asked before. */
export function arrayEqual<N extends { readonly dtype: DType }>(
  b: Builder<N>,
  x: Operand<N>,
  y: Operand<N>,
  { equalNaN = false }: { readonly equalNaN?: boolean } = {},
): Reduced<N> {
  const isEqual = b.op('equal', x, y)
  return { reduction: 'all', of: equalNaN ? b.op('logicalOr', isEqual, bothNaN(b, x, y)) : isEqual }
}

function bothNaN<N extends { readonly dtype: DType }>(b: Builder<N>, x: Operand<N>, y: Operand<N>): N {
  return b.op('logicalAnd', b.op('isnan', x), b.op('isnan', y))
}

/** Integers as float64, so that differences neither wrap nor are refused. */
function floated<N extends { readonly dtype: DType }>(b: Builder<N>, x: Operand<N>, other: Operand<N>): N {
  if (dtypeOf(x) !== undefined) return castTo(b, x as N, resultType((x as N).dtype, 0.5))
  const dtype = resultType(other, x as WeakScalar, 0.5)
  return b.constant(x as WeakScalar, dtype)
}
