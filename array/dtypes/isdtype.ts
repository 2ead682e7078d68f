import { type DType, isDType } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import { type Kind, kindOf } from './kinds.js'

const members = {
  bool: ['bool'],
  'signed integer': ['signed'],
  'unsigned integer': ['unsigned'],
  integral: ['signed', 'unsigned'],
  'real floating': ['float'],
  'complex floating': ['complex'],
  numeric: ['signed', 'unsigned', 'float', 'complex'],
} as const satisfies Record<string, readonly Kind[]>

/** The standard's names for groups of dtypes. */
export type DTypeKind = keyof typeof members

/**
 * Tell whether a dtype is of a kind.
 *
 * Not collective.
 *
 * @param dtype The dtype that is asked about.
 * @param kind  A dtype; one of `'bool'`, `'signed integer'`, `'unsigned integer'`, `'integral'`, `'real floating'`, `'complex floating'`,
 *              `'numeric'`; or a list of these, any of which will do.
 * @throws {DTypeError}    `dtype` is no dtype.
 * @throws {ArgumentError} Another `kind`.
 * @see source: Array API standard 2025.12, `isdtype`.
 */
export function isdtype(dtype: DType, kind: DType | DTypeKind | readonly (DType | DTypeKind)[]): boolean {
  const own = kindOf(dtype)
  const isOf = (one: DType | DTypeKind): boolean => {
    if (typeof one === 'string' && Object.hasOwn(members, one)) return (members[one as DTypeKind] as readonly Kind[]).includes(own)
    if (isDType(one)) return one === dtype
    throw new ArgumentError(expected(`a dtype or one of ${Object.keys(members).join(', ')}`, 'kind', one))
  }
  // Not `some`: a misspelt kind is refused wherever it stands.
  return (Array.isArray(kind) ? kind : [kind]).map(isOf).includes(true)
}
