import { type Binary, binary, type Unary, unary } from './forms.js'

/** Tell where the elements are 0 or false. */
export const logicalNot: Unary<'bool'> = unary('logicalNot')

/** Tell where both are true; everything but 0 is, NaN as well. */
export const logicalAnd: Binary<'bool'> = binary('logicalAnd')

/** Tell where one of them is true. */
export const logicalOr: Binary<'bool'> = binary('logicalOr')

/** Tell where just one of them is true. */
export const logicalXor: Binary<'bool'> = binary('logicalXor')
