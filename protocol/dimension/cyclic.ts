import type { FullCyclicDim } from '../dim-data.js'
import { DistributionError, expected } from '../errors.js'
import { isCount } from '../integers.js'
import { cyclicCount } from './cyclic-count.js'
import { checkIndex, checkRank, type DimensionMap, notHeld } from './dimension-map.js'

/** Cyclic and block-cyclic: blocks of global indices are dealt to the processes in turn. Closed form. */
export class CyclicMap implements DimensionMap {
  readonly distType = 'c'
  readonly size: number
  readonly gridSize: number
  /** Indices per block; the last block may be shorter. */
  readonly blockSize: number

  /**
   * Deal `size` indices in blocks to `gridSize` processes.
   *
   * Not collective.
   *
   * @throws {DistributionError} An extent that is not an integer, no processes, or an empty block.
   */
  constructor(size: number, gridSize: number, blockSize = 1) {
    if (!isCount(size)) throw new DistributionError(expected('an integer, zero or more,', 'size', size))
    if (!isCount(gridSize) || gridSize === 0) throw new DistributionError(expected('an integer, at least 1,', 'gridSize', gridSize))
    if (!isCount(blockSize) || blockSize === 0) throw new DistributionError(expected('an integer, at least 1,', 'blockSize', blockSize))
    if (!Number.isSafeInteger((gridSize - 1) * blockSize))
      throw new DistributionError(expected(`a block size whose product with ${gridSize} processes is below 2^53`, 'blockSize', blockSize))
    this.size = size
    this.gridSize = gridSize
    this.blockSize = blockSize
  }

  ownCount(rank: number): number {
    checkRank(rank, this.gridSize)
    return cyclicCount(this.size, this.gridSize, this.blockSize, rank)
  }

  ownOffset(rank: number): number {
    checkRank(rank, this.gridSize)
    return 0
  }

  ownIndices(rank: number): Float64Array {
    const indices = new Float64Array(this.ownCount(rank))
    for (let i = 0; i < indices.length; i++) indices[i] = this.#globalOf(rank, i)
    return indices
  }

  localCount(rank: number): number {
    return this.ownCount(rank)
  }

  ownerOf(index: number): number {
    checkIndex(index, this.size, 'global index')
    return Math.floor(index / this.blockSize) % this.gridSize
  }

  holds(rank: number, index: number): boolean {
    checkRank(rank, this.gridSize)
    return Number.isInteger(index) && index >= 0 && index < this.size && Math.floor(index / this.blockSize) % this.gridSize === rank
  }

  globalToLocal(rank: number, index: number): number {
    checkIndex(index, this.size, 'global index')
    if (!this.holds(rank, index)) throw notHeld(rank, index, this.ownerOf(index))
    const block = Math.floor(index / this.blockSize)
    return Math.floor(block / this.gridSize) * this.blockSize + (index % this.blockSize)
  }

  localToGlobal(rank: number, index: number): number {
    checkIndex(index, this.ownCount(rank), 'local index')
    return this.#globalOf(rank, index)
  }

  dimData(rank: number): FullCyclicDim {
    checkRank(rank, this.gridSize)
    return {
      dist_type: 'c',
      size: this.size,
      proc_grid_size: this.gridSize,
      proc_grid_rank: rank,
      start: rank * this.blockSize,
      block_size: this.blockSize,
    }
  }

  equals(other: DimensionMap): boolean {
    if (!(other instanceof CyclicMap)) return false
    return this.size === other.size && this.gridSize === other.gridSize && this.blockSize === other.blockSize
  }

  #globalOf(rank: number, index: number): number {
    const block = Math.floor(index / this.blockSize) * this.gridSize + rank
    return block * this.blockSize + (index % this.blockSize)
  }
}
