import { type Binary, binary, type Unary, unary } from './forms.js'

/** Return absolute values; of complex numbers the moduli, in their real dtype. */
export const abs: Unary<'real'> = unary('abs')

/** Return the elements with the other sign. Unsigned integers wrap. */
export const negative: Unary<'same'> = unary('negative')

/** Return the elements as they are. */
export const positive: Unary<'same'> = unary('positive')

/** Return `1 / x`, in floating point. */
export const reciprocal: Unary<'float'> = unary('reciprocal')

/** Return -1, 0 or 1; of complex numbers `x / abs(x)`, and 0 of 0. NaN stays. */
export const sign: Unary<'same'> = unary('sign')

/** Return `x * x`. */
export const square: Unary<'counted'> = unary('square')

/** Return `x1 + x2`; for bool the logical or. */
export const add: Binary<'same'> = binary('add')

/** Return `x1 - x2`. There is none for bool. */
export const subtract: Binary<'same'> = binary('subtract')

/** Return `x1 * x2`; for bool the logical and. */
export const multiply: Binary<'same'> = binary('multiply')

/** Return `x1 / x2` in floating point, of integers too. */
export const divide: Binary<'float'> = binary('divide')

/** Return `x1 / x2` rounded down. An integer divided by 0 is 0. */
export const floorDivide: Binary<'counted'> = binary('floorDivide')

/** Return what is left of `x1` after division by `x2` that rounds down: it has the sign of `x2`. */
export const remainder: Binary<'counted'> = binary('remainder')

/** Return what is left of `x1` after division by `x2` that rounds towards 0: it has the sign of `x1`. */
export const fmod: Binary<'counted'> = binary('fmod')

/**
 * Return `x1` to the power of `x2`.
 *
 * @throws {ArgumentError} A negative number as the exponent of integers, which have no such powers.
 */
export const pow: Binary<'counted'> = binary('pow')

/** Return the greatest common divisors of integers. */
export const gcd: Binary<'same'> = binary('gcd')

/** Return the least common multiples of integers. */
export const lcm: Binary<'same'> = binary('lcm')
