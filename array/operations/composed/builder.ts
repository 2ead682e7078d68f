import type { DType } from '../../../protocol/dtype.js'
import { dtypeOf, resultType } from '../../dtypes/result-type.js'
import type { WeakScalar } from '../../dtypes/weak-scalar.js'

/** What a function is composed with: it makes nodes of an expression, of type `N`, out of others. */
export interface Builder<N extends { readonly dtype: DType }> {
  /** Apply an operation of the table. */
  op(name: string, ...operands: readonly (N | WeakScalar)[]): N
  /** Make one value, to be broadcast. */
  constant(value: WeakScalar, dtype: DType): N
  cast(node: N, dtype: DType): N
}

/** An operand of a composed function. */
export type Operand<N> = N | WeakScalar

/** Make a node of `dtype`, by any cast: a scalar with a fraction loses it where `dtype` is an integer. */
export function inDType<N extends { readonly dtype: DType }>(b: Builder<N>, operand: Operand<N>, dtype: DType): N {
  if (dtypeOf(operand) !== undefined) return castTo(b, operand as N, dtype)
  const scalar = operand as WeakScalar
  return resultType(dtype, scalar) === dtype ? b.constant(scalar, dtype) : b.cast(b.constant(scalar, resultType(scalar)), dtype)
}

/** Cast unless it is of that dtype already. */
export function castTo<N extends { readonly dtype: DType }>(b: Builder<N>, node: N, dtype: DType): N {
  return node.dtype === dtype ? node : b.cast(node, dtype)
}
