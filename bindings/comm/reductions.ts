import type { CommBase } from './base.js'
import { countOf, type DTypeOption, type InPlace, inPlace, matchBuffer, requireCount, typeOf } from './buffer.js'
import type { TypedArray } from './element-type.js'
import type { NativeForm } from './native-form.js'
import { type Op, opCode } from './op.js'

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
