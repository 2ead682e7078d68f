import { type Binary, binary, type Unary, unary } from './forms.js'

/** Return square roots. Of negative real numbers they are NaN. */
export const sqrt: Unary<'float'> = unary('sqrt')

/** Return cube roots, of negative numbers too. */
export const cbrt: Unary<'float'> = unary('cbrt')

/** Return the powers of e. */
export const exp: Unary<'float'> = unary('exp')

/** Return the powers of 2. */
export const exp2: Unary<'float'> = unary('exp2')

/** Return `exp(x) - 1`, exact near 0. */
export const expm1: Unary<'float'> = unary('expm1')

/** Return natural logarithms. */
export const log: Unary<'float'> = unary('log')

/** Return `log(1 + x)`, exact near 0. */
export const log1p: Unary<'float'> = unary('log1p')

/** Return logarithms to the base 2. */
export const log2: Unary<'float'> = unary('log2')

/** Return logarithms to the base 10. */
export const log10: Unary<'float'> = unary('log10')

/** Return `log(exp(x1) + exp(x2))`, without overflow between. */
export const logaddexp: Binary<'float'> = binary('logaddexp')

/** Return `log2(2 ** x1 + 2 ** x2)`, without overflow between. */
export const logaddexp2: Binary<'float'> = binary('logaddexp2')
