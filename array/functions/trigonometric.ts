import { type Binary, binary, type Unary, unary } from './forms.js'

/** Return sines of angles in radians. */
export const sin: Unary<'float'> = unary('sin')

/** Return cosines of angles in radians. */
export const cos: Unary<'float'> = unary('cos')

/** Return tangents of angles in radians. */
export const tan: Unary<'float'> = unary('tan')

/** Return the angles, in radians, whose sines these are. */
export const asin: Unary<'float'> = unary('asin')

/** Return the angles, in radians, whose cosines these are. */
export const acos: Unary<'float'> = unary('acos')

/** Return the angles, in radians, whose tangents these are. */
export const atan: Unary<'float'> = unary('atan')

/** Return the angles, in radians, of the points (`x2`, `x1`), in [-pi, pi]. */
export const atan2: Binary<'float'> = binary('atan2')

/** Return hyperbolic sines. */
export const sinh: Unary<'float'> = unary('sinh')

/** Return hyperbolic cosines. */
export const cosh: Unary<'float'> = unary('cosh')

/** Return hyperbolic tangents. */
export const tanh: Unary<'float'> = unary('tanh')

/** Return the numbers whose hyperbolic sines these are. */
export const asinh: Unary<'float'> = unary('asinh')

/** Return the numbers whose hyperbolic cosines these are. */
export const acosh: Unary<'float'> = unary('acosh')

/** Return the numbers whose hyperbolic tangents these are. */
export const atanh: Unary<'float'> = unary('atanh')

/** Return `sqrt(x1 ** 2 + x2 ** 2)`, without overflow between. */
export const hypot: Binary<'float'> = binary('hypot')

/** Return angles in radians that are given in degrees. */
export const deg2rad: Unary<'float'> = unary('deg2rad')

/** Return angles in degrees that are given in radians. */
export const rad2deg: Unary<'float'> = unary('rad2deg')
