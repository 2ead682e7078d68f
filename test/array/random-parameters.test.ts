// @ranks 1 2 3 4 7
// Parameters that are arrays: each element is the one that its own parameters would have given all elements.
import fc from 'fast-check'
import type { DistArray } from '../../array/dist-array.js'
import type { RandomStream } from '../../array/random/random-stream.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { type Distribution, type DType, typedArrayFor } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { distributions } from './distributions.js'

type Parameter = number | DistArray
type Draw = (r: RandomStream, shape: Distribution, a: Parameter, b: Parameter) => DistArray

interface Kind {
  readonly draw: Draw
  readonly first: readonly number[]
  readonly second: readonly number[]
  /** Of the parameters. */
  readonly dtype: DType
}

const kinds: Readonly<Record<string, Kind>> = {
  uniform: { draw: (r, shape, low, high) => r.uniform(shape, { low, high }), first: [-3, 0, 1.5], second: [1.5, 2, 1e9], dtype: 'float64' },
  'uniform of float32': {
    draw: (r, shape, low, high) => r.uniform(shape, { low, high, dtype: 'float32' }) as DistArray,
    first: [-3, 0, 16_777_215],
    second: [16_777_216, 16_777_215, 16_777_217],
    dtype: 'float64',
  },
  normal: { draw: (r, shape, mean, std) => r.normal(shape, { mean, std }), first: [0, -5, 1e6], second: [0, 1, 1e-3], dtype: 'float32' },
  'normal of float32': {
    draw: (r, shape, mean, std) => r.normal(shape, { mean, std, dtype: 'float32' }) as DistArray,
    first: [0, -5, 100],
    second: [0, 1, 7],
    dtype: 'int16',
  },
  exponential: { draw: (r, shape, scale) => r.exponential(shape, { scale }), first: [0, 1, 2.5], second: [0], dtype: 'float64' },
  integers: { draw: (r, shape, low, high) => r.integers(low, high, shape), first: [-7, 0, 4], second: [5, 6, 2 ** 40], dtype: 'int64' },
  'integers of uint8': {
    draw: (r, shape, low, high) => r.integers(low, high, shape, { dtype: 'uint8', endpoint: true }) as DistArray,
    first: [0, 3, 255],
    second: [255],
    dtype: 'uint8',
  },
  'integers of uint64': {
    draw: (r, shape, low, high) => r.integers(low, high, shape, { dtype: 'uint64' }) as DistArray,
    first: [0, 9],
    second: [10, 11],
    dtype: 'uint32',
  },
  gamma: { draw: (r, shape, k, scale) => r.gamma(k, shape, { scale }), first: [0, 0.3, 8], second: [0, 1, 2], dtype: 'float64' },
  beta: { draw: (r, shape, a, b) => r.beta(a, b, shape), first: [0.2, 1, 5], second: [0.5, 3], dtype: 'float64' },
  poisson: { draw: (r, shape, lam) => r.poisson(lam, shape), first: [0, 3, 40.5], second: [0], dtype: 'float64' },
  binomial: { draw: (r, shape, n, p) => r.binomial(n, p, shape), first: [0, 10, 90], second: [0, 0.3, 1], dtype: 'float64' },
}

/** What element `flat` of an array of parameters is, for shapes that broadcast. */
const chosen = (values: readonly number[], flat: number): number => values[(5 * flat + (flat >> 2)) % values.length] as number

