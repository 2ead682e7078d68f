import { type Binary, binary } from './forms.js'

/** Tell where `x1 == x2`. NaN equals nothing. */
export const equal: Binary<'bool'> = binary('equal')

/** Tell where `x1 != x2`. */
export const notEqual: Binary<'bool'> = binary('notEqual')

/** Tell where `x1 < x2`. Complex numbers have no order. */
export const less: Binary<'bool'> = binary('less')

/** Tell where `x1 <= x2`. */
export const lessEqual: Binary<'bool'> = binary('lessEqual')

/** Tell where `x1 > x2`. */
export const greater: Binary<'bool'> = binary('greater')

/** Tell where `x1 >= x2`. */
export const greaterEqual: Binary<'bool'> = binary('greaterEqual')
