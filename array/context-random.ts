import { randomFillSync } from 'node:crypto'
import { ContextMatrices } from './context-matrices.js'
import { ContextError } from './errors.js'
import type { RandomArrays } from './random/random-arrays.js'
import { RandomStream } from './random/random-stream.js'

/** The part of a context that makes random arrays. */
export abstract class ContextRandom extends ContextMatrices {
  /**
   * Random arrays. This stream has a new seed each time; `ctx.random.withSeed(42)` is one that can be had again.
   *
   * @example
   * const x = ctx.random.withSeed(42).normal([1000, 1000], { dist: 'bc' })
   */
  readonly random: RandomStream = RandomStream._over(this.randomArrays())

  private randomArrays(): RandomArrays {
    return {
      entropy: () => this.entropy(),
      make: (draw, source, dtype, shape, placing) => {
        this.calls.requireOpen()
        const { placement } = this.read(shape, { ...placing, dtype })
        const { kernel, reals, integers, weights } = draw
        const args = [this.calls.layout(placement.distribution), dtype, source(), reals, integers, weights]
        return this.make({ fn: `random.${kernel}`, args }, dtype, placement)
      },
    }
  }

  private entropy(): bigint {
    const words = randomFillSync(new BigUint64Array(2))
    const { session } = this.transport
    if (session?.isAwaiting)
      throw new ContextError(
        'A function is still being awaited, so the ranks cannot agree on a seed; await it, or use random.withSeed(...)',
      )
    session?.communicator.bcast(words)
    const [low = 0n, high = 0n] = words
    return low | (high << 64n)
  }
}
