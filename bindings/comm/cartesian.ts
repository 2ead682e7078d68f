import { ArgumentError, expected } from '../../protocol/errors.js'
import type { Communicator } from '../communicator.js'
import type { CommHandle } from '../handles.js'
import { native } from '../native.js'
import { largestInt, requireInteger, requireRank } from './checks.js'
import type { Edges } from './neighborhood.js'
import { TopologyCommunicator } from './topology.js'

/** Ranks on a grid, row-major: the last coordinate runs fastest. Neighbours: for each dimension the rank before and the one after. */
export class CartCommunicator extends TopologyCommunicator {
  /** Ranks along each dimension, shape [ndim]. */
  readonly dims: readonly number[]
  /** Whether each dimension is closed to a ring, shape [ndim]. */
  readonly periodic: readonly boolean[]
  /** This rank's place, shape [ndim]. */
  readonly coords: readonly number[]

  private constructor(handle: CommHandle, dims: readonly number[], periodic: readonly boolean[]) {
    const neighbors = dims.flatMap((_, dim) => shifted(handle, dim, 1))
    super(handle, neighbors, neighbors, edgesOf(handle, neighbors))
    this.dims = dims
    this.periodic = periodic
    this.coords = this.coordsOf(this.rank)
  }

  /** @internal For {@link createCart}. */
  static _wrapCart(handle: CommHandle, dims: readonly number[], periodic: readonly boolean[]): CartCommunicator {
    return new CartCommunicator(handle, dims, periodic)
  }

  /** As {@link Communicator.free}. */
  override free(): void {
    super.free()
    native().comm_free(this._edges.handle)
  }

  /**
   * Return the place of a rank on the grid.
   *
   * Not collective.
   *
   * @returns Coordinates, shape [ndim].
   * @throws {ArgumentError} `rank` is no rank of this communicator.
   * @see source: MPI standard, `MPI_Cart_coords`.
   */
  coordsOf(rank: number): readonly number[] {
    requireRank(rank, this.size, 'rank')
    const coords = new Int32Array(this.dims.length)
    native().cart_coords(this.handle, rank, coords)
    return [...coords]
  }

  /**
   * Return the rank at a place of the grid.
   *
   * Not collective.
   *
   * @param coords Coordinates, shape [ndim]; a periodic dimension takes any integer, modulo its length.
   * @throws {ArgumentError} Not one integer per dimension, or outside a dimension that is not periodic.
   * @see source: MPI standard, `MPI_Cart_rank`.
   */
  rankOf(coords: ArrayLike<number>): number {
    if (coords?.length !== this.dims.length) throw new ArgumentError(expected(`${this.dims.length} coordinates`, 'coords', coords))
    for (const [dim, extent] of this.dims.entries())
      requireInteger(coords[dim]!, this.periodic[dim] ? -largestInt : 0, this.periodic[dim] ? largestInt : extent - 1, `coords[${dim}]`)
    return native().cart_rank(this.handle, Int32Array.from(coords))
  }

  /**
   * Return the partners of a shift along one dimension, ready for `sendrecv`.
   *
   * Not collective.
   *
   * @param dim   Dimension, in [0, ndim).
   * @param steps How far to shift; negative towards lower coordinates. Default 1.
   * @returns     The rank this one receives from and the one it sends to; null for nobody, beyond an edge.
   * @throws {ArgumentError} `dim` is no dimension, or `steps` no int.
   * @see source: MPI standard, `MPI_Cart_shift`.
   */
  shift(dim: number, steps = 1): { source: number | null; dest: number | null } {
    requireInteger(dim, 0, this.dims.length - 1, 'dim')
    requireInteger(steps, -largestInt, largestInt, 'steps')
    const [source, dest] = shifted(this.handle, dim, steps)
    return { source, dest }
  }

  /**
   * Cut the grid into lower-dimensional ones, along the dimensions that are not kept.
   *
   * Collective over this communicator.
   *
   * @param keep For each dimension, whether the parts extend along it, shape [ndim].
   * @returns    The part with this rank; a new communicator owned by the caller, who frees it.
   * @throws {ArgumentError} Not one boolean per dimension.
   * @throws {MpiError}      MPI_Cart_sub failed.
   * @see source: MPI standard, `MPI_Cart_sub`.
   */
  sub(keep: readonly boolean[]): CartCommunicator {
    if (keep?.length !== this.dims.length) throw new ArgumentError(expected(`${this.dims.length} booleans`, 'keep', keep))
    const handle = native().cart_sub(this.handle, Int32Array.from(keep, Number))
    const kept = <T>(list: readonly T[]) => list.filter((_, dim) => keep[dim])
    return new CartCommunicator(handle, kept(this.dims), kept(this.periodic))
  }
}

