import { hashIndex } from './index-hash.js'

const empty = -1

/**
 * Map from global indices (any safe integers) to small values, in flat memory.
 *
 * @remarks A `Map` of numbers cannot hold more than 2^24 entries; this holds as many as memory does, in at most 48 bytes
 * each. Open addressing with linear probing, at most half full.
 */
export class IndexTable {
  readonly #keys: Float64Array
  readonly #values: Int32Array
  readonly #mask: number

  /** Make a table for at most `capacity` entries. */
  constructor(capacity: number) {
    let slots = 4
    while (slots < 2 * capacity) slots *= 2
    this.#keys = new Float64Array(slots)
    this.#values = new Int32Array(slots).fill(empty)
    this.#mask = slots - 1
  }

  /** Return the value of `key`, or -1 when it is not in the table. */
  get(key: number): number {
    return this.#values[this.#slot(key)]!
  }

  /**
   * Add `key` unless it is in the table already.
   *
   * @param value Zero or more, below 2^31.
   * @returns The value that `key` had before, which it keeps; -1 when it was new.
   */
  add(key: number, value: number): number {
    const slot = this.#slot(key)
    const before = this.#values[slot]!
    if (before === empty) {
      this.#keys[slot] = key
      this.#values[slot] = value
    }
    return before
  }

  /** The slot that holds `key`, or the free one where it belongs. */
  #slot(key: number): number {
    let slot = hashIndex(key, 0) & this.#mask
    while (this.#values[slot] !== empty && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask
    return slot
  }
}
