import type { DimData } from '../dim-data.js'
import { Distribution } from '../distribution.js'
import { ArgumentError, DistributionError, expected } from '../errors.js'
import { type PartialOp, partialOps } from '../extension.js'
import { gridCoordsOf } from '../grid.js'
import type { ImportedArray } from '../import.js'
import { isCount, product } from '../integers.js'
import { checkList, checkObject, checkProcesses } from './checks.js'

/** A distribution, and what the extension key adds to it. */
export interface ExtendedDistribution {
  readonly distribution: Distribution
  /** Extents of the process grid's dimensions after the array's, along which ranks hold copies. Default []. */
  readonly replicated?: readonly number[]
  /** With this, what the ranks along `replicated` hold are partial results instead of copies. */
  readonly partial?: PartialOp | undefined
}

/** What one rank's export says of its place, as `importArray` returns it. */
export type RankPlace = Pick<ImportedArray, 'dimData' | 'extension'>

/**
 * What every mapping starts from: a distribution, one with an extension, or what each rank exports, in rank order: dimension
 * dictionaries, shape [ranks, ndim], or imports with their extensions, shape [ranks].
 */
export type InteropSource = Distribution | ExtendedDistribution | readonly (readonly DimData[])[] | readonly RankPlace[]

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

/**
 * Read what a mapping was given.
 *
 * Not collective.
 *
 * @throws {ArgumentError} Not a source.
 * @throws {UnsupportedError} More than 2^20 processes, copies included: a distribution may have any number of them, a description not.
 * @throws {ProtocolError} A dictionary that breaks a rule by itself.
 * @throws {DistributionError} Dictionaries that do not fit each other.
 */
export function readSource(source: InteropSource): Source {
  const read = readUnlimited(source)
  checkProcesses([...read.distribution.gridShape, ...read.replicated], 'the process grid')
  return read
}

function readUnlimited(source: InteropSource): Source {
  if (source instanceof Distribution) return { distribution: source, replicated: [], partial: undefined }
  if (Array.isArray(source)) {
    if (source.length > 0 && !Array.isArray(source[0])) return readPlaces(source as readonly RankPlace[])
    const dimData = source as readonly (readonly DimData[])[]
    return { distribution: Distribution.fromDimDataPerRank(dimData), replicated: [], partial: undefined }
  }
  const { distribution, replicated = [], partial } = (source ?? {}) as ExtendedDistribution
  if (!(distribution instanceof Distribution))
    throw new ArgumentError(expected('a Distribution, { distribution, replicated, partial } or dictionaries per rank', 'source', source))
  if (!Array.isArray(replicated) || !replicated.every((extent) => isCount(extent) && extent > 0))
    throw new ArgumentError(expected('an array of integers, one or more,', 'replicated', replicated))
  checkProcesses(replicated, 'replicated')
  if (partial !== undefined && !partialOps.includes(partial))
    throw new ArgumentError(expected(`one of ${partialOps.join(', ')}`, 'partial', partial))
  const several = replicated.filter((extent) => extent > 1)
  return { distribution, replicated: several, partial: several.length > 0 ? partial : undefined }
}

/** What all ranks' exports say together: a distribution of the first copies, which the others repeat. */
function readPlaces(places: readonly RankPlace[]): Source {
  checkList(places, 'source', checkPlace)
  const sizes = (places[0]!.extension?.replicated ?? []).map((dim) => dim.proc_grid_size)
  const partial = places[0]!.extension?.partial
  const copies = product(sizes)
  places.forEach(({ extension }, rank) => {
    const dims = extension?.replicated ?? []
    const coords = gridCoordsOf(rank % copies, sizes)
    const fits = dims.length === sizes.length && dims.every((dim, r) => dim.proc_grid_size === sizes[r] && dim.proc_grid_rank === coords[r])
    if (!fits || extension?.partial !== partial)
      throw new DistributionError(
        `Expected the replicated dimensions of rank 0, (${sizes.join(', ')}), at (${coords.join(', ')}) on rank ${rank}`,
      )
  })
  const [first, ...others] = Array.from({ length: copies }, (_, copy) =>
    Distribution.fromDimDataPerRank(places.filter((_place, rank) => rank % copies === copy).map(({ dimData }) => dimData)),
  )
  if (others.some((other) => !other.equals(first!)))
    throw new DistributionError('Expected the same dictionaries on every copy of a section')
  return readUnlimited({ distribution: first!, replicated: sizes, partial })
}

function checkPlace(place: unknown, name: string): void {
  checkObject(place, name)
  const { extension, dimData } = place as { readonly [key in keyof RankPlace]?: unknown }
  checkList(dimData, `${name}.dimData`)
  if (extension === undefined) return
  checkObject(extension, `${name}.extension`)
  const { replicated } = extension as { readonly replicated?: unknown }
  if (replicated === undefined) return
  checkList(replicated, `${name}.extension.replicated`, checkObject)
  const sizes = (replicated as readonly { readonly proc_grid_size?: unknown }[]).map(({ proc_grid_size }) => proc_grid_size)
  checkProcesses(sizes, `${name}.extension.replicated`)
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
