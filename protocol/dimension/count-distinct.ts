import { hashIndex } from './index-hash.js'
import type { NumberArray } from './index-numbers.js'
import { partitionIndices } from './index-partition.js'

/** How many different global indices a list has. */
export interface DistinctCount {
  readonly count: number
  /** The smallest index that is there more than once; undefined when none is. */
  readonly repeated: number | undefined
}

/** So many indices share a table that stays in the nearest cache. */
const partLength = 2048
/** Not the salt that deals indices to ranks, or all indices of a rank would come into the same parts. */
const salt = 0x5bd1e995

/**
 * Count the different global indices in a list.
 *
 * Not collective. Takes time proportional to the length, and 8 bytes an index.
 *
 * @param indices Safe integers, shape [n], in any order.
 */
export function countDistinct(indices: NumberArray): DistinctCount {
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
