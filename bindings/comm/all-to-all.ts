import type { TypedArray } from '../../protocol/dtype.js'
import type { CommBase } from './base.js'
import { countOf, type DTypeOption, type InPlace, inPlace, matchBuffer, requireCount, typeOf } from './buffer.js'
import type { NativeForm } from './native-form.js'
import { checkSections, type Sections } from './sections.js'

/** Check the arguments of an allgather and call `form` with them. */
export function callAllgather<R>(
  form: NativeForm<'allgather', R>,
  comm: CommBase,
  send: TypedArray | InPlace,
  recv: TypedArray,
  options: DTypeOption | undefined,
): R {
  const type = typeOf(recv, options, 'recv')
  const held = countOf(recv, type, 'recv')
  requireCount(held % comm.size, 0, `recv.length modulo the ${comm.size} ranks`)
  const count = held / comm.size
  if (send !== inPlace) requireCount(matchBuffer(send, 'send', type, recv, 'recv'), count, 'send')
  return form(comm.handle, send === inPlace ? null : send, recv, count, type.code)
}

/** Check the arguments of an alltoall and call `form` with them. */
export function callAlltoall<R>(
  form: NativeForm<'alltoall', R>,
  comm: CommBase,
  send: TypedArray | InPlace,
  recv: TypedArray,
  options: DTypeOption | undefined,
): R {
  const type = typeOf(recv, options, 'recv')
  const held = countOf(recv, type, 'recv')
  requireCount(held % comm.size, 0, `recv.length modulo the ${comm.size} ranks`)
  if (send !== inPlace) requireCount(matchBuffer(send, 'send', type, recv, 'recv'), held, 'send')
  return form(comm.handle, send === inPlace ? null : send, recv, held / comm.size, type.code)
}

/** Check the arguments of an allgatherv and call `form` with them. */
export function callAllgatherv<R>(
  form: NativeForm<'allgatherv', R>,
  comm: CommBase,
  send: TypedArray | InPlace,
  recv: Sections<TypedArray>,
  options: DTypeOption | undefined,
): R {
  const { type, data, counts, displs } = checkSections(recv, comm.size, 'recv', options)
  const own = counts[comm.rank]!
  if (send !== inPlace) requireCount(matchBuffer(send, 'send', type, data, 'recv.data'), own, 'send')
  return form(comm.handle, send === inPlace ? null : send, own, data, counts, displs, type.code)
}

/** Check the arguments of an alltoallv and call `form` with them. */
export function callAlltoallv<R>(
  form: NativeForm<'alltoallv', R>,
  comm: CommBase,
  send: Sections<TypedArray> | InPlace,
  recv: Sections<TypedArray>,
  options: DTypeOption | undefined,
): R {
  const to = checkSections(recv, comm.size, 'recv', options)
  if (send === inPlace) return form(comm.handle, null, undefined, undefined, to.data, to.counts, to.displs, to.type.code)
  const from = checkSections(send, comm.size, 'send', options)
  matchBuffer(from.data, 'send.data', to.type, to.data, 'recv.data')
  requireCount(from.counts[comm.rank]!, to.counts[comm.rank]!, `send.counts[${comm.rank}], what this rank sends to itself`)
  return form(comm.handle, from.data, from.counts, from.displs, to.data, to.counts, to.displs, to.type.code)
}
