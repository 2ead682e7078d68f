import type { TypedArray } from '../../protocol/dtype.js'
import { countOf, type DTypeOption, matchBuffer, requireCount, typeOf } from './buffer.js'
import type { ElementType } from './element-type.js'
import type { NativeForm } from './native-form.js'
import type { Neighborhood } from './neighborhood.js'
import { type CheckedSections, checkSections, type Sections } from './sections.js'

/** Check the arguments of a neighborAllgather and call `form` with them. */
export function callNeighborAllgather<R>(
  form: NativeForm<'neighbor_allgather', R>,
  comm: Neighborhood,
  send: TypedArray,
  recv: TypedArray,
  options: DTypeOption | undefined,
): R {
  const type = typeOf(send, options, 'send')
  const count = countOf(send, type, 'send')
  requireCount(matchBuffer(recv, 'recv', type, send, 'send'), count * comm.sources.length, 'recv')
  return form(comm.handle, send, recv, count, type.code, comm.sources.length)
}

/** Check the arguments of a neighborAllgatherv and call `form` with them. */
export function callNeighborAllgatherv<R>(
  form: NativeForm<'neighbor_allgatherv', R>,
  comm: Neighborhood,
  send: TypedArray,
  recv: Sections<TypedArray>,
  options: DTypeOption | undefined,
): R {
  const { type, data, counts, displs } = checkSections(recv, comm.sources.length, 'recv', options)
  const count = matchBuffer(send, 'send', type, data, 'recv.data')
  return form(comm.handle, send, count, comm.destinations.length, data, counts, displs, type.code)
}

/** Check the arguments of a neighborAlltoall and call `form` with them. */
export function callNeighborAlltoall<R>(
  form: NativeForm<'neighbor_alltoallv', R>,
  comm: Neighborhood,
  send: TypedArray,
  recv: TypedArray,
  options: DTypeOption | undefined,
): R {
  const type = typeOf(send, options, 'send')
  const sent = countOf(send, type, 'send')
  const received = matchBuffer(recv, 'recv', type, send, 'send')
  const { sources, destinations } = comm
  // A rank that only receives tells the length by what it receives.
  const count = Math.floor(destinations.length > 0 ? sent / destinations.length : received / Math.max(1, sources.length))
  requireCount(sent, count * destinations.length, 'send')
  requireCount(received, count * sources.length, 'recv')
  return exchange(form, comm, equalSections(type, send, count, destinations.length), equalSections(type, recv, count, sources.length))
}

/** Check the arguments of a neighborAlltoallv and call `form` with them. */
export function callNeighborAlltoallv<R>(
  form: NativeForm<'neighbor_alltoallv', R>,
  comm: Neighborhood,
  send: Sections<TypedArray>,
  recv: Sections<TypedArray>,
  options: DTypeOption | undefined,
): R {
  const from = checkSections(send, comm.destinations.length, 'send', options)
  const to = checkSections(recv, comm.sources.length, 'recv', options)
  matchBuffer(from.data, 'send.data', to.type, to.data, 'recv.data')
  return exchange(form, comm, from, to)
}

function equalSections(type: ElementType, data: TypedArray, count: number, n: number): CheckedSections {
  return { type, data, counts: new Float64Array(n).fill(count), displs: Float64Array.from({ length: n }, (_, i) => i * count) }
}

function exchange<R>(form: NativeForm<'neighbor_alltoallv', R>, comm: Neighborhood, from: CheckedSections, to: CheckedSections): R {
  const { handle, sends, receives } = comm._edges
  return form(
    handle,
    from.data,
    sends.map((slot) => from.counts[slot]!),
    sends.map((slot) => from.displs[slot]!),
    to.data,
    receives.map((slot) => to.counts[slot]!),
    receives.map((slot) => to.displs[slot]!),
    to.type.code,
  )
}
