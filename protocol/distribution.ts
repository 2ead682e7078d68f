import type { DimData, FullDim } from './dim-data.js'
import { BlockMap } from './dimension/block.js'
import type { DimensionMap } from './dimension/dimension-map.js'
import { checkRank } from './dimension/dimension-map.js'
import { mapsFromDimData } from './distribution-from-dim-data.js'
import { type DistributionOptions, type DistType, mapsFromOptions } from './distribution-options.js'
import { ArgumentError, DistributionError, expected, SelectionError } from './errors.js'
import { gridCoordsOf, gridRankOf } from './grid.js'
import { product } from './integers.js'

/**
 * Where every element of a distributed array is: a dimension map per dimension over a process grid.
 *
 * @remarks Immutable, and the same on every rank. Ranks count through the grid in row-major order. Block and cyclic
 * dimensions take no memory per process or element, unless their bounds are irregular.
 */
export class Distribution {
  /** Global extents, shape [ndim]. */
  readonly shape: readonly number[]
  readonly ndim: number
  /** Number of global elements, 1 for a 0-d array. */
  readonly size: number
  /** Processes per dimension, shape [ndim]. */
  readonly gridShape: readonly number[]
  /** Number of processes, the product of the grid. */
  readonly ranks: number
  /** One map per dimension. */
  readonly maps: readonly DimensionMap[]
  /** A letter per dimension: b, c, u, or n for one that is not distributed. */
  readonly dist: string

  private constructor(maps: readonly DimensionMap[], letters: readonly DistType[]) {
    this.maps = Object.freeze([...maps])
    this.shape = Object.freeze(maps.map(({ size }) => size))
    this.gridShape = Object.freeze(maps.map(({ gridSize }) => gridSize))
    this.ndim = maps.length
    this.size = product(this.shape)
    this.ranks = product(this.gridShape)
    this.dist = letters.join('')
    if (!Number.isSafeInteger(this.size)) throw new DistributionError(expected('fewer than 2^53 elements', 'shape', this.shape))
    Object.freeze(this)
  }

  /**
   * Distribute an array of the given shape.
   *
   * Not collective. More ranks than elements leaves some ranks empty.
   *
   * @param shape Global extents, shape [ndim].
   * @throws {ShapeError} `shape` is not an array of extents.
   * @throws {ArgumentError} An unknown option, or one of a wrong type.
   * @throws {DistributionError} A distribution that cannot exist, or that does not use `options.ranks` processes.
   * @example
   * Distribution.from([100, 200], { dist: 'bb', ranks: 12 }).gridShape // => [2, 6]
   */
  static from(shape: readonly number[], options: DistributionOptions): Distribution {
    const { maps, letters } = mapsFromOptions(shape, options)
    return new Distribution(maps, letters)
  }

  /**
   * Reconstruct the distribution that the dimension dictionaries of all processes describe, and check that they agree.
   *
   * Not collective.
   *
   * @param dimData The 0.10 dictionaries of each rank, in rank order, shape [ranks, ndim]; `{}` must be resolved, as `importArray` does.
   * @throws {ProtocolError} A dictionary that breaks a rule by itself; `rule` names it.
   * @throws {DistributionError} Dictionaries that do not fit each other, or not the number of ranks.
   */
  static fromDimDataPerRank(dimData: readonly (readonly DimData[])[]): Distribution {
    const maps = mapsFromDimData(dimData)
    const letters = maps.map(({ distType, gridSize }) => (distType === 'b' && gridSize === 1 ? 'n' : distType))
    return new Distribution(maps, letters)
  }

  /**
   * Return the distribution of what is left of an array when some dimensions are reduced: the others as they are but for ghosts, over
   * the processes that come first along those dimensions.
   *
   * Not collective.
   *
   * @param axes     The dimensions that are reduced.
   * @param keepdims Whether they stay, with extent 1. Default false.
   */
  reduced(axes: readonly number[], keepdims = false): Distribution {
    const maps: DimensionMap[] = []
    const letters: DistType[] = []
    for (const [d, map] of this.maps.entries()) {
      const isReduced = axes.includes(d)
      if (isReduced && !keepdims) continue
      maps.push(isReduced ? BlockMap.even(1, 1) : map instanceof BlockMap ? map.withoutGhosts() : map)
      letters.push(isReduced ? 'n' : (this.dist[d] as DistType))
    }
    return new Distribution(maps, letters)
  }

