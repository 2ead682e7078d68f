import type { DimData } from '../dim-data.js'
import { Distribution } from '../distribution.js'
import { ArgumentError, expected } from '../errors.js'
import { isCount, product } from '../integers.js'

/** How partial results along replicated dimensions are combined, as the extension key says it. */
export type PartialOp = 'sum' | 'prod' | 'min' | 'max'

/** A distribution, and what the extension key adds to it. */
export interface ExtendedDistribution {
  readonly distribution: Distribution
  /** Extents of the process grid's dimensions after the array's, along which ranks hold copies. Default []. */
  readonly replicated?: readonly number[]
  /** With this, what the ranks along `replicated` hold are partial results instead of copies. */
  readonly partial?: PartialOp | undefined
}

/**
 * What every mapping starts from: a distribution, one with an extension, or the dimension dictionaries of each rank, in
 * rank order, shape [ranks, ndim].
 */
export type InteropSource = Distribution | ExtendedDistribution | readonly (readonly DimData[])[]

/**
 * A neighbour's placement of an array, in the protocol's terms.
 *
 * @typeParam Process How the neighbour names a process: its rank, a device, a location.
 */
export interface Placement<Process = number> extends Required<Omit<ExtendedDistribution, 'partial'>> {
  readonly partial?: PartialOp
  /**
   * The neighbour's process at each rank, shape [ranks]: ranks count row-major through the grid, replicated dimensions
   * last. A communicator with these processes in this order (MPI_Group_incl) is the one of the protocol's exports.
   */
  readonly processes: readonly Process[]
  /** How the neighbour lays out a section in memory, where it fixes that: 'C' row-major, 'F' column-major. */
  readonly order?: 'C' | 'F'
}

/** A source with everything filled in; replicated dimensions of one process say nothing and are left out. */
export interface Source {
  readonly distribution: Distribution
  readonly replicated: readonly number[]
  readonly partial: PartialOp | undefined
}

const operations: readonly unknown[] = ['sum', 'prod', 'min', 'max']

/**
 * Read what a mapping was given.
 *
 * Not collective.
 *
 * @throws {ArgumentError} Not a source.
 * @throws {ProtocolError} A dictionary that breaks a rule by itself.
 * @throws {DistributionError} Dictionaries that do not fit each other.
 */
export function readSource(source: InteropSource): Source {
  if (source instanceof Distribution) return { distribution: source, replicated: [], partial: undefined }
  if (Array.isArray(source)) return { distribution: Distribution.fromDimDataPerRank(source), replicated: [], partial: undefined }
  const { distribution, replicated = [], partial } = (source ?? {}) as ExtendedDistribution
  if (!(distribution instanceof Distribution))
    throw new ArgumentError(expected('a Distribution, { distribution, replicated, partial } or dictionaries per rank', 'source', source))
  if (!Array.isArray(replicated) || !replicated.every((extent) => isCount(extent) && extent > 0))
    throw new ArgumentError(expected('an array of integers, one or more,', 'replicated', replicated))
  if (partial !== undefined && !operations.includes(partial))
    throw new ArgumentError(expected(`one of ${operations.join(', ')}`, 'partial', partial))
  const several = replicated.filter((extent) => extent > 1)
  return { distribution, replicated: several, partial: several.length > 0 ? partial : undefined }
}

/** The placement whose processes are the ranks themselves. */
export function placementOf(distribution: Distribution, order?: 'C' | 'F'): Placement {
  return placementAt(
    distribution,
    Array.from({ length: distribution.ranks }, (_, rank) => rank),
    order,
  )
}

/** The placement over the given processes, without copies. */
export function placementAt<Process>(distribution: Distribution, processes: readonly Process[], order?: 'C' | 'F'): Placement<Process> {
  return { distribution, replicated: [], processes, ...(order && { order }) }
}

/** Number of processes of a source. */
export function processCount({ distribution, replicated }: Source): number {
  return distribution.ranks * product(replicated)
}
