import type { FullDim } from '../dim-data.js'
import { ArgumentError, expected, SelectionError } from '../errors.js'

/**
 * Where the global indices of one dimension are: on which process, and at which local index there.
 *
 * @remarks A process holds its own entries and, in a padded block dimension, ghosts: copies of its neighbours' entries.
 * Local indices count through both. Nothing here communicates, and immutable maps may be shared.
 */
export interface DimensionMap {
  readonly distType: 'b' | 'c' | 'u'
  /** Global length. */
  readonly size: number
  /** Number of processes along this dimension. */
  readonly gridSize: number
  /**
   * Return how many entries a process owns; boundary padding counts, communication padding does not.
   *
   * Not collective.
   */
  ownCount(rank: number): number
  /**
   * Return the local index of the first own entry; the own entries follow each other.
   *
   * Not collective.
   */
  ownOffset(rank: number): number
  /**
   * Return the global indices a process owns, in local order, shape [ownCount(rank)]; a new array.
   *
   * Not collective.
   */
  ownIndices(rank: number): Float64Array
  /**
   * Return how many entries a process holds: own entries and ghosts.
   *
   * Not collective.
   */
  localCount(rank: number): number
  /**
   * Return the process that owns a global index.
   *
   * Not collective.
   *
   * @throws {SelectionError} Outside the dimension.
   */
  ownerOf(index: number): number
  /**
   * Tell whether a process holds a global index, as its own or as a ghost.
   *
   * Not collective.
   */
  holds(rank: number, index: number): boolean
  /**
   * Return the local index of a global index.
   *
   * Not collective.
   *
   * @throws {SelectionError} Not held by `rank`.
   */
  globalToLocal(rank: number, index: number): number
  /**
   * Return the global index at a local index.
   *
   * Not collective.
   *
   * @throws {SelectionError} Outside the section of `rank`.
   */
  localToGlobal(rank: number, index: number): number
  /**
   * Return the protocol's dictionary for a process; a new object.
   *
   * Not collective.
   */
  dimData(rank: number): FullDim
  /**
   * Tell whether `other` places every global index at the same process and local index.
   *
   * Not collective.
   */
  equals(other: DimensionMap): boolean
}

/** @throws {ArgumentError} `rank` is not a process of the dimension. */
export function checkRank(rank: number, gridSize: number): void {
  if (!(Number.isInteger(rank) && rank >= 0 && rank < gridSize))
    throw new ArgumentError(expected(`an integer from 0 to ${gridSize - 1}`, 'rank', rank))
}

/** @throws {SelectionError} `index` is not in [0, size). */
export function checkIndex(index: number, size: number, name: string): void {
  if (!(Number.isInteger(index) && index >= 0 && index < size))
    throw new SelectionError(expected(size === 0 ? 'no index into an empty range' : `an integer from 0 to ${size - 1}`, name, index))
}

/** The error for a global index that a process does not hold. */
export function notHeld(rank: number, index: number, owner: number): SelectionError {
  return new SelectionError(`Expected a global index that process ${rank} holds but received ${index}, which process ${owner} owns`)
}
