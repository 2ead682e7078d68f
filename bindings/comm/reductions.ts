import type { TypedArray } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import type { CommBase } from './base.js'
import { countOf, type DTypeOption, type InPlace, inPlace, matchBuffer, requireCount, typeOf } from './buffer.js'
import { requireRank } from './checks.js'
import type { NativeForm } from './native-form.js'
import { type Op, opCode } from './op.js'
import { lengthsOf } from './sections.js'

/** Check the arguments of an allreduce, scan or exscan and call `form` with them. */
export function callReduction<R>(
  form: NativeForm<'allreduce', R>,
  comm: CommBase,
  send: TypedArray | InPlace,
  recv: TypedArray,
  op: Op,
  options: DTypeOption | undefined,
): R {
  const type = typeOf(recv, options, 'recv')
  const count = countOf(recv, type, 'recv')
  if (send !== inPlace) requireCount(matchBuffer(send, 'send', type, recv, 'recv'), count, 'send')
  return form(comm.handle, send === inPlace ? null : send, recv, count, type.code, opCode(op, type))
}

/** Check the arguments of a reduce and call `form` with them. */
export function callReduce<R>(
  form: NativeForm<'reduce', R>,
  comm: CommBase,
  send: TypedArray | InPlace,
  recv: TypedArray | null,
  op: Op,
  root: number,
  options: DTypeOption | undefined,
): R {
  requireRank(root, comm.size, 'root')
  const isRoot = comm.rank === root
  // In place, every rank passes its part as recv; only the root's is overwritten.
  const part = send === inPlace ? recv : send
  if (part === null || (isRoot && recv === null)) throw new ArgumentError(expected('a typed array', 'recv', recv))
  const type = typeOf(part, options, send === inPlace ? 'recv' : 'send')
  const count = countOf(part, type, send === inPlace ? 'recv' : 'send')
  const code = opCode(op, type)
  if (!isRoot) return form(comm.handle, part, undefined, count, type.code, code, root)
  if (send !== inPlace) requireCount(matchBuffer(recv!, 'recv', type, part, 'send'), count, 'recv')
  return form(comm.handle, send === inPlace ? null : send, recv, count, type.code, code, root)
}

/** Check the arguments of a reduceScatterBlock and call `form` with them. */
export function callReduceScatterBlock<R>(
  form: NativeForm<'reduce_scatter_block', R>,
  comm: CommBase,
  send: TypedArray | InPlace,
  recv: TypedArray,
  op: Op,
  options: DTypeOption | undefined,
): R {
  const type = typeOf(recv, options, 'recv')
  const held = countOf(recv, type, 'recv')
  const code = opCode(op, type)
  if (send === inPlace) {
    requireCount(held % comm.size, 0, `recv.length modulo the ${comm.size} ranks`)
    return form(comm.handle, null, recv, held / comm.size, type.code, code)
  }
  requireCount(matchBuffer(send, 'send', type, recv, 'recv'), held * comm.size, 'send')
  return form(comm.handle, send, recv, held, type.code, code)
}

/** Check the arguments of a reduceScatter and call `form` with them. */
export function callReduceScatter<R>(
  form: NativeForm<'reduce_scatter', R>,
  comm: CommBase,
  send: TypedArray | InPlace,
  recv: TypedArray,
  counts: ArrayLike<number>,
  op: Op,
  options: DTypeOption | undefined,
): R {
  const type = typeOf(recv, options, 'recv')
  const held = countOf(recv, type, 'recv')
  const code = opCode(op, type)
  const lengths = lengthsOf(counts, comm.size, 'counts')
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (send === inPlace) requireCount(held, total, 'recv')
  else {
    requireCount(held, lengths[comm.rank]!, 'recv')
    requireCount(matchBuffer(send, 'send', type, recv, 'recv'), total, 'send')
  }
  return form(comm.handle, send === inPlace ? null : send, recv, lengths, type.code, code)
}
