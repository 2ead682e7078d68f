import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, DTypeError, expected } from '../../protocol/errors.js'
import { type Kind, kindOf } from './kinds.js'
import { promote } from './promotion-table.js'
import { dtypeOf } from './result-type.js'

/**
 * Which casts count: `'safe'` keeps every value, up to the rounding of 64-bit integers in float64; `'sameKind'` may lose range and precision
 * but never a sign, a fraction or an imaginary part; `'unsafe'` is every cast.
 */
export type Casting = 'safe' | 'sameKind' | 'unsafe'

const rank: { readonly [K in Kind]: number } = { bool: 0, unsigned: 1, signed: 2, float: 3, complex: 4 }

/**
 * Tell whether a dtype can be cast to another by the rules of promotion.
 *
 * Not collective.
 *
 * @param from    A dtype, or an array.
 * @param to      A dtype.
 * @param casting Default `'safe'`, the standard's meaning: what promotion does by itself.
 * @throws {DTypeError}    `from` or `to` is no dtype.
 * @throws {ArgumentError} Another `casting`.
 * @see source: Array API standard 2025.12, `can_cast`; NumPy, `numpy.can_cast`.
 */
export function canCast(from: DType | { readonly dtype: DType }, to: DType, casting: Casting = 'safe'): boolean {
  const source = dtypeOf(from)
  if (source === undefined) throw new DTypeError(expected('a dtype or an array', 'from', from))
  const target = kindOf(to)
  if (casting === 'safe') return promote(source, to) === to
  if (casting === 'sameKind') return rank[kindOf(source)] <= rank[target]
  if (casting === 'unsafe') return true
  throw new ArgumentError(expected("'safe', 'sameKind' or 'unsafe'", 'casting', casting))
}
