import { DistributionError, expected } from '../errors.js'
import { isCount } from '../integers.js'

/**
 * Where the blocks of a block dimension begin and end, without padding.
 *
 * @remarks The even split has ceil(size / gridSize) indices per process, so that the last processes may have fewer or none;
 * it takes no memory per process. Any other split is kept as an array.
 */
export class BlockBounds {
  readonly size: number
  readonly gridSize: number
  /** Indices per process of the even split. */
  readonly #width: number
  /** Start of each process's block, then `size`, shape [gridSize + 1]; undefined for the even split. */
  readonly #starts: Float64Array | undefined

  private constructor(size: number, gridSize: number, starts: Float64Array | undefined) {
    this.size = size
    this.gridSize = gridSize
    this.#width = Math.ceil(size / gridSize)
    this.#starts = starts?.every((start, rank) => start === this.#evenStart(rank)) ? undefined : starts
  }

  /**
   * Split `size` indices evenly.
   *
   * Not collective.
   *
   * @throws {DistributionError} Not an extent, or no processes.
   */
  static even(size: number, gridSize: number): BlockBounds {
    if (!isCount(size)) throw new DistributionError(expected('an integer, zero or more,', 'size', size))
    if (!isCount(gridSize) || gridSize === 0) throw new DistributionError(expected('an integer, at least 1,', 'gridSize', gridSize))
    return new BlockBounds(size, gridSize, undefined)
  }

  /**
   * Split at the given starts, the last of which is the size.
   *
   * Not collective.
   *
   * @throws {DistributionError} They do not ascend from 0.
   */
  static at(starts: readonly number[]): BlockBounds {
    const ascend = Array.isArray(starts) && starts.every((start, i) => isCount(start) && start >= (starts[i - 1] ?? 0))
    if (!ascend || starts.length < 2 || starts[0] !== 0)
      throw new DistributionError(expected('integers that ascend from 0 to the size, one more than processes,', 'bounds', starts))
    return new BlockBounds(starts.at(-1)!, starts.length - 1, Float64Array.from(starts))
  }

  /** First global index of a process's block; for `rank` = gridSize the size. */
  start(rank: number): number {
    return this.#starts ? this.#starts[rank]! : this.#evenStart(rank)
  }

  /** Number of global indices in a process's block. */
  count(rank: number): number {
    return this.start(rank + 1) - this.start(rank)
  }

  /** The process whose block has a global index below `size`. */
  ownerOf(index: number): number {
    if (!this.#starts) return Math.floor(index / this.#width)
    let low = 0
    let high = this.gridSize - 1
    while (low < high) {
      const middle = low + Math.ceil((high - low) / 2)
      if (this.#starts[middle]! <= index) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Facts about the processes that own anything: how many, the one that owns least, and whether an empty one lies between them. */
  occupied(): { processes: number; rank: number; count: number; hasGap: boolean } {
    if (!this.#starts) {
      const processes = this.#width === 0 ? 0 : Math.ceil(this.size / this.#width)
      const rank = Math.max(processes - 1, 0)
      return { processes, rank, count: this.count(rank), hasGap: false }
    }
    const ranks = Array.from({ length: this.gridSize }, (_, rank) => rank).filter((rank) => this.count(rank) > 0)
    const rank = ranks.reduce((least, other) => (this.count(other) < this.count(least) ? other : least), ranks[0] ?? 0)
    return { processes: ranks.length, rank, count: this.count(rank), hasGap: ranks.length > 0 && ranks.at(-1)! - ranks[0]! >= ranks.length }
  }

  /**
   * Tell whether every process has the same block.
   *
   * Not collective.
   */
  equals(other: BlockBounds): boolean {
    if (this.size !== other.size || this.gridSize !== other.gridSize) return false
    if (!this.#starts || !other.#starts) return this.#starts === other.#starts
    return this.#starts.every((start, rank) => start === other.#starts?.[rank])
  }

  #evenStart(rank: number): number {
    return Math.min(rank * this.#width, this.size)
  }
}
