import type { FullBlockDim } from '../dim-data.js'
import { BlockBounds } from './block-bounds.js'
import { BlockPadding, type PaddingOption } from './block-padding.js'
import { checkIndex, checkRank, type DimensionMap, notHeld } from './dimension-map.js'

/** How a block dimension is padded, and whether its ends meet. */
export interface BlockOptions {
  /** Default 0. */
  readonly padding?: PaddingOption
  /** Default false. The ends of the grid have no ghosts either way: edge padding is boundary padding. */
  readonly periodic?: boolean
}

/** Block: each process owns one range of global indices, and holds ghosts at the cuts. Closed form for the even split. */
export class BlockMap implements DimensionMap {
  readonly distType = 'b'
  readonly periodic: boolean
  readonly #bounds: BlockBounds
  readonly #padding: BlockPadding

  private constructor(bounds: BlockBounds, { padding = 0, periodic = false }: BlockOptions) {
    this.#bounds = bounds
    this.#padding = new BlockPadding(bounds, padding)
    this.periodic = periodic
  }

  /**
   * Split `size` indices into blocks of ceil(size / gridSize); the last processes may have fewer or none.
   *
   * Not collective.
   *
   * @throws {DistributionError} Not an extent, no processes, or a padding that does not fit.
   * @see source: DistArray `metadata_utils.distribute_block_indices`
   */
  static even(size: number, gridSize: number, options: BlockOptions = {}): BlockMap {
    return new BlockMap(BlockBounds.even(size, gridSize), options)
  }

  /**
   * Split at the given bounds: process r owns [bounds[r], bounds[r + 1]).
   *
   * Not collective.
   *
   * @param bounds Ascending from 0 to the size, shape [gridSize + 1].
   * @throws {DistributionError} Bounds that do not ascend from 0, or a padding that does not fit.
   */
  static at(bounds: readonly number[], options: BlockOptions = {}): BlockMap {
    return new BlockMap(BlockBounds.at(bounds), options)
  }

  /**
   * Return the same split without ghosts: each process holds what it owns.
   *
   * Not collective.
   */
  withoutGhosts(): BlockMap {
    const isBare = this.#padding.equals(new BlockPadding(this.#bounds, { boundary: [...this.#padding.boundary] }))
    return isBare && this.#padding.boundary.every((width) => width === 0) ? this : new BlockMap(this.#bounds, { periodic: this.periodic })
  }

  get size(): number {
    return this.#bounds.size
  }

  get gridSize(): number {
    return this.#bounds.gridSize
  }

  /**
   * Return the range [start, stop) of global indices that a process owns.
   *
   * Not collective.
   */
  ownRange(rank: number): readonly [start: number, stop: number] {
    checkRank(rank, this.gridSize)
    return [this.#bounds.start(rank), this.#bounds.start(rank + 1)]
  }

  /**
   * Return the range [start, stop) of global indices that a process holds, ghosts included.
   *
   * Not collective.
   */
  localRange(rank: number): readonly [start: number, stop: number] {
    const [start, stop] = this.ownRange(rank)
    return [start - this.#padding.at(rank - 1), stop + this.#padding.at(rank)]
  }

  /**
   * Return the widths at the low and the high end of a process's section, as in its dictionary.
   *
   * Not collective.
   */
  padding(rank: number): readonly [low: number, high: number] {
    checkRank(rank, this.gridSize)
    const [low, high] = this.#padding.boundary
    return [rank === 0 ? low : this.#padding.at(rank - 1), rank === this.gridSize - 1 ? high : this.#padding.at(rank)]
  }

  ownCount(rank: number): number {
    checkRank(rank, this.gridSize)
    return this.#bounds.count(rank)
  }

  ownOffset(rank: number): number {
    checkRank(rank, this.gridSize)
    return this.#padding.at(rank - 1)
  }

  ownIndices(rank: number): Float64Array {
    const [start, stop] = this.ownRange(rank)
    const indices = new Float64Array(stop - start)
    for (let i = 0; i < indices.length; i++) indices[i] = start + i
    return indices
  }

  localCount(rank: number): number {
    checkRank(rank, this.gridSize)
    return this.#padding.at(rank - 1) + this.#bounds.count(rank) + this.#padding.at(rank)
  }

  ownerOf(index: number): number {
    checkIndex(index, this.size, 'global index')
    return this.#bounds.ownerOf(index)
  }

  holds(rank: number, index: number): boolean {
    const [start, stop] = this.localRange(rank)
    return Number.isInteger(index) && index >= start && index < stop
  }

  globalToLocal(rank: number, index: number): number {
    checkIndex(index, this.size, 'global index')
    if (!this.holds(rank, index)) throw notHeld(rank, index, this.ownerOf(index))
    return index - this.localRange(rank)[0]
  }

  localToGlobal(rank: number, index: number): number {
    checkIndex(index, this.localCount(rank), 'local index')
    return this.localRange(rank)[0] + index
  }

  dimData(rank: number): FullBlockDim {
    const [start, stop] = this.localRange(rank)
    return {
      dist_type: 'b',
      size: this.size,
      proc_grid_size: this.gridSize,
      proc_grid_rank: rank,
      start,
      stop,
      padding: this.padding(rank),
      periodic: this.periodic,
    }
  }

  equals(other: DimensionMap): boolean {
    if (!(other instanceof BlockMap) || this.periodic !== other.periodic) return false
    return this.#bounds.equals(other.#bounds) && this.#padding.equals(other.#padding)
  }
}
