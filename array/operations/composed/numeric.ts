import type { DType } from '../../../protocol/dtype.js'
import { ArgumentError, expected } from '../../../protocol/errors.js'
import { isInexact, isInteger, kindOf } from '../../dtypes/kinds.js'
import { dtypeOf, resultType } from '../../dtypes/result-type.js'
import type { WeakScalar } from '../../dtypes/weak-scalar.js'
import { type Builder, castTo, type Operand } from './builder.js'

type Node = { readonly dtype: DType }

/** Quotient and remainder of a division that rounds down. */
export function divmod<N extends Node>(b: Builder<N>, x: Operand<N>, y: Operand<N>): [quotient: N, remainder: N] {
  return [b.op('floorDivide', x, y), b.op('remainder', x, y)]
}

/** Fraction and integer part, both of the sign of `x`. */
export function modf<N extends Node>(b: Builder<N>, x: Operand<N>): [fraction: N, integer: N] {
  return [b.op('modfFraction', x), b.op('modfInteger', x)]
}

/** Mantissa in [0.5, 1) and int32 exponent, so that `x = mantissa * 2 ** exponent`. */
export function frexp<N extends Node>(b: Builder<N>, x: Operand<N>): [mantissa: N, exponent: N] {
  return [b.op('frexpMantissa', x), b.op('frexpExponent', x)]
}

/** Beyond this, every finite float is 0 or infinite, whatever it was before: 2098 is enough for float64. */
const greatestExponent = 4096

/** Return `x * 2 ** exponent`. Exponents of 64 bits are bounded before they are narrowed. */
export function ldexp<N extends Node>(b: Builder<N>, x: Operand<N>, exponent: Operand<N>): N {
  const wide = dtypeOf(exponent)
  if (wide === undefined) {
    const bound = (e: WeakScalar): WeakScalar =>
      typeof e === 'bigint' || Number.isInteger(e) ? Math.max(-greatestExponent, Math.min(greatestExponent, Number(e))) : e
    return b.op('ldexp', x, bound(exponent as WeakScalar))
  }
  if (wide !== 'uint32' && wide !== 'int64' && wide !== 'uint64') return b.op('ldexp', x, exponent)
  const bounded = b.op('clip', exponent, kindOf(wide) === 'unsigned' ? 0 : -greatestExponent, greatestExponent)
  return b.op('ldexp', x, b.cast(bounded, 'int32'))
}

/** Return `sin(pi x) / (pi x)`, 1 at 0. Source: NumPy, `numpy.sinc`. */
export function sinc<N extends Node>(b: Builder<N>, x: N): N {
  const y = b.op('multiply', b.op('where', b.op('equal', x, 0), 1e-20, x), Math.PI)
  return b.op('divide', b.op('sin', y), y)
}

/**
 * Round to the nearest, half to even, at a decimal digit.
 *
 * Not collective. Integers change only where `decimals` is negative.
 *
 * @param decimals Digits after the point; negative ones count before it.
 * @throws {ArgumentError} `decimals` is no integer.
 * @see source: NumPy, `numpy.round`: scale, round, scale back.
 */
export function round<N extends Node>(b: Builder<N>, x: N, decimals = 0): N {
  if (!Number.isInteger(decimals)) throw new ArgumentError(expected('an integer', 'decimals', decimals))
  if (decimals === 0 || (decimals > 0 && !isInexact(x.dtype))) return b.op('round', x)
  if (kindOf(x.dtype) === 'complex') return b.op('makeComplex', round(b, b.op('real', x), decimals), round(b, b.op('imag', x), decimals))
  // Not `10 ** n`, which is not always the nearest number.
  const scale = Number(`1e${Math.abs(decimals)}`)
  const float = castTo(b, x, resultType(x.dtype, 0.5))
  const [to, from] = decimals > 0 ? ['multiply', 'divide'] : ['divide', 'multiply']
  const rounded = b.op(from as string, b.op('round', b.op(to as string, float, scale)), scale)
  return isInteger(x.dtype) || x.dtype === 'bool' ? b.cast(rounded, x.dtype) : rounded
}
