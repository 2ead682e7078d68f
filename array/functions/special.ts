import { type Unary, unary } from './forms.js'

/** Return the error function. */
export const erf: Unary = unary('erf')

/** Return `1 - erf(x)`, exact where that is small. */
export const erfc: Unary = unary('erfc')

/** Return the gamma function; NaN at the negative integers. */
export const gamma: Unary = unary('gamma')

/** Return the logarithm of the absolute value of the gamma function. */
export const lgamma: Unary = unary('lgamma')

/** Return the modified Bessel function of the first kind and order 0. */
export const i0: Unary = unary('i0')
