import type { FullUnstructuredDim, IndexArray } from '../dim-data.js'
import { DistributionError, expected, SelectionError } from '../errors.js'
import { isCount } from '../integers.js'
import { typedArrayName } from '../memory.js'
import { checkIndex, checkRank, type DimensionMap } from './dimension-map.js'
import { IndexTable } from './index-table.js'

/** Global indices of one process, in local order. */
export type IndexList = IndexArray | Float64Array | readonly number[]

/**
 * Unstructured: each process holds the global indices in its list.
 *
 * @remarks Global indices are labels: any safe integers, also negative ones or ones past the size. An index that several
 * processes hold belongs to the lowest of them. Every list is in memory here, 4 or 8 bytes an index, and the table
 * that answers `ownerOf`. An index that several processes hold counts once for each in the size, which is the protocol's
 * default reading (ambiguity B6): so whatever is exported from a map is valid by the default options. Dictionaries whose size
 * is the number of different indices can be validated and imported by option, but make no map.
 */
export class UnstructuredMap implements DimensionMap {
  readonly distType = 'u'
  readonly size: number
  /** True when no global index is on two processes. */
  readonly oneToOne: boolean
  readonly #indices: readonly (Int32Array | BigInt64Array)[]
  readonly #owners: IndexTable
  /** Local index of each global index, made for a process when it is first asked for. */
  readonly #positions: (IndexTable | undefined)[]

  /**
   * Place global indices on processes by listing them.
   *
   * Not collective.
   *
   * @param size    Global length: the number of entries in all lists together.
   * @param indices One list per process, copied.
   * @throws {DistributionError} No processes, an index that is no safe integer or is twice in one list, or a size that does not fit.
   */
  constructor(size: number, indices: readonly IndexList[]) {
    if (!isCount(size)) throw new DistributionError(expected('an integer, zero or more,', 'size', size))
    if (!Array.isArray(indices) || indices.length === 0)
      throw new DistributionError(expected('one list of indices per process', 'indices', indices))
    this.size = size
    this.#indices = indices.map(copyOf)
    this.#positions = new Array<IndexTable | undefined>(indices.length)
    const total = this.#indices.reduce((sum, list) => sum + list.length, 0)
    this.#owners = new IndexTable(total)
    let distinct = 0
    this.#indices.forEach((list, rank) => {
      for (let i = 0; i < list.length; i++) {
        const owner = this.#owners.add(Number(list[i]), rank)
        if (owner === -1) distinct++
        if (owner === rank) throw new DistributionError(`Expected each global index once on process ${rank} but received ${list[i]} twice`)
      }
    })
    this.oneToOne = distinct === total
    if (size !== total)
      throw new DistributionError(
        expected(`${total}, the entries of all lists together (an index on several processes counts for each),`, 'size', size),
      )
  }

  get gridSize(): number {
    return this.#indices.length
  }

  /**
   * Return the global indices that a process holds, in local order; not a copy, do not write to it.
   *
   * Not collective.
   */
  indices(rank: number): Int32Array | BigInt64Array {
    checkRank(rank, this.gridSize)
    return this.#indices[rank]!
  }

  ownCount(rank: number): number {
    return this.indices(rank).length
  }

  ownOffset(rank: number): number {
    checkRank(rank, this.gridSize)
    return 0
  }

  ownIndices(rank: number): Float64Array {
    const list = this.indices(rank)
    const indices = new Float64Array(list.length)
    for (let i = 0; i < list.length; i++) indices[i] = Number(list[i])
    return indices
  }

  localCount(rank: number): number {
    return this.ownCount(rank)
  }

  ownerOf(index: number): number {
    const owner = this.#owners.get(index)
    if (owner === -1) throw new SelectionError(expected('a global index that is on some process', 'global index', index))
    return owner
  }

  holds(rank: number, index: number): boolean {
    return this.#positionsOf(rank).get(index) !== -1
  }

  globalToLocal(rank: number, index: number): number {
    const local = this.#positionsOf(rank).get(index)
    if (local === -1) throw new SelectionError(expected(`a global index that process ${rank} holds`, 'global index', index))
    return local
  }

  localToGlobal(rank: number, index: number): number {
    const list = this.indices(rank)
    checkIndex(index, list.length, 'local index')
    return Number(list[index])
  }

  dimData(rank: number): FullUnstructuredDim {
    return {
      dist_type: 'u',
      size: this.size,
      proc_grid_size: this.gridSize,
      proc_grid_rank: rank,
      indices: this.indices(rank),
      one_to_one: this.oneToOne,
    }
  }

  equals(other: DimensionMap): boolean {
    if (this === other) return true
    if (!(other instanceof UnstructuredMap) || this.size !== other.size || this.gridSize !== other.gridSize) return false
    return this.#indices.every((list, rank) => haveEqualItems(list, other.#indices[rank]!))
  }

  #positionsOf(rank: number): IndexTable {
    const list = this.indices(rank)
    let positions = this.#positions[rank]
    if (!positions) {
      positions = new IndexTable(list.length)
      for (let i = 0; i < list.length; i++) positions.add(Number(list[i]), i)
      this.#positions[rank] = positions
    }
    return positions
  }
}

/** A copy in one of the two integer types that dap.h has, the narrower where it fits. */
function copyOf(list: IndexList, rank: number): Int32Array | BigInt64Array {
  if (!Array.isArray(list) && typedArrayName(list) === undefined)
    throw new DistributionError(expected('an array of integers', `indices[${rank}]`, list))
  let isNarrow = true
  for (let i = 0; i < list.length; i++) {
    const index = numberOf(list[i]!)
    if (!Number.isSafeInteger(index)) throw new DistributionError(expected('a safe integer', `indices[${rank}][${i}]`, list[i]))
    if (index !== (index | 0)) isNarrow = false
  }
  if (isNarrow) {
    const copy = new Int32Array(list.length)
    for (let i = 0; i < list.length; i++) copy[i] = numberOf(list[i]!)
    return copy
  }
  const copy = new BigInt64Array(list.length)
  for (let i = 0; i < list.length; i++) copy[i] = BigInt(list[i]!)
  return copy
}

function numberOf(index: number | bigint): number {
  return typeof index === 'bigint' ? Number(index) : index
}

function haveEqualItems(a: Int32Array | BigInt64Array, b: Int32Array | BigInt64Array): boolean {
  if (a.length !== b.length || a.constructor !== b.constructor) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
