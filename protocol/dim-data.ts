import { typedArrayName } from './memory.js'

/** The integer typed arrays that can list the global indices of an unstructured dimension. */
export type IndexArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | BigUint64Array

/** What every dimension dictionary says. */
export interface CommonDim {
  /** Global length; boundary padding counts, communication padding does not. */
  readonly size: number
  /** Number of processes along this dimension of the process grid. */
  readonly proc_grid_size: number
  /** This process's coordinate along this dimension. */
  readonly proc_grid_rank: number
}

/** Block: this process holds the global indices [start, stop), communication padding included. */
export interface BlockDim extends CommonDim {
  readonly dist_type: 'b'
  readonly start: number
  readonly stop: number
  /**
   * Widths at the low and the high end. At the ends of the process grid they are boundary padding, which this
   * process owns; between processes they are communication padding, copies of what the neighbour owns. Default (0, 0).
   */
  readonly padding?: readonly [number, number]
  /** Default false. */
  readonly periodic?: boolean
}

/** Cyclic and block-cyclic: blocks of `block_size` global indices are dealt to the processes in turn. */
export interface CyclicDim extends CommonDim {
  readonly dist_type: 'c'
  /** `proc_grid_rank * block_size`, also where that is past the end. */
  readonly start: number
  /** Default 1. */
  readonly block_size?: number
}

/** Unstructured: this process holds the listed global indices, in local order. */
export interface UnstructuredDim extends CommonDim {
  readonly dist_type: 'u'
  readonly indices: IndexArray
  /** True when no global index is on two processes. Default false. */
  readonly one_to_one?: boolean
}

/** The empty dictionary: a dimension that is not distributed, as long as the buffer. */
export type UndistributedDim = Record<string, never>

/** One dimension dictionary, as protocol 0.10 has it. */
export type DimData = BlockDim | CyclicDim | UnstructuredDim | UndistributedDim

/** A block dictionary with every optional key filled in. */
export type FullBlockDim = Required<BlockDim>
/** A cyclic dictionary with every optional key filled in. */
export type FullCyclicDim = Required<CyclicDim>
/** An unstructured dictionary with every optional key filled in. */
export type FullUnstructuredDim = Required<UnstructuredDim>
/** A dimension dictionary with every optional key filled in and the empty dictionary resolved. */
export type FullDim = FullBlockDim | FullCyclicDim | FullUnstructuredDim

/** Entries of a block dictionary's section that are copies of a neighbour's: its communication padding. */
export function communicationPadding(dim: FullBlockDim): [low: number, high: number] {
  return [dim.proc_grid_rank > 0 ? dim.padding[0] : 0, dim.proc_grid_rank < dim.proc_grid_size - 1 ? dim.padding[1] : 0]
}

/**
 * Tell whether `value` is one of the integer typed arrays.
 *
 * Not collective.
 */
export function isIndexArray(value: unknown): value is IndexArray {
  const name = typedArrayName(value)
  return name !== undefined && !name.includes('Float')
}
