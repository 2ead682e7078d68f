import { markAsUntransferable } from 'node:worker_threads'
import type { FullDim, IndexArray } from '../protocol/dim-data.js'
import { dapDType } from '../protocol/dtype.js'
import { UseAfterFreeError } from '../protocol/errors.js'
import { type Extension, partialOps } from '../protocol/extension.js'
import { type ImportedArray, importArray } from '../protocol/import.js'
import { bufferOf, lengthOf, typedArrayName } from '../protocol/memory.js'
import { Communicator } from './communicator.js'
import type { DapDescription, PackedExtension } from './dap-description.js'
import { type DapArrayHandle, native } from './native.js'

const readOnlyFlag = 1 // DAP_FLAG_READ_ONLY
const arrayNumbers = 4
const dimNumbers = 13
// Reused by every call: native code copies out of it at once.
let scratch = new Float64Array(arrayNumbers + 8 * dimNumbers)

/**
 * This process's section of a distributed array as native code sees it: a `struct dap_array` (dap.h) over the
 * producer's own memory. Adapters build one from whatever they are given.
 *
 * The memory lives as long as the struct: until `free()`, and after it until the last native holder releases it. When it is
 * a `Block`'s, the block may be freed meanwhile; its JavaScript views become empty at once and native code goes on.
 * Other ArrayBuffers are marked untransferable for good: memory that moved to another thread could be freed there while
 * native code uses it. Posting such a buffer copies it (Node.js 20) or throws (21 and later).
 */
export class DapArray {
  /** What the producer exported, validated; keeps the producer alive. */
  readonly imported: ImportedArray
  private _handle: DapArrayHandle | undefined

  private constructor(imported: ImportedArray, handle: DapArrayHandle) {
    this.imported = imported
    this._handle = handle
  }

  /**
   * Import `obj` through the protocol and describe it to native code, without copying its elements.
   *
   * Not collective.
   *
   * @param obj Anything with a `__distarray__()` method.
   * @returns   A new object owned by the caller, who calls `free()`.
   * @throws {ProtocolError}     The export breaks a rule of the protocol; the message names it.
   * @throws {UseAfterFreeError} The memory of a section that is not empty was freed or transferred.
   * @throws {ShapeError}        Shape and strides reach outside the buffer.
   */
  static from(obj: unknown): DapArray {
    const imported = importArray(obj)
    return new DapArray(imported, handleOf(imported))
  }

  /**
   * The struct, for native functions. They take over what they keep; the handle itself stays valid until `free()`.
   *
   * @throws {UseAfterFreeError} After `free()`.
   */
  get handle(): DapArrayHandle {
    if (this._handle === undefined) throw new UseAfterFreeError('Expected a live DapArray but received one that was freed')
    return this._handle
  }

  /**
   * Read the struct back, for tests and debuggers.
   *
   * Not collective.
   *
   * @throws {UseAfterFreeError} After `free()`, or when a native function has taken the struct over.
   */
  describe(): DapDescription {
    return native().dap_array_describe(this.handle)
  }

  /**
   * Read every element and every index natively, for tests under a sanitizer.
   *
   * Not collective.
   *
   * @returns A number that depends on all bytes: h = 31 h + b modulo 2^32 over the bytes b of the elements in row-major order,
   *          then over the low and the high half of each index.
   * @throws {UseAfterFreeError} As {@link DapArray.describe}.
   */
  checksum(): number {
    return native().dap_array_checksum(this.handle)
  }

  /**
   * Let go of the memory now instead of at garbage collection.
   *
   * Not collective. Idempotent.
   */
  free(): void {
    if (this._handle === undefined) return
    native().dap_array_release(this._handle)
    this._handle = undefined
  }

