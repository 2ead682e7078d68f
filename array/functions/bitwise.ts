import { type Binary, binary, type Unary, unary } from './forms.js'

/** Invert every bit; of bool the value. */
export const bitwiseInvert: Unary<'same'> = unary('bitwiseInvert')

/** Return the bits that both have. */
export const bitwiseAnd: Binary<'same'> = binary('bitwiseAnd')

/** Return the bits that one of them has. */
export const bitwiseOr: Binary<'same'> = binary('bitwiseOr')

/** Return the bits that just one of them has. */
export const bitwiseXor: Binary<'same'> = binary('bitwiseXor')

/** Shift the bits of `x1` by `x2` places to the left. By its width or more it is 0. */
export const bitwiseLeftShift: Binary<'counted'> = binary('bitwiseLeftShift')

/** Shift the bits of `x1` by `x2` places to the right, keeping the sign. */
export const bitwiseRightShift: Binary<'counted'> = binary('bitwiseRightShift')
