import { hashIndex } from './index-hash.js'
import type { NumberArray } from './index-numbers.js'
import { partitionIndices } from './index-partition.js'

/** How many different global indices a list has. */
export interface DistinctCount {
  readonly count: number
  /** The smallest index that is there more than once; undefined when none is. */
  readonly repeated: number | undefined
}

/** Up to so many times as far apart as there are indices, a bit for each possible one takes no more memory than the indices do. */
const sparsest = 64
/** So many indices share a table that stays in the nearest cache. */
const partLength = 2048
/** Not the salt that deals indices to ranks, or all indices of a rank would come into the same parts. */
const salt = 0x5bd1e995

/**
 * Count the different global indices in a list.
 *
 * Not collective. Takes time proportional to the length, and at most 8 bytes an index.
 *
 * @param indices Safe integers, shape [n], in any order.
 */
export function countDistinct(indices: NumberArray): DistinctCount {
  if (indices.length === 0) return { count: 0, repeated: undefined }
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!
    if (index < least) least = index
    if (index > most) most = index
  }
  const range = most - least + 1
  // Bits are numbered by 32-bit integers below.
  return range <= sparsest * indices.length && range <= 0x7fff_ffff ? countByBits(indices, least, range) : countByHash(indices)
}

function countByBits(indices: NumberArray, least: number, range: number): DistinctCount {
  const words = new Uint32Array(Math.ceil(range / 32))
  let count = 0
  let repeated: number | undefined
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!
    const place = (index - least) | 0
    const word = words[place >> 5]!
    const bit = 1 << (place & 31)
    if ((word & bit) === 0) {
      words[place >> 5] = word | bit
      count++
    } else if (repeated === undefined || index < repeated) repeated = index
  }
  return { count, repeated }
}

function countByHash(indices: NumberArray): DistinctCount {
  const parts = Math.max(1, Math.ceil(indices.length / partLength))
  const { data, starts } = partitionIndices(indices, parts, salt)
  const table = new SmallSet(longest(starts))
  let count = 0
  let repeated: number | undefined
  for (let part = 0; part < parts; part++) {
    table.clear()
    for (let i = starts[part]!; i < starts[part + 1]!; i++) {
      const index = data[i]!
      if (table.add(index)) count++
      else if (repeated === undefined || index < repeated) repeated = index
    }
  }
  return { count, repeated }
}

function longest(starts: Float64Array): number {
  let length = 0
  for (let part = 1; part < starts.length; part++) length = Math.max(length, starts[part]! - starts[part - 1]!)
  return length
}

/** A set that is emptied without touching its memory: an entry counts only when it carries the current round. */
class SmallSet {
  readonly #keys: Float64Array
  readonly #rounds: Int32Array
  readonly #mask: number
  #round = 0

  constructor(capacity: number) {
    let slots = 4
    while (slots < 2 * capacity) slots *= 2
    this.#keys = new Float64Array(slots)
    this.#rounds = new Int32Array(slots)
    this.#mask = slots - 1
  }

  clear(): void {
    this.#round++
  }

  /** Add `key`; false when it is there already. */
  add(key: number): boolean {
    let slot = hashIndex(key, 0) & this.#mask
    while (this.#rounds[slot] === this.#round) {
      if (this.#keys[slot] === key) return false
      slot = (slot + 1) & this.#mask
    }
    this.#rounds[slot] = this.#round
    this.#keys[slot] = key
    return true
  }
}
