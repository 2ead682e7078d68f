import type { TypedArray } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import type { CommBase } from './base.js'
import { countOf, type DTypeOption, type InPlace, inPlace, matchBuffer, requireCount, typeOf } from './buffer.js'
import { requireRank } from './checks.js'
import type { NativeForm } from './native-form.js'
import { checkSections, type Sections } from './sections.js'

/** Check the arguments of a bcast and call `form` with them. */
export function callBcast<R>(
  form: NativeForm<'bcast', R>,
  comm: CommBase,
  data: TypedArray,
  root: number,
  options: DTypeOption | undefined,
): R {
  const type = typeOf(data, options, 'data')
  requireRank(root, comm.size, 'root')
  return form(comm.handle, data, countOf(data, type, 'data'), type.code, root)
}

/** Check the arguments of a gather and call `form` with them. */
export function callGather<R>(
  form: NativeForm<'gather', R>,
  comm: CommBase,
  send: TypedArray | InPlace,
  recv: TypedArray | null,
  root: number,
  options: DTypeOption | undefined,
): R {
  requireRank(root, comm.size, 'root')
  if (comm.rank !== root) {
    const part = ownPart(send, 'send')
    const type = typeOf(part, options, 'send')
    return form(comm.handle, part, undefined, countOf(part, type, 'send'), type.code, root)
  }
  const whole = onRoot(recv, 'recv')
  const type = typeOf(whole, options, 'recv')
  const held = countOf(whole, type, 'recv')
  if (send === inPlace) return form(comm.handle, null, whole, evenPart(held, comm.size, 'recv'), type.code, root)
  const count = matchBuffer(send, 'send', type, whole, 'recv')
  requireCount(held, count * comm.size, 'recv')
  return form(comm.handle, send, whole, count, type.code, root)
}

/** Check the arguments of a scatter and call `form` with them. */
export function callScatter<R>(
  form: NativeForm<'scatter', R>,
  comm: CommBase,
  send: TypedArray | null,
  recv: TypedArray | InPlace,
  root: number,
  options: DTypeOption | undefined,
): R {
  requireRank(root, comm.size, 'root')
  if (comm.rank !== root) {
    const part = ownPart(recv, 'recv')
    const type = typeOf(part, options, 'recv')
    return form(comm.handle, undefined, part, countOf(part, type, 'recv'), type.code, root)
  }
  const whole = onRoot(send, 'send')
  const type = typeOf(whole, options, 'send')
  const held = countOf(whole, type, 'send')
  if (recv === inPlace) return form(comm.handle, whole, null, evenPart(held, comm.size, 'send'), type.code, root)
  const count = matchBuffer(recv, 'recv', type, whole, 'send')
  requireCount(held, count * comm.size, 'send')
  return form(comm.handle, whole, recv, count, type.code, root)
}

/** Check the arguments of a gatherv and call `form` with them. */
export function callGatherv<R>(
  form: NativeForm<'gatherv', R>,
  comm: CommBase,
  send: TypedArray | InPlace,
  recv: Sections<TypedArray> | null,
  root: number,
  options: DTypeOption | undefined,
): R {
  requireRank(root, comm.size, 'root')
  if (comm.rank !== root) {
    const part = ownPart(send, 'send')
    const type = typeOf(part, options, 'send')
    return form(comm.handle, part, countOf(part, type, 'send'), undefined, undefined, undefined, type.code, root)
  }
  const { type, data, counts, displs } = checkSections(onRoot(recv, 'recv'), comm.size, 'recv', options)
  const own = counts[root]!
  if (send !== inPlace) requireCount(matchBuffer(send, 'send', type, data, 'recv.data'), own, 'send')
  return form(comm.handle, send === inPlace ? null : send, own, data, counts, displs, type.code, root)
}

/** Check the arguments of a scatterv and call `form` with them. */
export function callScatterv<R>(
  form: NativeForm<'scatterv', R>,
  comm: CommBase,
  send: Sections<TypedArray> | null,
  recv: TypedArray | InPlace,
  root: number,
  options: DTypeOption | undefined,
): R {
  requireRank(root, comm.size, 'root')
  if (comm.rank !== root) {
    const part = ownPart(recv, 'recv')
    const type = typeOf(part, options, 'recv')
    return form(comm.handle, undefined, undefined, undefined, part, countOf(part, type, 'recv'), type.code, root)
  }
  const { type, data, counts, displs } = checkSections(onRoot(send, 'send'), comm.size, 'send', options)
  const own = counts[root]!
  if (recv !== inPlace) requireCount(matchBuffer(recv, 'recv', type, data, 'send.data'), own, 'recv')
  return form(comm.handle, data, counts, displs, recv === inPlace ? null : recv, own, type.code, root)
}

function ownPart(part: TypedArray | InPlace, name: string): TypedArray {
  if (part === inPlace) throw new ArgumentError(`${name} can be inPlace on the root only; pass this rank's part`)
  return part
}

function onRoot<T>(value: T | null, name: string): T {
  if (value === null || value === undefined) throw new ArgumentError(expected('a buffer on the root', name, value))
  return value
}

function evenPart(count: number, size: number, name: string): number {
  requireCount(count % size, 0, `${name}.length modulo the ${size} ranks`)
  return count / size
}
