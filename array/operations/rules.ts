import type { DType } from '../../protocol/dtype.js'
import { isInexact, isInteger, kindOf } from '../dtypes/kinds.js'
import { type DTypeLike, dtypeOf, resultType } from '../dtypes/result-type.js'
import { elementOf, type WeakScalar } from '../dtypes/weak-scalar.js'
import { constantOf } from '../element.js'
import type { Argument, Operation, Resolution } from './operation.js'

/** A loop to take: computes in `inputs`, all operands alike; `loop` where it has another name than the operation. */
interface Computation {
  readonly compute: DType
  readonly output: DType
  readonly loop?: string
  /** A constant before the operands. */
  readonly before?: 0 | 1 | 2
  /** A constant after the operands. */
  readonly after?: 0 | 1 | 2
}

/** What to do where the operands have a common dtype: compute, pass the only operand on, or give 0 or 1 (false or true) of a dtype. */
export type Outcome = Computation | { readonly same: DType } | { readonly all: 0 | 1; readonly dtype: DType }

/** What an operation does with operands whose common dtype is `dtype`; undefined refuses it. */
export type Rule = (dtype: DType) => Outcome | undefined

/** Compute in a dtype. */
export function computeIn(compute: DType, output: DType = compute, loop?: string): Computation {
  return loop === undefined ? { compute, output } : { compute, output, loop }
}

/** bool counts as the smallest integer, as in NumPy's integer arithmetic. */
const counted = (dtype: DType): DType => (dtype === 'bool' ? 'int8' : dtype)

/** Integers and bool become float64, whatever their width: the standard leaves it open, and NumPy's float16 for int8 helps nobody. */
const floated = (dtype: DType): DType => (isInexact(dtype) ? dtype : 'float64')

/** Real and complex numbers. */
export const numbers: Rule = (dtype) => (dtype === 'bool' ? undefined : computeIn(dtype))

/** Real and complex numbers, and bool as int8. */
export const countedNumbers: Rule = (dtype) => computeIn(counted(dtype))

/** Real numbers, and bool as int8. */
export const countedReals: Rule = (dtype) => (kindOf(dtype) === 'complex' ? undefined : computeIn(counted(dtype)))

/** Integers, and bool as int8. */
export const countedIntegers: Rule = (dtype) => (isInexact(dtype) ? undefined : computeIn(counted(dtype)))

/** Integers. */
export const integers: Rule = (dtype) => (isInteger(dtype) ? computeIn(dtype) : undefined)

/** bool and integers. */
export const bits: Rule = (dtype) => (isInexact(dtype) ? undefined : computeIn(dtype))

/** Floats and complex numbers; integers and bool as float64. */
export const inexact: Rule = (dtype) => computeIn(floated(dtype))

/** Floats; integers and bool as float64. */
export const floats: Rule = (dtype) => (kindOf(dtype) === 'complex' ? undefined : computeIn(floated(dtype)))

/** Real numbers and bool. */
export const ordered: Rule = (dtype) => (kindOf(dtype) === 'complex' ? undefined : computeIn(dtype))

/** Words for what a rule takes. */
export const words = {
  anything: 'any dtype',
  numbers: 'numbers',
  reals: 'real numbers',
  integers: 'integers',
  bits: 'bool or integers',
  floats: 'real floating-point numbers, or integers',
} as const

/**
 * Return the `find` of an operation that brings all its operands to their common dtype.
 *
 * Not collective.
 */
export function onCommonDType(name: string, rule: Rule): Operation['find'] {
  return (operands) => {
    const outcome = rule(resultType(...operands))
    return outcome && resolutionOf(name, operands, outcome)
  }
}

function resolutionOf(name: string, operands: readonly DTypeLike[], outcome: Outcome): Resolution {
  if ('same' in outcome) return { kind: 'operand', operand: 0, dtype: outcome.same }
  if ('all' in outcome) return { kind: 'constant', value: constantOf(outcome.dtype, outcome.all), dtype: outcome.dtype }
  const { compute, output, loop = name, before, after } = outcome
  const extra = (value: 0 | 1 | 2 | undefined): Argument[] =>
    value === undefined ? [] : [{ constant: elementOf(value, compute), dtype: compute }]
  const args = [...extra(before), ...operands.map((operand, i) => argumentOf(operand, i, compute)), ...extra(after)]
  return loopOf(loop, args, output)
}

/** A scalar is a constant at once; everything else stays an operand, to be cast. */
export function argumentOf(operand: DTypeLike, position: number, dtype: DType): Argument {
  return dtypeOf(operand) === undefined ? { constant: elementOf(operand as WeakScalar, dtype), dtype } : { operand: position, dtype }
}

/** A scalar as truth value: everything but 0 is true, NaN as well. */
export function truthArgument(operand: DTypeLike, position: number): Argument {
  if (dtypeOf(operand) !== undefined) return { operand: position, dtype: 'bool' }
  const isZero = typeof operand === 'object' ? isZeroComplex(operand as { re: number; im: number }) : Number(operand) === 0
  return { constant: !isZero, dtype: 'bool' }
}

function isZeroComplex({ re, im }: { re: number; im: number }): boolean {
  return re === 0 && im === 0
}

/** The resolution that runs the loop of this name on these arguments. */
export function loopOf(name: string, args: readonly Argument[], output: DType): Resolution {
  return { kind: 'loop', loop: { name, inputs: args.map(({ dtype }) => dtype), output }, args, dtype: output }
}

/** Integers stay as they are; floats, and complex numbers where `alsoComplex`, are computed. */
export function unlessInteger(alsoComplex: boolean): Rule {
  return (dtype) => {
    if (isInteger(dtype) || dtype === 'bool') return { same: dtype }
    return kindOf(dtype) === 'complex' && !alsoComplex ? undefined : computeIn(dtype)
  }
}
