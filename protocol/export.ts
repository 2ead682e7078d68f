import { asStridedBuffer, contiguousStrides, type StridedBuffer } from './buffer.js'
import type { DimData } from './dim-data.js'
import type { Distribution } from './distribution.js'
import { type DType, dtypeOfFormat, formatOf, itemSize, type TypedArray } from './dtype.js'
import { ArgumentError, DTypeError, expected, ProtocolError, ShapeError } from './errors.js'
import type { Extension } from './extension.js'
import { product } from './integers.js'
import { byteLengthOf } from './memory.js'
import { checkExtension, readExtension } from './validation/extension.js'
import { Reader } from './validation/reader.js'
import { protocolVersion } from './version.js'

/** What `__distarray__()` returns: this process's section of a distributed array. */
export interface DistArrayExport {
  readonly __version__: string
  /** This process's section; a bare typed array stands for a 1-d contiguous one. */
  readonly buffer: StridedBuffer | TypedArray
  /** One dictionary per dimension of the buffer. */
  readonly dim_data: readonly DimData[]
  /** What 0.10 has no place for. Readers of plain 0.10 do not know the key, and refuse the export. */
  readonly __extension__?: Extension
}

/** Anything that speaks the protocol. */
export interface DistArrayProducer {
  __distarray__(): DistArrayExport
}

/** One process's section, and its place in the whole. */
export type ExportSource = {
  readonly distribution: Distribution
  /** The process, below `distribution.ranks`; with replicated dimensions, its place among the processes of one replica. */
  readonly rank: number
  /** Element type; with `buffer` it may be left out, and otherwise must be that of the buffer. */
  readonly dtype?: DType
  /** What to say beyond protocol 0.10. Default nothing. */
  readonly extension?: Extension
} & (
  | {
      /** The section, of extents `distribution.localShape(rank)`; a typed array stands for a 1-d contiguous one. */
      readonly buffer: StridedBuffer | TypedArray
    }
  | {
      /** The section's memory, row-major without gaps. */
      readonly data: ArrayBufferView
      readonly dtype: DType
      /** True when consumers must not write. Default false. */
      readonly readonly?: boolean
    }
)

/**
 * Describe one process's section of a distributed array in the protocol's terms.
 *
 * Not collective. Copies nothing: the export refers to the given memory.
 *
 * @returns A new dictionary of version 0.10.0 with every optional key filled in.
 * @throws {ShapeError} The memory does not have the local shape.
 * @throws {DTypeError} The buffer's elements are not of `dtype`.
 * @throws {ArgumentError} Neither `buffer` nor `data`, or `rank` is not in the distribution.
 * @throws {ProtocolError} The extension breaks a rule.
 */
export function exportArray(source: ExportSource): DistArrayExport {
  const shape = source.distribution.localShape(source.rank)
  const buffer = 'buffer' in source ? sectionOf(source.buffer, source.dtype, shape) : rowMajor(source, shape)
  const exported: DistArrayExport = { __version__: protocolVersion, buffer, dim_data: source.distribution.dimData(source.rank) }
  if (source.extension === undefined) return exported
  checkOwnExtension(source.extension, buffer)
  return { ...exported, __extension__: source.extension }
}

function checkOwnExtension(given: Extension, buffer: StridedBuffer): void {
  const reader = new Reader()
  const extension = readExtension(reader, given)
  if (extension) checkExtension(reader, extension, dtypeOfFormat(buffer.format))
  const first = reader.findings[0]
  if (first) throw new ProtocolError(`${first.rule}: ${first.message}`, { rule: first.rule, findings: reader.findings })
}

function sectionOf(given: StridedBuffer | TypedArray, dtype: DType | undefined, shape: readonly number[]): StridedBuffer {
  const buffer = asStridedBuffer(given)
  const received = dtypeOfFormat(buffer.format)
  if (dtype !== undefined && received !== dtype) throw new DTypeError(expected(`a buffer of ${dtype}`, 'buffer', received))
  if (buffer.shape.length !== shape.length || buffer.shape.some((extent, d) => extent !== shape[d]))
    throw new ShapeError(expected(`the local shape [${shape.join(', ')}]`, 'buffer.shape', buffer.shape))
  return buffer
}

function rowMajor(source: { data: ArrayBufferView; dtype: DType; readonly?: boolean }, shape: readonly number[]): StridedBuffer {
  const { data, dtype, readonly = false } = source
  if (!ArrayBuffer.isView(data)) throw new ArgumentError(expected('a view on an ArrayBuffer', 'data', data))
  const size = itemSize(dtype)
  const bytes = product(shape) * size
  if (byteLengthOf(data) !== bytes)
    throw new ShapeError(
      expected(`${bytes} bytes, the local shape [${shape.join(', ')}] of ${dtype},`, 'data.byteLength', byteLengthOf(data)),
    )
  return { data, shape, strides: contiguousStrides(shape, size), format: formatOf(dtype), readonly }
}
