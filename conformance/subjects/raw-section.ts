import type { FullDim } from '../../protocol/dim-data.js'
import { findDType } from '../../protocol/dtype.js'
import type { ImportedArray } from '../../protocol/import.js'
import { isCount } from '../../protocol/integers.js'
import { hasFixedLength, typedArrayName } from '../../protocol/memory.js'

/** What of an array a C struct can hold. */
export type RawSection = Pick<ImportedArray, 'dtype' | 'buffer' | 'dimData' | 'extension'>

type Dictionary = { readonly [key: string]: unknown }

/**
 * Read an export as far as `struct dap_array` could say the same, whether or not it keeps the protocol's rules.
 *
 * @returns Undefined when C has no way to write it: keys that are missing or unknown, values of other types, another version.
 */
export function rawSection(exported: unknown): RawSection | undefined {
  try {
    const { __version__: version, buffer, dim_data, ...rest } = exported as Dictionary
    const { data, shape, strides, format, readonly = false, ...more } = buffer as Dictionary
    const dtype = typeof format === 'string' ? findDType(format) : undefined
    if (version !== '0.10.0' || Object.keys(rest).length + Object.keys(more).length > 0 || !dtype) return undefined
    if (
      !ArrayBuffer.isView(data) ||
      !hasFixedLength(data) ||
      !isList(shape, isCount) ||
      !isList(strides, isInteger) ||
      typeof readonly !== 'boolean'
    )
      return undefined
    if (!Array.isArray(dim_data) || dim_data.length !== shape.length || strides.length !== shape.length) return undefined
    const dimData = dim_data.map((dim: Dictionary) => rawDim(dim)).filter((dim) => dim !== undefined)
    if (dimData.length < shape.length) return undefined
    return { dtype, buffer: { data, shape, strides, format: format as string, readonly }, dimData, extension: undefined }
  } catch {
    return undefined // a getter threw, or the export is no dictionary
  }
}

const integerKeys = ['size', 'proc_grid_size', 'proc_grid_rank']
const keysOf: { readonly [distType: string]: { readonly required: readonly string[]; readonly optional: Dictionary } } = {
  b: { required: [...integerKeys, 'start', 'stop'], optional: { padding: [0, 0], periodic: false } },
  c: { required: [...integerKeys, 'start'], optional: { block_size: 1 } },
  u: { required: [...integerKeys, 'indices'], optional: { one_to_one: false } },
}

/** A dictionary with every key of its dist_type; an unknown letter has those of a block. */
function rawDim({ dist_type: distType, ...entries }: Dictionary): FullDim | undefined {
  if (typeof distType !== 'string' || !/^[ -~]$/.test(distType)) return undefined
  const { required, optional } = keysOf[distType] ?? keysOf.b!
  if (!required.every((key) => Object.hasOwn(entries, key))) return undefined
  const filled: Dictionary = { ...optional, ...entries }
  if (!Object.entries(filled).every(([key, value]) => (required.includes(key) || Object.hasOwn(optional, key)) && isOfC(key, value)))
    return undefined
  return { dist_type: distType, ...filled } as unknown as FullDim
}

/** Whether a field of `struct dap_dim` can have this value. */
function isOfC(key: string, value: unknown): boolean {
  if (key === 'indices') return isSigned(value) && hasFixedLength(value)
  if (key === 'periodic' || key === 'one_to_one') return typeof value === 'boolean'
  return key === 'padding' ? isList(value, isInteger) && value.length === 2 : isInteger(value)
}

function isSigned(value: unknown): value is Int32Array | BigInt64Array {
  return ['Int32Array', 'BigInt64Array'].includes(typedArrayName(value) ?? '')
}

function isList<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem)
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value)
}
