import type { CommHandle } from './handles.js'

/** The fields of one `struct dap_dim` (dap.h); those that do not belong to its `distType` are 0. */
export interface DapDimDescription {
  readonly distType: string
  readonly size: number
  readonly procGridSize: number
  readonly procGridRank: number
  readonly start: number
  readonly stop: number
  readonly padding: readonly [number, number]
  readonly blockSize: number
  readonly periodic: boolean
  readonly oneToOne: boolean
  /** 32 or 64 for 'u', else 0. */
  readonly indexBits: number
  readonly nIndices: number
  /** Address of the first index, or 0. */
  readonly indices: bigint
}

/** The fields of a `struct dap_array` (dap.h). */
export interface DapDescription {
  readonly version: readonly [number, number, number]
  /** Type code, bits, lanes. */
  readonly dtype: readonly [number, number, number]
  /** Device type and id. */
  readonly device: readonly [number, number]
  /** 0 not applicable (elements of one byte), 1 little, 2 big. */
  readonly byteOrder: number
  readonly readOnly: boolean
  readonly copied: boolean
  /** Address of the first element; 0 when there is no memory. */
  readonly data: bigint
  /** Local extents. */
  readonly shape: readonly number[]
  /** In bytes. */
  readonly strides: readonly number[]
  readonly dims: readonly DapDimDescription[]
  readonly extension: DapExtensionDescription | null
}

/** The fields of a `struct dap_extension` (dap.h). */
export interface DapExtensionDescription {
  /** Size and rank of each replicated dimension of the process grid. */
  readonly replicated: readonly (readonly [size: number, rank: number])[]
  /** 0 none, 1 sum, 2 prod, 3 min, 4 max. */
  readonly partial: number
  /** As MPI_Comm_c2f returns it; null when the struct has none. */
  readonly comm: bigint | null
  /** Address that the producer marks what it keeps alive with, or 0. */
  readonly keepAlive: bigint
}

/** An extension on its way to native code: the original, `partial` as above, the communicator, pairs (size, rank). */
export type PackedExtension = readonly [
  original: object,
  partial: number,
  comm: CommHandle | undefined,
  replicated: Float64Array<ArrayBuffer>,
]

/** Part of an ArrayBuffer: `bytes` bytes from `offset` on. */
export interface MemoryWindow {
  readonly buffer: ArrayBuffer
  readonly offset: number
  readonly bytes: number
}

/** Memory that a `dap_array` was moved into. */
export interface DapMemory {
  /** The elements, from the first on; negative strides reach back before `offset`. */
  readonly data: MemoryWindow
  /** The indices of each unstructured dimension, null for the others. */
  readonly indices: readonly (MemoryWindow | null)[]
  /** The extension that a JavaScript producer gave; null when there was none or native code made the array. */
  readonly extension: object | null
}