/** Options of {@link createCart}. */
export interface CartOptions {
  /** Whether each dimension is closed to a ring, shape [ndim]. Default: none. */
  periodic?: readonly boolean[]
  /** Let MPI give the ranks other numbers, to suit the machine. Default false. */
  reorder?: boolean
}

/**
 * Arrange ranks on a grid.
 *
 * Collective over `comm`.
 *
 * @param comm Communicator of at least as many ranks as the grid has places.
 * @param dims Ranks along each dimension, shape [ndim]; see {@link dimsCreate}.
 * @returns    A new communicator owned by the caller, who frees it; null on the ranks that the grid has no place for.
 * @throws {ArgumentError} A dimension is not positive, the grid has more places than `comm` ranks, or an option is unknown.
 * @throws {MpiError}      MPI_Cart_create failed.
 * @see source: MPI standard, `MPI_Cart_create`.
 */
export function createCart(comm: Communicator, dims: readonly number[], options: CartOptions = {}): CartCommunicator | null {
  for (const key in options)
    if (key !== 'periodic' && key !== 'reorder') throw new ArgumentError(`Unknown option '${key}'; the options are: periodic, reorder`)
  if (!Array.isArray(dims) || dims.length === 0) throw new ArgumentError(expected('an array of dimensions', 'dims', dims))
  for (const [dim, extent] of dims.entries()) requireInteger(extent, 1, comm.size, `dims[${dim}]`)
  const places = dims.reduce((product, extent) => product * extent, 1)
  if (places > comm.size) throw new ArgumentError(expected(`at most ${comm.size} places, one per rank,`, 'dims', dims))
  const periodic = options.periodic ?? dims.map(() => false)
  if (periodic.length !== dims.length) throw new ArgumentError(expected(`${dims.length} booleans`, 'periodic', periodic))
  const handle = native().cart_create(comm.handle, Int32Array.from(dims), Int32Array.from(periodic, Number), options.reorder ?? false)
  return handle === undefined ? null : CartCommunicator._wrapCart(handle, [...dims], [...periodic])
}

/**
 * Choose the dimensions of a grid, as equal as possible and in decreasing order.
 *
 * Not collective.
 *
 * @param ranks Number of places.
 * @param dims  Dimensions that are set; 0 where MPI chooses.
 * @returns     All dimensions, shape of `dims`; their product is `ranks`.
 * @throws {ArgumentError} Not integers, or the ones set do not divide `ranks`.
 * @throws {MpiError}      MPI_Dims_create failed.
 * @see source: MPI standard, `MPI_Dims_create`.
 * @example
 * dimsCreate(6, [0, 0])   // => [ 3, 2 ]
 */
export function dimsCreate(ranks: number, dims: readonly number[]): number[] {
  requireInteger(ranks, 1, largestInt, 'ranks')
  for (const [dim, extent] of dims.entries()) requireInteger(extent, 0, largestInt, `dims[${dim}]`)
  const fixed = dims.reduce((product, extent) => product * (extent || 1), 1)
  if (ranks % fixed !== 0 || (fixed !== ranks && !dims.includes(0)))
    throw new ArgumentError(expected(`dimensions that divide ${ranks}`, 'dims', dims))
  const chosen = Int32Array.from(dims)
  native().dims_create(ranks, chosen)
  return [...chosen]
}

/**
 * A graph with the edges of the grid. On a ring of one or two ranks both neighbours are the same rank, and which part then
 * goes where depends on the order of the messages: Open MPI 4.1 gets it wrong in MPI_Ineighbor_alltoall on the grid itself.
 * In a graph the order is ours. What goes to the rank after this one must fill the part of the rank before that one, so each
 * pair of edges is listed after-before by the sender and before-after by the receiver.
 */
function edgesOf(handle: CommHandle, neighbors: readonly (number | null)[]): Edges {
  const slots = neighbors.map((_, slot) => slot)
  const present = (slot: number) => neighbors[slot] !== null
  const sends = slots.map((slot) => slot ^ 1).filter(present)
  const receives = slots.filter(present)
  const ranks = (list: readonly number[]) => Int32Array.from(list, (slot) => neighbors[slot]!)
  const graph = native().dist_graph_create_adjacent(handle, ranks(receives), ranks(sends), null, null, false)
  return { handle: graph, sends: Float64Array.from(sends), receives: Float64Array.from(receives) }
}

function shifted(handle: CommHandle, dim: number, steps: number): [number | null, number | null] {
  const ranks = new Int32Array(2)
  native().cart_shift(handle, dim, steps, ranks)
  const [source, dest] = Array.from(ranks, (rank) => (rank < 0 ? null : rank)) as [number | null, number | null]
  return [source, dest]
}
