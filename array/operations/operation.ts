import type { DType } from '../../protocol/dtype.js'
import type { DTypeLike } from '../dtypes/result-type.js'
import type { Element } from '../element.js'

/** An operation of the native kernels for given dtypes. */
export interface Loop {
  readonly name: string
  readonly inputs: readonly DType[]
  readonly output: DType
}

/** What goes into one input of a loop: an operand of the operation, cast to `dtype` where it has another, or a constant of that dtype. */
export type Argument = { readonly operand: number; readonly dtype: DType } | { readonly constant: Element; readonly dtype: DType }

/**
 * How an operation is done for given operands: by a loop; by nothing, because the result is an operand cast to `dtype`; or without
 * looking at the operands, because every element of the result has one value. `dtype` is the result's.
 */
export type Resolution =
  | { readonly kind: 'loop'; readonly loop: Loop; readonly args: readonly Argument[]; readonly dtype: DType }
  | { readonly kind: 'operand'; readonly operand: number; readonly dtype: DType }
  | { readonly kind: 'constant'; readonly value: Element; readonly dtype: DType }

/** The families of operations, one file each. */
export type Family =
  | 'arithmetic'
  | 'bitwise'
  | 'comparison'
  | 'complex'
  | 'floating'
  | 'logical'
  | 'rounding'
  | 'selection'
  | 'transcendental'

/** An elementwise operation that the kernels do in one step. */
export interface Operation {
  /** camelCase of the standard's name. */
  readonly name: string
  /** NumPy's name; undefined where NumPy has no such function. */
  readonly numpy: string | undefined
  /** Number of operands. */
  readonly arity: 1 | 2 | 3
  readonly family: Family
  /** The dtypes that it takes, in words. */
  readonly takes: string
  /** Find the loop; undefined when there is none for these operands. Throws ArgumentError for scalars that do not fit. */
  readonly find: (operands: readonly DTypeLike[]) => Resolution | undefined
}

/**
 * Return the name by which a loop is found, e.g. `'add(float64,float64)'`.
 *
 * Not collective.
 */
export function loopKey(name: string, inputs: readonly DType[]): string {
  return `${name}(${inputs.join(',')})`
}

/**
 * Return the key of the loop that casts, `'astype(from,to)'`: of all loops only these are named by their output too.
 *
 * Not collective.
 */
export function castKey(from: DType, to: DType): string {
  return `astype(${from},${to})`
}
