import { type DType, isDType } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import { dtypeOfElement } from '../nested.js'
import { type Kind, kindOf } from './kinds.js'
import { promote, type ResultType } from './promotion-table.js'
import { isWeakScalar, promoteWeak, type WeakKind, type WeakScalar, weakKindOf } from './weak-scalar.js'

/** What takes part in promotion: a dtype, anything that has one, or a JavaScript scalar. */
export type DTypeLike = DType | { readonly dtype: DType } | WeakScalar

const kindOrder: readonly Kind[] = ['complex', 'float', 'signed', 'unsigned', 'bool']
const weakOrder: readonly WeakKind[] = ['bool', 'int', 'float', 'complex']

/**
 * Return the dtype of an operation between these operands.
 *
 * Not collective. Values do not matter, neither does the number of dimensions: 0-d arrays count like others. JavaScript scalars are weak: they
 * take the dtype of the arrays where it has room for their kind. A number without a fraction is an integer (`1.0` is `1`), so int8 with
 * `2` stays int8, and int8 with `2.5` gives float64. Scalars alone give what an array made of them has: float64 for numbers, int64 for bigints.
 *
 * @param operands At least one: dtypes, arrays, booleans, numbers, bigints, complex numbers `{ re, im }`.
 * @throws {ArgumentError} No operand, or one of another type.
 * @throws {DTypeError}    The `dtype` of an operand is none of the 13.
 * @see source: Array API standard 2025.12, `result_type`; where it leaves the answer open, NumPy 2's.
 * @example
 * resultType('int32', 'float32') // => 'float64'
 * resultType('float32', 2.5) // => 'float32'
 */
export function resultType<A extends DType, B extends DType>(a: A, b: B): ResultType<A, B>
export function resultType(...operands: readonly DTypeLike[]): DType
export function resultType(...operands: readonly DTypeLike[]): DType {
  if (operands.length === 0) throw new ArgumentError('Expected at least one dtype, array or scalar but received none')
  const strong: DType[] = []
  const weak: WeakScalar[] = []
  for (const [i, operand] of operands.entries()) {
    const dtype = dtypeOf(operand)
    if (dtype !== undefined) strong.push(dtype)
    else if (isWeakScalar(operand)) weak.push(operand)
    else throw new ArgumentError(expected('a dtype, an array, a boolean, a number, a bigint or { re, im }', `operands[${i}]`, operand))
  }
  if (strong.length === 0) return joinAll(weak.map(dtypeOfElement))
  const highest = Math.max(0, ...weak.map((value) => weakOrder.indexOf(weakKindOf(value))))
  return promoteWeak(joinAll(strong), weakOrder[highest] as WeakKind)
}

/**
 * Return the dtype of a dtype or of what has one; undefined for a scalar and for everything else.
 *
 * Not collective.
 *
 * @throws {DTypeError} `operand.dtype` is no dtype.
 */
export function dtypeOf(operand: unknown): DType | undefined {
  if (isDType(operand)) return operand
  if (typeof operand !== 'object' || operand === null || !('dtype' in operand)) return undefined
  kindOf(operand.dtype as DType) // refuses what is no dtype
  return operand.dtype as DType
}

/** The highest kind first: int8 and uint16 both fit into float32, though they need int32 between themselves. */
function joinAll(dtypes: readonly DType[]): DType {
  const ordered = dtypes.toSorted((a, b) => kindOrder.indexOf(kindOf(a)) - kindOrder.indexOf(kindOf(b)))
  return ordered.reduce((a, b) => promote(a, b))
}
