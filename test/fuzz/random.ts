/** A repeatable source of random choices. Source: Marsaglia 2003, "Xorshift RNGs", the 32-bit triple (13, 17, 5). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) | 0 || 1
    for (let i = 0; i < 8; i++) this.#next() // seeds that differ in few bits start out alike
  }

  /** An integer from 0, below `n`. */
  below(n: number): number {
    return this.#next() % n
  }

  /** True once in `n` times. */
  oneIn(n: number): boolean {
    return this.below(n) === 0
  }

  /** One of the values. */
  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T
  }

  #next(): number {
    this.#state ^= this.#state << 13
    this.#state ^= this.#state >>> 17
    this.#state ^= this.#state << 5
    return this.#state >>> 0
  }
}
