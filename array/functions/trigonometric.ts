import { type Binary, binary, type Unary, unary } from './forms.js'

/** Return sines of angles in radians. */
export const sin: Unary = unary('sin')

/** Return cosines of angles in radians. */
export const cos: Unary = unary('cos')

/** Return tangents of angles in radians. */
export const tan: Unary = unary('tan')

/** Return the angles, in radians, whose sines these are. */
export const asin: Unary = unary('asin')

/** Return the angles, in radians, whose cosines these are. */
export const acos: Unary = unary('acos')

/** Return the angles, in radians, whose tangents these are. */
export const atan: Unary = unary('atan')

/** Return the angles, in radians, of the points (`x2`, `x1`), in [-pi, pi]. */
export const atan2: Binary = binary('atan2')

/** Return hyperbolic sines. */
export const sinh: Unary = unary('sinh')

/** Return hyperbolic cosines. */
export const cosh: Unary = unary('cosh')

/** Return hyperbolic tangents. */
export const tanh: Unary = unary('tanh')

/** Return the numbers whose hyperbolic sines these are. */
export const asinh: Unary = unary('asinh')

/** Return the numbers whose hyperbolic cosines these are. */
export const acosh: Unary = unary('acosh')

/** Return the numbers whose hyperbolic tangents these are. */
export const atanh: Unary = unary('atanh')

/** Return `sqrt(x1 ** 2 + x2 ** 2)`, without overflow between. */
export const hypot: Binary = binary('hypot')

/** Return angles in radians that are given in degrees. */
export const deg2rad: Unary = unary('deg2rad')

/** Return angles in degrees that are given in radians. */
export const rad2deg: Unary = unary('rad2deg')
