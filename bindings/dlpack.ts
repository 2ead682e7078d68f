import { ArgumentError, expected } from '../protocol/errors.js'
import type { DistArrayExport } from '../protocol/export.js'
import { DapArray } from './dap-array.js'
import { exportOf } from './dap-export.js'
import { type DLPackHandle, native } from './native.js'

export type { DLPackHandle } from './native.js'

/** Options of {@link toDLPack}. */
export interface DLPackOptions {
  /** True (default): DLPack 1.x (`dltensor_versioned`). False: the form before it (`dltensor`), which cannot say read-only. */
  readonly versioned?: boolean
}

/**
 * Describe this process's section as a DLPack tensor, for native code that takes one.
 *
 * Not collective. Copies nothing. The distribution is lost, and ghosts are elements like others: DLPack describes memory only.
 * The deleter must run on the JavaScript thread that called this: it lets go of JavaScript objects.
 *
 * @param x Anything with a `__distarray__()` method, or an export.
 * @returns A handle of a tensor that holds the memory: until whoever takes the tensor calls its deleter, or, when nobody takes
 *          it, until the handle is collected.
 * @throws {ArgumentError}    `options` is no object, or `versioned` no boolean.
 * @throws {ProtocolError}    The export breaks a rule of the protocol.
 * @throws {UnsupportedError} A stride is no whole number of elements, or the memory is read-only and `versioned` false.
 */
export function toDLPack(x: unknown, options: DLPackOptions = {}): DLPackHandle {
  if (typeof options !== 'object' || options === null) throw new ArgumentError(expected('an object', 'options', options))
  const { versioned = true } = options
  if (typeof versioned !== 'boolean') throw new ArgumentError(expected('true or false', 'options.versioned', versioned))
  using array = DapArray.from(x)
  return native().dlpack_from_dap(array.handle, versioned)
}

/**
 * Turn a DLPack tensor into an export over the same memory.
 *
 * Not collective. Copies nothing.
 *
 * @param handle Of a tensor that nobody has taken; it is spent afterwards, also when this throws.
 * @returns      A new export with one undistributed dimension `{}` per dimension of the tensor. Its ArrayBuffer keeps the tensor,
 *               whose deleter is called once, when that is collected; a tensor that {@link toDLPack} made comes back with an
 *               ArrayBuffer of its own over the same memory.
 * @throws {UseAfterFreeError} Somebody took the tensor before.
 * @throws {UnsupportedError}  Another major version of DLPack, memory of another device, padded sub-byte elements, or more bytes
 *                             than an ArrayBuffer can have. The deleter is called.
 * @throws {DTypeError}        Elements that have no dtype: several lanes, fractions of a byte, float16, bfloat16. The deleter is called.
 * @throws {ProtocolError}     No memory, or unaligned memory. The deleter is called.
 */
export function fromDLPack(handle: DLPackHandle): DistArrayExport {
  const array = native().dlpack_to_dap(handle)
  try {
    const exported = exportOf(array)
    return { ...exported, dim_data: exported.dim_data.map(() => ({})) }
  } finally {
    native().dap_array_release(array) // nothing to do unless the export was refused
  }
}
