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
}