  /**
   * Return the distribution that differs in one dimension.
   *
   * Not collective.
   *
   * @param axis Dimension.
   * @param map  How it is distributed instead, over any number of processes.
   */
  withMap(axis: number, map: DimensionMap): Distribution {
    const letter = map instanceof BlockMap && map.gridSize === 1 ? 'n' : map.distType
    return new Distribution(
      this.maps.map((own, d) => (d === axis ? map : own)),
      [...this.dist].map((own, d) => (d === axis ? letter : (own as DistType))),
    )
  }

  /**
   * Return the place of a rank in the process grid, shape [ndim].
   *
   * Not collective.
   *
   * @throws {ArgumentError} Not a rank.
   */
  coordsOf(rank: number): number[] {
    checkRank(rank, this.ranks)
    return gridCoordsOf(rank, this.gridShape)
  }

  /**
   * Return the rank at a place of the process grid.
   *
   * Not collective.
   *
   * @throws {ArgumentError} Not a place of the grid.
   */
  rankOf(coords: readonly number[]): number {
    const isPlace = coords.length === this.ndim && coords.every((c, d) => Number.isInteger(c) && c >= 0 && c < this.gridShape[d]!)
    if (!isPlace) throw new ArgumentError(expected(`a place in the process grid (${this.gridShape.join(', ')})`, 'coords', coords))
    return gridRankOf(coords, this.gridShape)
  }

  /**
   * Return the extents of what a rank holds, ghosts included, shape [ndim].
   *
   * Not collective.
   *
   * @throws {ArgumentError} Not a rank.
   */
  localShape(rank: number): number[] {
    return this.coordsOf(rank).map((coord, d) => this.maps[d]!.localCount(coord))
  }

  /**
   * Return the extents of what a rank owns, shape [ndim].
   *
   * Not collective.
   *
   * @throws {ArgumentError} Not a rank.
   */
  ownShape(rank: number): number[] {
    return this.coordsOf(rank).map((coord, d) => this.maps[d]!.ownCount(coord))
  }

  /**
   * Return a rank's dimension dictionaries, shape [ndim]; new objects.
   *
   * Not collective.
   *
   * @throws {ArgumentError} Not a rank.
   */
  dimData(rank: number): FullDim[] {
    return this.coordsOf(rank).map((coord, d) => this.maps[d]!.dimData(coord))
  }

  /**
   * Return the rank that owns an element.
   *
   * Not collective.
   *
   * @param index Global index, shape [ndim].
   * @throws {SelectionError} Not a global index.
   */
  ownerOf(index: readonly number[]): number {
    this.#checkLength(index, 'global index')
    return gridRankOf(
      index.map((i, d) => this.maps[d]!.ownerOf(i)),
      this.gridShape,
    )
  }

  /**
   * Tell whether a rank holds an element, as its own or as a ghost.
   *
   * Not collective.
   *
   * @throws {ArgumentError} Not a rank.
   */
  holds(rank: number, index: readonly number[]): boolean {
    this.#checkLength(index, 'global index')
    return this.coordsOf(rank).every((coord, d) => this.maps[d]!.holds(coord, index[d]!))
  }

  /**
   * Return the local index of an element.
   *
   * Not collective.
   *
   * @param index Global index, shape [ndim].
   * @returns     Local index, shape [ndim].
   * @throws {SelectionError} Not a global index, or not held by `rank`.
   */
  globalToLocal(rank: number, index: readonly number[]): number[] {
    this.#checkLength(index, 'global index')
    return this.coordsOf(rank).map((coord, d) => this.maps[d]!.globalToLocal(coord, index[d]!))
  }

  /**
   * Return the global index at a local index.
   *
   * Not collective.
   *
   * @param index Local index, shape [ndim].
   * @returns     Global index, shape [ndim].
   * @throws {SelectionError} Outside the section of `rank`.
   */
  localToGlobal(rank: number, index: readonly number[]): number[] {
    this.#checkLength(index, 'local index')
    return this.coordsOf(rank).map((coord, d) => this.maps[d]!.localToGlobal(coord, index[d]!))
  }

  /**
   * Tell whether `other` places every element at the same rank and local index, with the same padding.
   *
   * Not collective.
   */
  equals(other: Distribution): boolean {
    return this === other || (this.ndim === other.ndim && this.maps.every((map, d) => map.equals(other.maps[d]!)))
  }

  #checkLength(index: readonly number[], name: string): void {
    if (!Array.isArray(index) || index.length !== this.ndim)
      throw new SelectionError(expected(`a list of ${this.ndim} integer${this.ndim === 1 ? '' : 's'}`, name, index))
  }
}
