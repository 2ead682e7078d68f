import { type Binary, binary } from './forms.js'

/** Return the greater of two elements. NaN wins. */
export const maximum: Binary<'same'> = binary('maximum')

/** Return the lesser of two elements. NaN wins. */
export const minimum: Binary<'same'> = binary('minimum')

/** Return the greater of two elements, the other one where one is NaN. */
export const fmax: Binary<'same'> = binary('fmax')

/** Return the lesser of two elements, the other one where one is NaN. */
export const fmin: Binary<'same'> = binary('fmin')
