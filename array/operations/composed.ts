import { clip, nanToNum, piecewise, select } from './composed/choice.js'
import { allclose, arrayEqual, isclose } from './composed/closeness.js'
import { divmod, frexp, ldexp, modf, round, sinc } from './composed/numeric.js'

/**
 * Functions that are made of operations of the table, by a {@link Builder}. A name that is here as well as in the table (`clip`, `ldexp`,
 * `round`) is to be taken from here: the operation is one step of it.
 *
 * Those that return two nodes are `divmod`, `frexp` and `modf`; `allclose` and `arrayEqual` return what a reduction goes over.
 */
export const composed = { allclose, arrayEqual, clip, divmod, frexp, isclose, ldexp, modf, nanToNum, piecewise, round, select, sinc }

export type { Builder, Operand } from './composed/builder.js'
export type { Piece, Replacements } from './composed/choice.js'
export type { Reduced, Tolerance } from './composed/closeness.js'
