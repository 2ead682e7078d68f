import type { FullBlockDim, FullCyclicDim, FullDim, FullUnstructuredDim } from '../dim-data.js'
import { digestOf } from '../dimension/index-digest.js'
import { numbersOf } from '../dimension/index-numbers.js'
import type { DType } from '../dtype.js'
import type { PartialOp, ReplicatedDim } from '../extension.js'
import { product } from '../integers.js'
import { lengthOf } from '../memory.js'
import type { CheckedExport } from '../validation/export.js'
import type { Outside } from '../validation/reader.js'

/** A block dictionary, and the entries of the section that lie outside the array where a reading of the protocol has them there. */
export interface BlockSummary extends FullBlockDim {
  readonly outside: Outside
}

/** An unstructured dictionary without its list. */
export interface UnstructuredSummary extends Omit<FullUnstructuredDim, 'indices'> {
  /** Length of the list. */
  readonly count: number
  /** Stands for the list where other processes must have the same; 0 where no other process has this coordinate. */
  readonly digest: number
}

/** What other processes need to know of one dimension dictionary: a few numbers. */
export type DimSummary = BlockSummary | FullCyclicDim | UnstructuredSummary

/** What other processes need to know of one process's export, to see whether they fit: no indices, no elements. */
export interface Summary {
  /** Major, minor and patch number. */
  readonly version: readonly [number, number, number]
  readonly dtype: DType
  /** In 0.10 terms, shape [ndim]. */
  readonly dims: readonly DimSummary[]
  /** Dimensions of the process grid after those of the array, along which ranks hold the same section. */
  readonly replicated: readonly ReplicatedDim[]
  readonly partial: PartialOp | undefined
}

/**
 * Sum up one process's export.
 *
 * Not collective.
 *
 * @param outside What lies outside the array in each dimension, by the path of its dictionary.
 */
export function summarize(checked: CheckedExport, outside: ReadonlyMap<string, Outside> | undefined): Summary {
  const { version, dtype, dimData, extension } = checked
  const [major, minor, patch] = version.split('.').map(Number) as [number, number, number]
  const replicated = extension?.replicated ?? []
  const ranks = product([...dimData, ...replicated].map(({ proc_grid_size }) => proc_grid_size))
  const dims = dimData.map((dim, d) => summarizeDim(dim, outside?.get(`dim_data[${d}]`) ?? [0, 0], ranks > dim.proc_grid_size))
  return { version: [major, minor, patch], dtype, dims, replicated, partial: extension?.partial }
}

function summarizeDim(dim: FullDim, outside: Outside, isShared: boolean): DimSummary {
  if (dim.dist_type === 'b') return { ...dim, outside }
  if (dim.dist_type === 'c') return dim
  const { indices, ...rest } = dim
  return { ...rest, count: lengthOf(indices), digest: isShared ? digestOf(numbersOf(indices)) : 0 }
}
