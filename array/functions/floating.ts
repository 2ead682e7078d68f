import { type Binary, binary, type Unary, unary } from './forms.js'

/** Tell where the elements are neither infinite nor NaN. */
export const isfinite: Unary<'bool'> = unary('isfinite')

/** Tell where the elements are infinite. */
export const isinf: Unary<'bool'> = unary('isinf')

/** Tell where the elements are NaN. */
export const isnan: Unary<'bool'> = unary('isnan')

/** Tell where the sign bit is set: of -0 it is. */
export const signbit: Unary<'bool'> = unary('signbit')

/** Return the magnitudes of `x1` with the signs of `x2`. */
export const copysign: Binary<'float'> = binary('copysign')

/** Return the numbers of the dtype that come next after `x1` on the way to `x2`. */
export const nextafter: Binary<'float'> = binary('nextafter')

/** Return 0 where `x1` is negative, 1 where it is positive, and `x2` where it is 0. */
export const heaviside: Binary<'float'> = binary('heaviside')
