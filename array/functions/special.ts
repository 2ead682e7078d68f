import { type Unary, unary } from './forms.js'

/** Return the error function. */
export const erf: Unary<'float'> = unary('erf')

/** Return `1 - erf(x)`, exact where that is small. */
export const erfc: Unary<'float'> = unary('erfc')

/** Return the gamma function; NaN at the negative integers. */
export const gamma: Unary<'float'> = unary('gamma')

/** Return the logarithm of the absolute value of the gamma function. */
export const lgamma: Unary<'float'> = unary('lgamma')

/** Return the modified Bessel function of the first kind and order 0. */
export const i0: Unary<'float'> = unary('i0')
