import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, DTypeError, expected } from '../../protocol/errors.js'
import { isInteger } from '../dtypes/kinds.js'
import { elementOf, sideOf } from '../dtypes/weak-scalar.js'
import { apply } from '../expression/build.js'
import { cast, constant, type Elementwise, index } from '../expression/node.js'

/** The numbers start, start + step, ... before stop. */
export interface Range {
  readonly start: number | bigint
  readonly stop: number | bigint
  readonly step: number | bigint
}

/**
 * Return how many numbers a range has: ceil((stop - start) / step), or none.
 *
 * Not collective.
 *
 * @throws {ArgumentError} The step is 0, or there is no such number.
 */
export function rangeLength({ start, stop, step }: Range): number {
  if (Number(step) === 0) throw new ArgumentError(expected('a number other than 0', 'step of arange', step))
  const length = Math.max(
    0,
    isExact(start) && isExact(stop) && isExact(step) ? exactLength(start, stop, step) : lengthOf(start, stop, step),
  )
  if (!Number.isSafeInteger(length))
    throw new ArgumentError(`Expected fewer than 2^53 numbers for arange but received start ${start}, stop ${stop}, step ${step}`)
  return length
}

function isExact(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isSafeInteger(value)
}

function exactLength(start: number | bigint, stop: number | bigint, step: number | bigint): number {
  const span = BigInt(stop) - BigInt(start)
  const stride = BigInt(step)
  const whole = span / stride
  return Number(whole * stride === span || span < 0n !== stride < 0n ? whole : whole + 1n)
}

function lengthOf(start: number | bigint, stop: number | bigint, step: number | bigint): number {
  const span = Number(stop) - Number(start)
  const steps = span / Number(step)
  // A quotient that is too small for a float is not nothing.
  return steps === 0 && span !== 0 && !Object.is(steps, -0) ? 1 : Math.ceil(steps)
}

/**
 * Make the node of a range: start + i * step, computed in float64 or, for integer dtypes, in integers.
 *
 * Not collective.
 *
 * @param length Of {@link rangeLength}.
 * @throws {DTypeError}    bool.
 * @throws {ArgumentError} An integer dtype, and a start or step that is none, or a number outside of it.
 */
export function rangeNode({ start, step }: Range, length: number, dtype: DType): Elementwise {
  if (dtype === 'bool') throw new DTypeError(expected('a dtype of numbers', 'dtype of arange', dtype))
  if (!isInteger(dtype)) return cast(line(length, 'float64', Number(start), Number(step)), dtype)
  for (const [name, value] of Object.entries({ start, step }))
    if (typeof value === 'number' && !Number.isInteger(value))
      throw new ArgumentError(expected(`an integer, as dtype is ${dtype},`, name, value))
  const first = BigInt(start)
  const last = first + BigInt(Math.max(0, length - 1)) * BigInt(step)
  const beyond = length === 0 ? undefined : [first, last].find((value) => sideOf(value, dtype) !== 0)
  if (beyond !== undefined) throw new ArgumentError(expected(`numbers that ${dtype} can hold`, 'arange', beyond))
  if (length === 0) return cast(index([0], 0), dtype)
  // Integers wrap around, so that a negative step is a step of uint64 too.
  if (dtype === 'uint64') return line(length, dtype, first, BigInt.asUintN(64, BigInt(step)))
  return cast(line(length, 'int64', first, BigInt.asIntN(64, BigInt(step))), dtype)
}

function line(length: number, dtype: 'int64' | 'uint64' | 'float64', start: number | bigint, step: number | bigint): Elementwise {
  const steps = cast(index([length], 0), dtype)
  const along = Number(step) === 1 ? steps : apply('multiply', [steps, constant(dtype, elementOf(step, dtype))])
  if (Object.is(start, 0) || start === 0n) if (along === steps) return steps
  return apply('add', [constant(dtype, elementOf(start, dtype)), along])
}