/** For each element of `to` the row-major index of the one that broadcasts to it. */
function broadcastPlaces(from: readonly number[], to: readonly number[]): number[] {
  const size = to.reduce((n, extent) => n * extent, 1)
  return Array.from({ length: size }, (_, flat) => {
    let rest = flat
    let place = 0
    let stride = 1
    for (let d = to.length - 1; d >= 0; d--) {
      const at = rest % (to[d] as number)
      rest = Math.floor(rest / (to[d] as number))
      const extent = from[d - (to.length - from.length)] ?? 1
      place += stride * (extent === 1 ? 0 : at)
      stride *= extent
    }
    return place
  })
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const ctx = Context.spmd()
  const whole = async (array: DistArray): Promise<ArrayLike<number | bigint>> => {
    const { data } = await array.toArray()
    array.free()
    return data
  }
  const arrayOf = (values: readonly number[], shape: readonly number[], dtype: DType, dist: 'b' | 'c'): DistArray => {
    const data = new (typedArrayFor(dtype))(shape.reduce((n, extent) => n * extent, 1))
    for (let k = 0; k < data.length; k++) data[k] = (data instanceof BigInt64Array ? BigInt(chosen(values, k)) : chosen(values, k)) as never
    return ctx.fromArray(data, { shape, dtype, dist: shape.map(() => dist) }) as DistArray
  }

  const layouts = fc.record({
    layout: distributions(comm.size),
    stretched: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    without: fc.tuple(fc.nat(3), fc.nat(3)),
    dist: fc.constantFrom('b', 'c'),
    isFirst: fc.boolean(),
  })
  const samples = fc.sample(layouts, { numRuns: 6, seed: 3 })
  for (const [name, { draw, first, second, dtype }] of Object.entries(kinds))
    for (const [k, { layout, stretched, without, dist, isFirst }] of samples.entries()) {
      const shapes = without.map((leading, j) =>
        layout.shape.map((extent, d) => (stretched[3 * j + d] ? 1 : extent)).slice(Math.min(leading, layout.ndim)),
      ) as [number[], number[]]
      const parameters: [Parameter, Parameter] = [
        arrayOf(first, shapes[0], dtype, dist),
        // One parameter an array and the other a number as well.
        isFirst && name !== 'normal' ? (second[0] as number) : arrayOf(second, shapes[1], dtype, 'b'),
      ]
      const seconds = typeof parameters[1] === 'number' ? [second[0] as number] : second
      const places = shapes.map((shape) => broadcastPlaces(shape, layout.shape))
      const made = await whole(draw(ctx.random.withSeed(k), layout, ...parameters))
      for (const parameter of parameters) if (typeof parameter !== 'number') parameter.free()
      const wanted = new Map<string, ArrayLike<number | bigint>>()
      const stored = dtype === 'float32' ? Math.fround : (x: number): number => x
      for (const a of first)
        for (const b of seconds) {
          const isRange = !name.startsWith('uniform') && !name.startsWith('integers') ? true : name.endsWith('uint8') ? a <= b : a < b
          if (isRange || (name.startsWith('uniform') && a === b))
            wanted.set(`${a} ${b}`, await whole(draw(ctx.random.withSeed(k), layout, stored(a), stored(b))))
        }
      const expected = Array.from(made, (_, flat) => {
        const [a, b] = [chosen(first, places[0]?.[flat] as number), chosen(seconds, places[1]?.[flat] as number)]
        return wanted.get(`${a} ${b}`)?.[flat]
      })
      t.same(Array.from(made), expected, `${name} of [${layout.shape}] '${layout.dist}' by [${shapes[0]}] and [${shapes[1]}]`)
    }

  await t.test('parameters of other engines than the elements', async (t) => {
    const last = comm.size - 1
    using mean = ctx.arange(60, { dtype: 'float64', targets: [last] })
    const shifted = await whole(ctx.random.withSeed(8).normal(60, { mean, std: 0, targets: [0] }))
    t.same(
      Array.from(shifted),
      Array.from({ length: 60 }, (_, i) => i),
      'they are brought',
    )
  })

  await t.test('what is refused', async (t) => {
    const r = ctx.random.withSeed(1)
    using numbers = ctx.fromArray([1, 2, -3, 4])
    using complex = ctx.zeros([4], { dtype: 'complex128' })
    t.throws(() => r.normal([3], { mean: numbers }), { code: 'ERR_SHAPE' }, 'shapes that do not broadcast')
    t.throws(() => r.normal([4], { mean: complex }), { code: 'ERR_DTYPE', message: /float64 can hold/ }, 'complex numbers')
    t.throws(() => r.integers(numbers, 9, [4]), { code: 'ERR_DTYPE', message: /int64 can hold/ }, 'integers of floats')
    t.throws(() => r.normal([4], { mean: numbers, std: -1 }), { code: 'ERR_ARGUMENT', message: /for std/ }, 'a number next to an array')
    t.equal(r.draws, 0, 'nothing was drawn')
    const told = async (array: DistArray, message: RegExp): Promise<void> => {
      await t.rejects(() => array.toArray(), { code: 'ERR_ARGUMENT', message }, String(message))
      array.free()
    }
    await told(r.normal([4], { std: numbers }), /zero or more, for std but received -3/)
    await told(r.uniform([4], { low: 0, high: numbers }), /low <= high for every element/)
    await told(r.poisson(numbers, [4]), /for lam but received -3/)
    using integers = numbers.astype('int64')
    await told(r.integers(2, integers, [4]), /low < high for every element/)
    using large = ctx.fromArray([1n, 2n, 300n, 4n])
    await told(r.integers(0, large, [4], { dtype: 'int8' }) as DistArray, /128, for int8, for high but received 300/)
  })
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'nothing is left behind')
  finalize()
})
