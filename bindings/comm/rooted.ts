import type { CommBase } from './base.js'
import { countOf, type DTypeOption, typeOf } from './buffer.js'
import { requireRank } from './checks.js'
import type { TypedArray } from './element-type.js'
import type { NativeForm } from './native-form.js'

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
