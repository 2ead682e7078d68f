import { type Binary, binary, type Unary, unary } from './forms.js'

/** Return the complex conjugates; real numbers as they are. */
export const conj: Unary<'same'> = unary('conj')

/** Return the real parts; real numbers as they are. */
export const real: Unary<'real'> = unary('real')

/** Return the imaginary parts; of real numbers 0. */
export const imag: Unary<'real'> = unary('imag')

/** Return the angles of complex numbers in radians, in [-pi, pi]. */
export const angle: Unary<'realFloat'> = unary('angle')

/** Make complex numbers of real and imaginary parts. */
export const makeComplex: Binary = binary('makeComplex')
