import { contiguousStrides } from '../../protocol/buffer.js'
import { communicationPadding, type FullDim } from '../../protocol/dim-data.js'
import { formatOf } from '../../protocol/dtype.js'
import type { DistArrayExport, DistArrayProducer } from '../../protocol/export.js'
import type { ImportedArray } from '../../protocol/import.js'
import { protocolVersion } from '../../protocol/version.js'
import { forEachRow, type OwnEntries, ownEntries } from './own-entries.js'

/** This rank's own entries of an array as contiguous float64: what a library can alias. Made by {@link copyOf}. */
export interface ArrayCopy extends DistArrayProducer {
  /** The entries, row-major, shape {@link shape}; memory of its own. */
  readonly data: Float64Array
  /** Own extents, shape [ndim]. */
  readonly shape: readonly number[]
}

/**
 * Copy an array that a library cannot alias (another real dtype, a strided view, read-only, communication padding).
 *
 * Not collective.
 *
 * @param array This rank's section. bool gives 0 and 1; 64-bit integers beyond 2^53 are rounded to the nearest, as NumPy's `astype`.
 * @returns     A producer of a writable float64 array with the same owners and no ghost entries; its memory belongs to the garbage collector.
 * @throws {DTypeError}        The elements are complex.
 * @throws {UseAfterFreeError} The memory was freed.
 */
export function copyOf(array: ImportedArray): ArrayCopy {
  const entries = ownEntries(array)
  const { shape } = entries
  const data = new Float64Array(shape.reduce((n, extent) => n * extent, 1))
  copyRows(entries, array.dtype === 'bool', data)
  const exported: DistArrayExport = {
    __version__: protocolVersion,
    buffer: { data, shape, strides: contiguousStrides(shape, data.BYTES_PER_ELEMENT), format: formatOf('float64') },
    dim_data: array.dimData.map(withoutGhosts),
  }
  return { data, shape, __distarray__: () => exported }
}

function copyRows(entries: OwnEntries, isBool: boolean, data: Float64Array): void {
  const { elements } = entries
  const isBig = elements instanceof BigInt64Array || elements instanceof BigUint64Array
  forEachRow(entries, (at, step, n, dense) => {
    if (isBool) for (let k = 0; k < n; k++) data[dense + k] = elements[at + k * step] ? 1 : 0
    else if (step === 1 && !isBig) data.set(elements.subarray(at, at + n), dense)
    else for (let k = 0; k < n; k++) data[dense + k] = Number(elements[at + k * step])
  })
}

/** The same dimension without its communication padding; boundary padding is owned and stays. */
function withoutGhosts(dim: FullDim): FullDim {
  if (dim.dist_type !== 'b') return dim
  const [low, high] = communicationPadding(dim)
  const padding = [dim.padding[0] - low, dim.padding[1] - high] as const
  return { ...dim, start: dim.start + low, stop: dim.stop - high, padding }
}
