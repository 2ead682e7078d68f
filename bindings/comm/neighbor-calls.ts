import type { TypedArray } from '../../protocol/dtype.js'
import { countOf, type DTypeOption, matchBuffer, requireCount, typeOf } from './buffer.js'
import type { NativeForm } from './native-form.js'
import { checkSections, type Sections } from './sections.js'
import type { TopologyCommunicator } from './topology.js'

/** Check the arguments of a neighborAllgather and call `form` with them. */
export function callNeighborAllgather<R>(
  form: NativeForm<'neighbor_allgather', R>,
  comm: TopologyCommunicator,
  send: TypedArray,
  recv: TypedArray,
  options: DTypeOption | undefined,
): R {
  const type = typeOf(send, options, 'send')
  const count = countOf(send, type, 'send')
  requireCount(matchBuffer(recv, 'recv', type, send, 'send'), count * comm.sources.length, 'recv')
  return form(comm.handle, send, recv, count, type.code, comm.sources.length)
}

/** Check the arguments of a neighborAlltoall and call `form` with them. */
export function callNeighborAlltoall<R>(
  form: NativeForm<'neighbor_alltoall', R>,
  comm: TopologyCommunicator,
  send: TypedArray,
  recv: TypedArray,
  options: DTypeOption | undefined,
): R {
  const type = typeOf(send, options, 'send')
  const sent = countOf(send, type, 'send')
  const received = matchBuffer(recv, 'recv', type, send, 'send')
  const neighbors = Math.max(comm.sources.length, comm.destinations.length)
  // A rank that only receives tells the length by what it receives.
  const count = Math.floor(comm.destinations.length > 0 ? sent / comm.destinations.length : received / Math.max(1, comm.sources.length))
  requireCount(sent, count * comm.destinations.length, 'send')
  requireCount(received, count * comm.sources.length, 'recv')
  return form(comm.handle, send, recv, count, type.code, neighbors)
}

/** Check the arguments of a neighborAllgatherv and call `form` with them. */
export function callNeighborAllgatherv<R>(
  form: NativeForm<'neighbor_allgatherv', R>,
  comm: TopologyCommunicator,
  send: TypedArray,
  recv: Sections<TypedArray>,
  options: DTypeOption | undefined,
): R {
  const { type, data, counts, displs } = checkSections(recv, comm.sources.length, 'recv', options)
  const count = matchBuffer(send, 'send', type, data, 'recv.data')
  return form(comm.handle, send, count, comm.destinations.length, data, counts, displs, type.code)
}

/** Check the arguments of a neighborAlltoallv and call `form` with them. */
export function callNeighborAlltoallv<R>(
  form: NativeForm<'neighbor_alltoallv', R>,
  comm: TopologyCommunicator,
  send: Sections<TypedArray>,
  recv: Sections<TypedArray>,
  options: DTypeOption | undefined,
): R {
  const from = checkSections(send, comm.destinations.length, 'send', options)
  const to = checkSections(recv, comm.sources.length, 'recv', options)
  matchBuffer(from.data, 'send.data', to.type, to.data, 'recv.data')
  return form(comm.handle, from.data, from.counts, from.displs, to.data, to.counts, to.displs, to.type.code)
}
