import { randomFillSync } from 'node:crypto'
import type { DType } from '../protocol/dtype.js'
import { DTypeError } from '../protocol/errors.js'
import { ArrayCore } from './array-core.js'
import { ContextMatrices } from './context-matrices.js'
import type { DistArray } from './dist-array.js'
import { canCast } from './dtypes/can-cast.js'
import { ContextError } from './errors.js'
import { requireBroadcast } from './expression/broadcast.js'
import { ArrayReference } from './instruction.js'
import { type Placement, place } from './placement.js'
import { checksOf } from './random/parameters.js'
import type { DifferingDraw, RandomArrays } from './random/random-arrays.js'
import { RandomStream } from './random/random-stream.js'
import type { StoredArray } from './stored-array.js'

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
      makeEach: (draw, source, dtype, shape, placing) => {
        this.calls.requireOpen()
        const { placement } = this.read(shape, { ...placing, dtype })
        return this.makeEach(draw, source, dtype, placement)
      },
      take: (draw, source, x, { axis, count }, shape, options) => {
        this.requireOwn(x)
        const { distribution, targets } = x
        const to = shape === undefined ? { distribution, targets } : place(shape, options, this.engines)
        this.compute(x)
        const [{ id }] = x._node().sources as readonly [StoredArray]
        const { kernel, integers, weights } = draw
        const { calls } = this
        const places = [x, to].map(({ distribution, targets }) => ({ layout: calls.layout(distribution), targets }))
        const drawn = { first: axis, count }
        const args = [new ArrayReference(id), x.dtype, ...places, drawn, kernel, source(), undefined, integers, weights]
        const all = [...new Set([...targets, ...to.targets])].sort((a, b) => a - b)
        return this.make({ fn: 'random.take', args }, x.dtype, to, undefined, all)
      },
      shuffle: (draw, source, x, axis) => {
        this.requireOwn(x)
        const { kernel, integers, weights } = draw
        x._change('random.shuffle', () => [axis, kernel, source(), undefined, integers, weights])
      },
    }
  }

  private makeEach<D extends DType>(
    { kernel, parameters, endpoint = false }: DifferingDraw,
    source: () => BigUint64Array,
    dtype: D,
    placement: Placement,
  ): DistArray<D> {
    const parameterDType = kernel === 'integers' ? (dtype === 'uint64' ? 'uint64' : 'int64') : 'float64'
    const checks = checksOf(kernel, dtype, endpoint)
    for (const [k, parameter] of parameters.entries()) {
      if (!(parameter instanceof ArrayCore)) checks[k]?.(parameter)
      else {
        this.requireOwn(parameter)
        requireBroadcast(parameter.shape, placement.distribution.shape)
        if (!canCast(parameter.dtype, parameterDType, 'safe'))
          throw new DTypeError(
            `Expected parameters that ${parameterDType} can hold but received an array of ${parameter.dtype}; cast it with astype`,
          )
      }
    }
    const cast: DistArray[] = []
    const engines = new Set(placement.targets)
    const travelling = parameters.map((parameter) => {
      if (!(parameter instanceof ArrayCore)) return parameterDType === 'float64' ? Number(parameter) : BigInt(parameter)
      const array = parameter.dtype === parameterDType ? parameter : parameter.astype(parameterDType)
      if (array !== parameter) cast.push(array)
      this.compute(array)
      const [{ id }] = array._node().sources as readonly [StoredArray]
      for (const engine of array.targets) engines.add(engine)
      return { reference: new ArrayReference(id), layout: this.calls.layout(array.distribution), targets: array.targets }
    })
    const { distribution, targets } = placement
    const args = [kernel, this.calls.layout(distribution), dtype, targets, source(), travelling, parameterDType, endpoint]
    const all = [...engines].sort((a, b) => a - b)
    const made = this.make({ fn: 'random.each', args }, dtype, placement, undefined, all)
    for (const array of cast) array.free()
    return made
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
