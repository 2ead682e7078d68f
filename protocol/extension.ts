import type { DType } from './dtype.js'
import { UnsupportedError } from './errors.js'
import { product } from './integers.js'

/** A dimension of the process grid along which every process holds the same section. */
export interface ReplicatedDim {
  /** Number of processes along this dimension of the process grid. */
  readonly proc_grid_size: number
  /** This process's coordinate along it. */
  readonly proc_grid_rank: number
}

/** DLPack's device types, by number; 1 is the CPU. */
export interface Device {
  readonly type: number
  /** Which of the devices of that type. */
  readonly id: number
}

/** How the values along replicated dimensions combine into the values of the array. */
export const partialOps = ['sum', 'prod', 'min', 'max'] as const
export type PartialOp = (typeof partialOps)[number]

/** The dictionary under the key `__extension__` of an export: what protocol 0.10 has no place for. Every entry may be left out. */
export interface Extension {
  /** The dtype, which must be that of the buffer's format; for readers that do not parse formats. */
  readonly dtype?: DType | undefined
  /** Where the memory is; CPU 0 when left out. */
  readonly device?: Device | undefined
  /** True when consumers must not write, whatever the buffer says. */
  readonly readonly?: boolean | undefined
  /** Anything that must live as long as the memory is used; importers hold it and do not look at it. */
  readonly keep_alive?: unknown
  /**
   * Dimensions of the process grid after those of the array, in row-major order of ranks. The product of all
   * `proc_grid_size`, these included, is the number of processes.
   */
  readonly replicated?: readonly ReplicatedDim[] | undefined
  /** Along the replicated dimensions are partial results, which this operation combines; left out, they are equal copies. */
  readonly partial?: PartialOp | undefined
  /** The communicator whose ranks the process grid counts; opaque here. */
  readonly comm?: unknown
}

/** The key of an export that holds its {@link Extension}. */
export const extensionKey = '__extension__'

/**
 * Return how many processes hold each section: 1 without replicated dimensions.
 *
 * Not collective.
 */
export function replicaCount(extension: Extension | undefined): number {
  return product((extension?.replicated ?? []).map((dim) => dim.proc_grid_size))
}

/**
 * Refuse an array of which other processes hold copies or partial results, for consumers that count each section once.
 *
 * Not collective.
 *
 * @param array What was imported; returned unchanged.
 * @param what  The consumer, for the message, e.g. `'a LocalArray'`.
 * @throws {UnsupportedError} There is more than one process along the replicated dimensions.
 */
export function requireUnreplicated<T extends { readonly extension: Extension | undefined }>(array: T, what: string): T {
  const replicas = replicaCount(array.extension)
  if (replicas === 1) return array
  const partial = array.extension?.partial
  const [kind, remedy] = partial
    ? [`partial results (${partial})`, `combine them first, by a reduction with ${partial} over the replicas`]
    : ['copies', 'export it from one replica, over a communicator of those processes alone']
  throw new UnsupportedError(
    `Expected an array that each process holds one part of for ${what} but ${replicas} hold ${kind} of each; ${remedy}`,
    {
      feature: partial ? 'partial results' : 'replicated dimensions',
    },
  )
}
