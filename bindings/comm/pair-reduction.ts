import type { TypedArray } from '../../protocol/dtype.js'
import { ArgumentError, DTypeError, expected } from '../../protocol/errors.js'
import { native } from '../native.js'
import type { CommBase } from './base.js'
import { countOf, type InPlace, inPlace, matchBuffer, requireApart, requireCount } from './buffer.js'
import { requireRank } from './checks.js'
import { type ElementType, elementTypeOf } from './element-type.js'

/** Which value of several is picked, together with its index. */
export type LocOp = 'minloc' | 'maxloc'

/** Values, and the index that comes with each. */
export interface Located {
  /** Integers or floats, shape [n]. */
  values: TypedArray
  /** Integers, shape [n]; in a Float64Array up to 2^53. */
  indices: Int32Array | BigInt64Array | Float64Array
}

/** Check the arguments of an allreduceLoc (`root` null) or reduceLoc and run it. */
export function callReduceLoc(comm: CommBase, send: Located | InPlace, recv: Located | null, op: LocOp, root: number | null): void {
  if (op !== 'minloc' && op !== 'maxloc') throw new ArgumentError(expected("'minloc' or 'maxloc'", 'op', op))
  if (root !== null) requireRank(root, comm.size, 'root')
  const receives = root === null || root === comm.rank
  const partName = send === inPlace ? 'recv' : 'send'
  const part = located(send === inPlace ? recv : send, partName)
  const { type, count } = checkLocated(part, partName)
  let out: Located | undefined
  if (receives) {
    out = located(recv, 'recv')
    if (out !== part) checkApart(part, out, type, count)
  }
  native().reduce_pairs(comm.handle, part.values, part.indices, out?.values, out?.indices, count, type.code, op === 'maxloc', root ?? -1)
}

function located(value: Located | null, name: string): Located {
  if (typeof value !== 'object' || value === null) throw new ArgumentError(expected('{ values, indices }', name, value))
  return value
}

function checkLocated(part: Located, name: string): { type: ElementType; count: number } {
  const type = elementTypeOf(part.values, undefined, `${name}.values`)
  const count = countOf(part.values, type, `${name}.values`)
  const indexType = elementTypeOf(part.indices, undefined, `${name}.indices`)
  if (!['int32', 'int64', 'float64'].includes(indexType.dtype))
    throw new DTypeError(expected('an Int32Array, BigInt64Array or Float64Array', `${name}.indices`, part.indices))
  requireCount(countOf(part.indices, indexType, `${name}.indices`), count, `${name}.indices`)
  requireApart(part.values, `${name}.values`, part.indices, `${name}.indices`)
  return { type, count }
}

function checkApart(send: Located, recv: Located, type: ElementType, count: number): void {
  requireCount(checkLocated(recv, 'recv').count, count, 'recv.values')
  matchBuffer(recv.values, 'recv.values', type, send.values, 'send.values')
  matchBuffer(recv.indices, 'recv.indices', elementTypeOf(send.indices, undefined, 'send.indices'), send.indices, 'send.indices')
  requireApart(recv.values, 'recv.values', send.indices, 'send.indices')
  requireApart(recv.indices, 'recv.indices', send.values, 'send.values')
}
