import { constants } from 'node:buffer'
import type { DimData, IndexArray } from '../protocol/dim-data.js'
import { componentSize, type DType, findDTypeOfDap, formatOf, typedArrayFor } from '../protocol/dtype.js'
import { DTypeError } from '../protocol/errors.js'
import type { DistArrayExport } from '../protocol/export.js'
import { type Extension, type PartialOp, partialOps } from '../protocol/extension.js'
import { Communicator } from './communicator.js'
import type { DapDescription, DapDimDescription, DapExtensionDescription, MemoryWindow } from './dap-description.js'
import { type DapArrayHandle, native } from './native.js'

const nativeOrder = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 2

/**
 * Turn a `struct dap_array` into an export over the same memory.
 *
 * Not collective. Copies no elements and no indices. Nothing is validated but what reading the memory needs: import it.
 *
 * @param handle Of a struct that is moved: the handle is spent afterwards, as if released.
 * @returns      A new export whose ArrayBuffers keep the memory alive. Where JavaScript made the struct and still has its
 *               ArrayBuffer, that is the one; else one over the native memory: when the last of them is collected, the struct
 *               is released, once. The struct of a section that touches no memory is released at once.
 * @throws {UseAfterFreeError} The struct was released or moved, or its memory transferred.
 * @throws {DTypeError}        The elements have no dtype.
 * @throws {UnsupportedError}  Memory of another device, or of more bytes than an ArrayBuffer can have (4 GiB on Node.js 20),
 *                             integers that JavaScript cannot hold, or another layout of the struct. It is not moved then.
 * @throws {ProtocolError}     The struct's own arrays cannot be read, or it has flags, reserved bytes or indices that dap.h
 *                             gives no meaning to. It is not moved then.
 */
export function exportOf(handle: DapArrayHandle): DistArrayExport {
  const said = native().dap_array_describe(handle)
  const dtype = dtypeOf(said)
  const memory = native().dap_to_js(handle, constants.MAX_LENGTH)
  const buffer = {
    data: viewOf(memory.data, dtype),
    shape: said.shape,
    strides: said.strides,
    format: orderPrefix(said) + formatOf(dtype),
    readonly: said.readOnly,
  }
  const exported = {
    __version__: said.version.join('.'),
    buffer,
    dim_data: said.dims.map((dim, d) => dictionaryOf(dim, memory.indices[d])),
  }
  const extension = (memory.extension as Extension | null) ?? (said.extension && extensionOf(said.extension))
  return extension ? { ...exported, __extension__: extension } : exported
}

function dtypeOf({ dtype: [code, bits, lanes] }: DapDescription): DType {
  const dtype = lanes === 1 ? findDTypeOfDap(code, bits) : undefined
  if (dtype) return dtype
  throw new DTypeError(`Expected a dap_array of one of the dtypes but received type code ${code}, ${bits} bits, ${lanes} lanes`)
}

/** Nothing when the byte order is right; otherwise the prefix that makes every importer refuse or convert. */
function orderPrefix({ byteOrder, dtype: [, bits] }: DapDescription): string {
  if (byteOrder === (bits === 8 ? 0 : nativeOrder)) return ''
  return byteOrder === 1 ? '<' : byteOrder === 2 ? '>' : '|'
}

/** The typed array of the dtype where it fits; bytes otherwise, for the importer to complain about. */
function viewOf({ buffer, offset, bytes }: MemoryWindow, dtype: DType): ArrayBufferView {
  const size = componentSize(dtype)
  if (offset % size !== 0 || bytes % size !== 0) return new Uint8Array(buffer, offset, bytes)
  return new (typedArrayFor<DType>(dtype))(buffer, offset, bytes / size)
}

/** The keys of the dist_type, and of the others those that say something: for validators to find. */
function dictionaryOf(dim: DapDimDescription, indices: MemoryWindow | null | undefined): DimData {
  const { distType, start, stop, padding, periodic, blockSize, oneToOne } = dim
  const [isBlock, isCyclic, isUnstructured] = [distType === 'b', distType === 'c', distType === 'u']
  const dictionary = {
    dist_type: distType,
    size: dim.size,
    proc_grid_size: dim.procGridSize,
    proc_grid_rank: dim.procGridRank,
    ...((isBlock || isCyclic || start !== 0) && { start }),
    ...((isBlock || stop !== 0) && { stop }),
    ...((isBlock || padding[0] !== 0 || padding[1] !== 0) && { padding }),
    ...((isBlock || periodic) && { periodic }),
    ...((isCyclic || blockSize > 1) && { block_size: blockSize }),
    ...(indices && { indices: indexView(indices, dim.indexBits) }),
    ...((isUnstructured || oneToOne) && { one_to_one: oneToOne }),
  }
  return dictionary as DimData
}

function indexView({ buffer, offset, bytes }: MemoryWindow, bits: number): IndexArray {
  return bits === 32 ? new Int32Array(buffer, offset, bytes / 4) : new BigInt64Array(buffer, offset, bytes / 8)
}

function extensionOf({ replicated, partial, comm }: DapExtensionDescription): Extension {
  return {
    ...(replicated.length > 0 && { replicated: replicated.map(([size, rank]) => ({ proc_grid_size: size, proc_grid_rank: rank })) }),
    ...(partial !== 0 && { partial: (partialOps[partial - 1] ?? partial) as PartialOp }),
    ...(comm !== null && { comm: Communicator._wrap(native().comm_f2c(comm)) }),
  }
}
