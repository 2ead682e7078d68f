// Random arrays on engines of their own: requests travel, and the elements are those of one process.
import t from 'tap'
import { keyOf } from '../../array/random/seed-sequence.js'
import { fillRandom } from '../../bindings/random.js'
import { Context } from '../../cluster/context.js'
import { type TypedArray, typedArrayFor } from '../../protocol/index.js'

t.test('the numbers of one process', { timeout: 0 }, async (t) => {
  await using ctx = await Context.launch({ engines: 3 })
  const r = ctx.random.withSeed(13)
  const arrays = [
    r.normal([50, 40], { dist: 'bc' }),
    r.integers(-5n, 2n ** 40n, [50, 40], { dist: 'cn' }),
    r.choice(4, [50, 40], { p: [0.1, 0.2, 0.3, 0.4] }),
    r.bytes(2000),
  ]
  const requests = [
    { kernel: 'normal', reals: [0, 1] },
    { kernel: 'integers', integers: [BigInt.asUintN(64, -5n), 2n ** 40n + 5n] },
    { kernel: 'choice', weights: Float64Array.of(0.1, 0.2, 0.3, 0.4) },
    { kernel: 'bytes' },
  ] as const
  for (const [draw, array] of arrays.entries()) {
    const { data } = await array.toArray()
    const wanted: TypedArray = new (typedArrayFor(array.dtype))(2000)
    const source = BigUint64Array.of(...keyOf(13n, []), BigInt(draw))
    fillRandom({ source, ...requests[draw]! }, array.dtype, [2000], [{ start: 0, step: 0, width: 2000, count: 2000 }], wanted)
    t.same(data, wanted, requests[draw]!.kernel)
  }
  t.ok(ctx.random.seed > 0n, 'a seed that nobody gave')
})
