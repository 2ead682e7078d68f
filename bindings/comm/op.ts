import { ArgumentError, DTypeError, expected } from '../../protocol/errors.js'
import type { ElementType } from './element-type.js'

/**
 * How a reduction combines two elements.
 *
 * - `'sum'`, `'prod'`: integers (wrapping around), floats and complex.
 * - `'min'`, `'max'`: integers and floats; NaN on any rank gives NaN.
 * - `'land'`, `'lor'`, `'lxor'` (logical): bool and integers; the result is 0 or 1, but one rank's elements stay as they are.
 * - `'band'`, `'bor'`, `'bxor'` (bitwise): integers.
 */
export type Op = 'sum' | 'prod' | 'min' | 'max' | 'land' | 'lor' | 'lxor' | 'band' | 'bor' | 'bxor'

type Kind = ElementType['kind']

const arithmetic: readonly Kind[] = ['integer', 'float', 'complex']
const order: readonly Kind[] = ['integer', 'float']
const logical: readonly Kind[] = ['bool', 'integer']
const bitwise: readonly Kind[] = ['integer']

// `code` is the number in bindings/src/mpi/op.h.
const ops = new Map<string, { code: number; kinds: readonly Kind[] }>([
  ['sum', { code: 0, kinds: arithmetic }],
  ['prod', { code: 1, kinds: arithmetic }],
  ['min', { code: 2, kinds: order }],
  ['max', { code: 3, kinds: order }],
  ['land', { code: 4, kinds: logical }],
  ['lor', { code: 5, kinds: logical }],
  ['lxor', { code: 6, kinds: logical }],
  ['band', { code: 7, kinds: bitwise }],
  ['bor', { code: 8, kinds: bitwise }],
  ['bxor', { code: 9, kinds: bitwise }],
])

const remedies: Record<Kind, string> = {
  bool: "use 'land', 'lor' or 'lxor', or an integer array to count",
  integer: 'use another op',
  float: "use 'sum', 'prod', 'min' or 'max', or a bool or integer array",
  complex: "use 'sum' or 'prod', or reduce the parts as floats",
}

/**
 * The addon's number of `op`, when `op` is defined on this element type.
 *
 * Not collective.
 *
 * @throws {ArgumentError} `op` is unknown.
 * @throws {DTypeError}    `op` is not defined on the dtype; the message says what to use.
 */
export function opCode(op: Op, type: ElementType): number {
  const found = ops.get(op)
  if (found === undefined) throw new ArgumentError(expected(`one of ${[...ops.keys()].join(', ')}`, 'op', op))
  if (!found.kinds.includes(type.kind)) throw new DTypeError(`The op '${op}' is not defined on ${type.dtype}: ${remedies[type.kind]}`)
  return found.code
}

/** The op of an addon's number. */
export function opOfCode(code: number): string {
  return [...ops.keys()][code]!
}
