// @ranks 1 3
// Where new arrays are, what they know before anything is computed, and what is refused.
import type { ArrayOptions } from '../../array/context-creation.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { diag, meshgrid, onesLike, tril, zerosLike } from '../../index.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1, 3] }, async (t) => {
  const ctx = Context.spmd()
  const ranks = ctx.engines

  await t.test('options as those of zeros', (t) => {
    const ways: readonly ArrayOptions<'float64'>[] = [
      {},
      { dist: 'c' },
      { dist: 'c', blockSizes: { 0: 2 } },
      { dist: 'n' },
      { dist: 'b', padding: { 0: 1 } },
      { targets: [ranks - 1] },
      { grid: [1] },
    ]
    for (const options of ways) {
      using zeros = ctx.zeros([12], options)
      const made = [ctx.arange(12, options), ctx.linspace(0, 1, 12, options), ...ctx.indices([12], options as object), ctx.zerosLike(zeros)]
      for (const array of made) {
        using next = array.add(1).multiply(array)
        const places = [array, next].map(({ distribution, targets }) => [distribution.equals(zeros.distribution), targets])
        t.same(
          places,
          [
            [true, zeros.targets],
            [true, zeros.targets],
          ],
          `${JSON.stringify(options)}, and what is made of it`,
        )
        t.equal((next.toArraySync().data as Float64Array).length, 12, 'which can be computed')
        array.free()
      }
    }
    const distribution = Distribution.from([3, 4], { ranks, dist: 'nb' })
    using eye = ctx.eye(3, 4, 1, { distribution, dtype: 'int16' })
    t.ok(eye.distribution.equals(distribution), 'a whole distribution')
    t.equal(eye.isPending, true, 'nothing is computed')
  })

  await t.test('an array that is used with others goes where they are', (t) => {
    using a = ctx.ones([12], { dist: 'c' })
    using b = ctx.arange(12).add(a)
    t.equal(b.dist, a.dist, 'the same distribution')
    t.equal(b.explainData().bytesToMove, 0, 'and nothing moves')
    t.same(
      b.toArraySync().toNested(),
      Array.from({ length: 12 }, (_, i) => i + 1),
      'the sums',
    )
  })

  await t.test('dtypes that nobody said', (t) => {
    t.same(
      [
        ctx.arange(3),
        ctx.arange(3n),
        ctx.arange(0n, 3n),
        ctx.linspace(0, 1),
        ctx.linspace(0, { re: 1, im: 1 }),
        ctx.eye(2),
        ctx.asarray([1n]),
      ].map((array) => array.dtype),
      ['float64', 'int64', 'int64', 'float64', 'complex128', 'float64', 'int64'],
      'numbers are floats, bigints integers',
    )
    t.same(ctx.linspace(0, 1).shape, [50], 'fifty numbers')
    t.same(ctx.arange(5, 0).shape, [0], 'none is no error')
    t.same(ctx.arange(0, 1, 0.1).shape, [10], 'tenths')
    t.same(ctx.arange(0, 5e-324, 2).shape, [1], 'a quotient that is too small for a float')
  })

  await t.test('asarray and copy', (t) => {
    using a = ctx.arange(6, { dist: 'c' })
    t.equal(ctx.asarray(a), a, 'an array as it is')
    using copy = ctx.asarray(a, { copy: true })
    t.ok(copy !== a, 'another one')
    using block = ctx.asarray(a, { dist: 'b', copy: undefined as never })
    t.same([block.dist, block.toArraySync().toNested()], ['b', [0, 1, 2, 3, 4, 5]], 'distributed in another way')
    a.fill(7)
    t.same(copy.toArraySync().toNested(), [0, 1, 2, 3, 4, 5], 'a copy keeps its values')
    using converted = ctx.asarray(Int32Array.of(1, -2), { dtype: 'float32' })
    t.same(converted.toArraySync().data, Float32Array.of(1, -2), 'a typed array is converted')
    using large = ctx.asarray([2n ** 63n], { dtype: 'uint64' })
    t.equal(large.getSync([0]), 2n ** 63n, 'beyond int64')
    using again = ctx.asarray(a.toArraySync())
    t.same(again.toArraySync().toNested(), [7, 7, 7, 7, 7, 7], 'there and back')
    using shared = ctx.asarray({ __distarray__: () => a.__distarray__() })
    t.equal(shared.dist, 'c', 'whatever speaks the protocol')
    const list = [
      [1.9, -1.9],
      [127, -128.5],
    ]
    using cut = ctx.asarray(list, { dtype: 'int8' })
    t.same([...cut.toArraySync().data], [1, -1, 127, -128], 'what is behind the point is left out')
    for (const [value, dtype] of [
      [Number.NaN, 'int32'],
      [Number.POSITIVE_INFINITY, 'int64'],
      [128, 'int8'],
      [-1, 'uint64'],
      [2 ** 63, 'int64'],
      [300n, 'uint8'],
    ] as const)
      t.throws(() => ctx.asarray([[0], [value]], { dtype }), { code: 'ERR_ARGUMENT' }, `${value} is no ${dtype}`)
    using clamped = ctx.fromArray(Uint8ClampedArray.of(1, 255))
    t.same([clamped.dtype, [...clamped.toArraySync().data]], ['uint8', [1, 255]], 'clamped bytes are bytes')
    t.throws(() => ctx.asarray([1], { copy: false }), { code: 'ERR_ARGUMENT' }, 'values that are not there')
    t.throws(() => ctx.asarray(a, { copy: false, dtype: 'int8' }), /without a copy, but the array's dtype is float64/, 'another dtype')
  })

  await t.test('refusals', (t) => {
    using a = ctx.ones([2, 3])
    using v = ctx.ones([3])
    const refused: [() => unknown, string][] = [
      [() => ctx.arange(0, 1, 0), 'ERR_ARGUMENT'],
      [() => ctx.arange(Number.NaN), 'ERR_ARGUMENT'],
      [() => ctx.arange(Number.POSITIVE_INFINITY), 'ERR_ARGUMENT'],
      [() => ctx.arange(0, 1, 0.5, { dtype: 'int32' }), 'ERR_ARGUMENT'],
      [() => ctx.arange(300, { dtype: 'uint8' }), 'ERR_ARGUMENT'],
      [() => ctx.arange(2, { dtype: 'bool' }), 'ERR_DTYPE'],
      [() => ctx.arange('3' as never), 'ERR_ARGUMENT'],
      [() => ctx.arange(3, { dtyp: 'int8' } as never), 'ERR_ARGUMENT'],
      [() => ctx.linspace(0, 1, -1), 'ERR_ARGUMENT'],
      [() => ctx.linspace(0, 1, 2.5), 'ERR_ARGUMENT'],
      [() => ctx.linspace([0] as never, 1), 'ERR_ARGUMENT'],
      [() => ctx.linspace(0, 1, 3, { endpoint: 1 as never }), 'ERR_ARGUMENT'],
      [() => ctx.geomspace(0, 1), 'ERR_ARGUMENT'],
      [() => ctx.geomspace(-1, 1), 'ERR_ARGUMENT'],
      [() => ctx.logspace(0, 1, 3, { base: '2' as never }), 'ERR_ARGUMENT'],
      [() => ctx.linspace(0, 1, 3, { distribution: Distribution.from([4], { ranks }) }), 'ERR_SHAPE'],
      [() => ctx.eye(-1), 'ERR_ARGUMENT'],
      [() => ctx.eye(2, 2, 0.5), 'ERR_ARGUMENT'],
      [() => ctx.eye(2, { dtype: 'float16' as never }), 'ERR_DTYPE'],
      [() => ctx.tril(v), 'ERR_SHAPE'],
      [() => ctx.diag(ctx.ones([])), 'ERR_SHAPE'],
      [() => ctx.vander(a), 'ERR_SHAPE'],
      [() => ctx.meshgrid(a, v), 'ERR_SHAPE'],
      [() => ctx.meshgrid(v, v, { indexing: 'yx' as never }), 'ERR_ARGUMENT'],
      [() => ctx.fullLike(ctx.ones([1], { dtype: 'uint8' }), -1), 'ERR_ARGUMENT'],
      [() => ctx.indices([1.5]), 'ERR_ARGUMENT'],
      [() => ctx.zerosLike([1] as never), 'ERR_ARGUMENT'],
      [() => zerosLike([1] as never), 'ERR_ARGUMENT'],
      [() => zerosLike(a, { distribution: Distribution.from([4], { ranks }) }), 'ERR_SHAPE'],
      [() => onesLike(a, { dtype: 'float16' as never }), 'ERR_DTYPE'],
      [() => v.tril(), 'ERR_SHAPE'],
      [() => tril(a, 0.5), 'ERR_ARGUMENT'],
      [() => tril([[1]] as never), 'ERR_ARGUMENT'],
      [() => diag([1] as never), 'ERR_ARGUMENT'],
      [() => a.diag(1.5), 'ERR_ARGUMENT'],
      [() => meshgrid(v, [1] as never), 'ERR_ARGUMENT'],
      [() => meshgrid(v, v, { sparse: 1 as never }), 'ERR_ARGUMENT'],
      [() => ctx.linspace(0, 1, 3, { retstep: 1 as never }), 'ERR_ARGUMENT'],
    ]
    for (const [call, code] of refused) t.throws(call, { code }, `${call}: ${code}`)
    t.equal(ctx.meshgrid().length, 0, 'a grid without axes')
    t.same(ctx.linspace(0, 1, 1, { retstep: true })[1], Number.NaN, 'one number has no step')
    t.same(ctx.linspace(0, { re: 1, im: 2 }, 5, { retstep: true })[1], { re: 0.25, im: 0.5 }, 'a complex step')
  })
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'nothing is left')
  finalize()
})
