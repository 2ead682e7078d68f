import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, DTypeError } from '../../protocol/errors.js'
import { type DTypeLike, dtypeOf, resultType } from '../dtypes/result-type.js'
import { type WeakScalar, weakKindOf } from '../dtypes/weak-scalar.js'
import type { Operation, Resolution } from './operation.js'
import { words } from './rules.js'
import { operationNamed } from './table.js'

/**
 * Find out how an operation is done for these operands: the native loop, the casts and constants that go into it, and the dtype of the result.
 *
 * Not collective.
 *
 * @param name     A name of the table of operations.
 * @param operands As many as the operation takes: dtypes, arrays, or JavaScript scalars, which are weak (see {@link resultType}) and become constants.
 * @throws {ArgumentError} No such operation, another number of operands, an integer that the dtype does not hold, a negative power of integers.
 * @throws {DTypeError}    The operation has no meaning for these dtypes.
 */
export function resolve(name: string, operands: readonly DTypeLike[]): Resolution {
  const operation = operationNamed(name)
  if (operands.length !== operation.arity)
    throw new ArgumentError(`Expected ${operation.arity} operands for ${name} but received ${operands.length}`)
  const resolution = operation.find(operands)
  if (resolution === undefined) throw refusal(operation, operands)
  return resolution
}

/** By name where the refusal has one cause only. */
const adviceFor: Readonly<Record<string, string>> = {
  subtract: 'for bool use logicalXor or notEqual, or cast with astype',
  negative: 'for bool use logicalNot, or cast with astype',
  ldexp: 'use real, imag or abs of complex numbers, and cast exponents with astype to an integer dtype',
}

function refusal(operation: Operation, operands: readonly DTypeLike[]): DTypeError {
  const { name, takes } = operation
  const received = operands.map((operand) => dtypeOf(operand) ?? `a ${weakKindOf(operand as WeakScalar)} scalar`).join(' and ')
  const hint = adviceFor[name] ?? adviceOn(operation, resultType(...operands))
  return new DTypeError(`Expected ${takes} for ${name} but received ${received}; ${hint}`)
}

function adviceOn({ family, takes }: Operation, common: DType): string {
  if (common === 'bool') return "cast with astype('int8') first"
  if (takes === words.integers || takes === words.bits) return 'cast with astype to an integer dtype first'
  const hasOrder = family === 'comparison' || family === 'selection'
  return hasOrder ? 'complex numbers have no order: use real, imag, abs or angle' : 'use real, imag or abs of complex numbers'
}
