import { FormatError } from '../../bindings/errors.js'
import { contiguousStrides } from '../../protocol/buffer.js'
import { findDType, itemSize, typedArrayFor } from '../../protocol/dtype.js'
import { expected } from '../../protocol/errors.js'
import { isCount } from '../../protocol/integers.js'
import { readNpy } from './npy.js'
import { maxJsonBytes, maxSectionBytes, pathInside, withFile } from './open-file.js'

/** A dictionary read from JSON: nothing is known of it yet. */
type Dictionary = { readonly [key: string]: unknown }

const maxDimensions = 64
const bufferKeys = ['npy', 'format', 'shape', 'strides', 'offset', 'readonly']

/**
 * Read the export that one rank of a program wrote: `rank-<r>.json`, with its memory in `.npy` files beside it.
 *
 * Not collective.
 *
 * @param folder Of one case. Files outside it are refused.
 * @param name   Of the JSON file.
 * @returns What the file says, as an export: `buffer` over new memory, indices as typed arrays. It is not validated: whatever the
 * file has in the place of an entry is there, so that validation can tell.
 * @throws {FileError}   A file is missing or cannot be read.
 * @throws {FormatError} Malformed JSON or NumPy files, files above their limits (64 MiB of JSON, 2 GiB of elements), or outside the folder.
 */
export function readExportFile(folder: string, name: string): unknown {
  const exported = readJson(pathInside(folder, name))
  if (!isDictionary(exported)) return exported
  const reader = new SectionFiles(folder)
  const { buffer, dim_data, ...rest } = exported
  return {
    ...rest,
    ...(buffer === undefined ? {} : { buffer: reader.buffer(buffer) }),
    ...(dim_data === undefined ? {} : { dim_data: reader.dimensions(dim_data) }),
  }
}

/**
 * Read a file as JSON.
 *
 * Not collective.
 *
 * @throws {FileError}   Missing or unreadable.
 * @throws {FormatError} Longer than 64 MiB, or no JSON: NaN and Infinity are none.
 */
export function readJson(path: string): unknown {
  return withFile(path, (file) => {
    if (file.size > maxJsonBytes) throw new FormatError(`${path}: Expected at most ${maxJsonBytes} bytes of JSON but received ${file.size}`)
    const text = Buffer.from(file.read(0, file.size).buffer).toString('utf8')
    try {
      return JSON.parse(text) as unknown
    } catch (cause) {
      throw new FormatError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    }
  })
}

/** Reads the files that one export refers to; together they stay below the limit. */
class SectionFiles {
  private readonly _folder: string
  private _bytesLeft = maxSectionBytes

  constructor(folder: string) {
    this._folder = folder
  }

  /** A name stands for the file's array as it is; a dictionary lays a section over its bytes. */
  buffer(value: unknown): unknown {
    if (typeof value === 'string') return this.npy(value)
    if (!isDictionary(value)) return value
    const unknownKey = Object.keys(value).find((key) => !bufferKeys.includes(key))
    if (unknownKey !== undefined) throw new FormatError(`Expected only ${bufferKeys.join(', ')} in buffer but received ${unknownKey}`)
    const file = this.npy(value.npy)
    const format = value.format ?? file.format
    const shape = value.shape ?? file.shape
    return {
      data: windowFrom(file.data, value.offset ?? 0),
      shape,
      strides: value.strides ?? (value.shape === undefined ? file.strides : rowMajor(shape, format)),
      format,
      ...(value.readonly === undefined ? {} : { readonly: value.readonly }),
    }
  }

  dimensions(value: unknown): unknown {
    if (!Array.isArray(value) || value.length > maxDimensions) return value
    return value.map((dim: unknown) =>
      isDictionary(dim) && dim.indices !== undefined ? { ...dim, indices: this.indices(dim.indices) } : dim,
    )
  }

  private indices(value: unknown): unknown {
    if (Array.isArray(value)) return typedIndices(value)
    if (typeof value !== 'string') return value
    const { data, shape, format } = this.npy(value)
    if (shape.length !== 1) throw new FormatError(expected('a one-dimensional array', value, shape))
    return new (typedArrayFor(findDType(format)!))(data.buffer, data.byteOffset, shape[0])
  }

  private npy(name: unknown): ReturnType<typeof readNpy> {
    const array = readNpy(pathInside(this._folder, name), this._bytesLeft)
    this._bytesLeft -= array.data.byteLength
    return array
  }
}

/** A list of integers as the smallest signed array that holds them; any other list as it is, for validation to refuse. */
function typedIndices(values: readonly unknown[]): unknown {
  if (!values.every(Number.isSafeInteger)) return values
  const integers = values as readonly number[]
  if (integers.every((index) => index === (index | 0))) return Int32Array.from(integers)
  return BigInt64Array.from(integers, BigInt)
}

function windowFrom(data: ArrayBufferView, offset: unknown): ArrayBufferView {
  if (!isCount(offset) || offset > data.byteLength)
    throw new FormatError(expected(`a byte inside the ${data.byteLength} bytes of the file`, 'buffer.offset', offset))
  return new Uint8Array(data.buffer, data.byteOffset + offset, data.byteLength - offset)
}

/** Undefined when shape or format is malformed; validation then says so. */
function rowMajor(shape: unknown, format: unknown): number[] | undefined {
  const dtype = typeof format === 'string' ? findDType(format) : undefined
  return dtype && Array.isArray(shape) && shape.every(isCount) ? contiguousStrides(shape, itemSize(dtype)) : undefined
}

function isDictionary(value: unknown): value is Dictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