  /** As {@link DapArray.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }
}

/**
 * Describe a section to native code without looking at the rules of the protocol.
 *
 * Not collective.
 *
 * @returns A handle over the memory of `buffer`, owned by the caller; `dap_array_release` lets go of it.
 * @throws {UseAfterFreeError} The memory of a section that is not empty was freed or transferred.
 * @throws {ShapeError}        Shape and strides reach outside the buffer.
 */
export function handleOf(imported: Pick<ImportedArray, 'dtype' | 'buffer' | 'dimData' | 'extension'>): DapArrayHandle {
  const { buffer, dimData } = imported
  const ndim = dimData.length
  const needed = arrayNumbers + ndim * dimNumbers
  if (scratch.length < needed) scratch = new Float64Array(needed)
  const { code, bits } = dapDType(imported.dtype)
  scratch[0] = code
  scratch[1] = bits
  scratch[2] = buffer.readonly ? readOnlyFlag : 0
  scratch[3] = ndim
  let indices: (Int32Array | BigInt64Array | null)[] | null = null
  for (let d = 0; d < ndim; d++) {
    const dim = dimData[d]!
    packDim(dim, buffer.shape[d]!, buffer.strides[d]!, arrayNumbers + d * dimNumbers)
    if (dim.dist_type === 'u') {
      indices ??= new Array<null>(ndim).fill(null)
      indices[d] = signedIndices(dim.indices)
      markAsUntransferable(bufferOf(indices[d]!))
    }
  }
  markAsUntransferable(bufferOf(buffer.data))
  return native().dap_from_js(buffer.data, scratch, indices, imported.extension ? packExtension(imported.extension) : null)
}

/** A communicator of another library is none that dap.h can name: it stays with the original. */
function packExtension(extension: Extension): PackedExtension {
  const { partial, replicated = [] } = extension
  const comm = isCommunicator(extension.comm) ? extension.comm.handle : extension.comm
  return [
    extension,
    partial === undefined ? 0 : partialOps.indexOf(partial) + 1,
    native().is_comm(comm) ? comm : undefined,
    Float64Array.from(replicated.flatMap((dim) => [dim.proc_grid_size, dim.proc_grid_rank])),
  ]
}

/** Asking a revoked proxy throws. */
function isCommunicator(value: unknown): value is Communicator {
  try {
    return value instanceof Communicator
  } catch {
    return false
  }
}

/** Write one dimension at `at`; read_dim in bindings/src/dap/from_js.cc has the same order. */
function packDim(dim: FullDim, extent: number, stride: number, at: number): void {
  const block = dim.dist_type === 'b' ? dim : undefined
  scratch[at] = extent
  scratch[at + 1] = stride
  scratch[at + 2] = dim.dist_type.charCodeAt(0)
  scratch[at + 3] = dim.size
  scratch[at + 4] = dim.proc_grid_size
  scratch[at + 5] = dim.proc_grid_rank
  scratch[at + 6] = dim.dist_type === 'u' ? 0 : dim.start
  scratch[at + 7] = block?.stop ?? 0
  scratch[at + 8] = block?.padding[0] ?? 0
  scratch[at + 9] = block?.padding[1] ?? 0
  scratch[at + 10] = dim.dist_type === 'c' ? dim.block_size : 1
  scratch[at + 11] = block?.periodic ? 1 : 0
  scratch[at + 12] = dim.dist_type === 'u' && dim.one_to_one ? 1 : 0
}

/** dap.h knows int32 and int64 indices: those pass as they are, the other integer types are converted. */
function signedIndices(indices: IndexArray): Int32Array | BigInt64Array {
  if (lengthOf(indices) === 0) return new Int32Array(0) // also when detached, which cannot be converted
  switch (typedArrayName(indices)) {
    case 'Int32Array':
    case 'BigInt64Array':
      return indices as Int32Array | BigInt64Array
    case 'BigUint64Array':
      return new BigInt64Array(indices as BigUint64Array)
    case 'Uint32Array':
      return BigInt64Array.from(new Uint32Array(indices as Uint32Array), BigInt)
    default:
      return new Int32Array(indices as Int8Array | Int16Array | Uint8Array | Uint16Array)
  }
}
