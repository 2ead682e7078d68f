// @ranks 1 3
// Functions that are made of several operations, `out` and `where`, against NumPy's own functions.
import type { DistArray } from '../../array/dist-array.js'
import { NDArray } from '../../array/nd-array.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import * as d from '../../index.js'
import { mismatches } from '../support/close.js'
import { mpiTest } from '../support/mpi-test.js'
import { Numpy } from '../support/numpy.js'
import { specialValues } from './special-values.js'

const floats = ['float32', 'float64'] as const

await mpiTest(import.meta.url, { ranks: [1, 3], timeout: 200 }, async (t) => {
  const rank = world().rank
  const numpy = rank === 0 ? await Numpy.start() : undefined
  const ctx = Context.spmd()
  const open: DistArray[] = []

  /** Compare arrays with what NumPy makes of `x`, `y` and `m`. */
  async function compare(name: string, ours: readonly DistArray[], text: string, given: Record<string, NDArray>, ulp = 4): Promise<void> {
    const values = ours.map((array) => array.toArraySync())
    open.push(...ours)
    const theirs = await numpy?.evaluate(text, given)
    for (const [k, array] of values.entries()) {
      const wanted = theirs?.[k]
      if (wanted) t.same(mismatches(array, wanted, { ulp, byModulus: true }), [], `${name}: ${text}`)
    }
  }

  for (const dtype of floats) {
    const x = specialValues(dtype)
    const values = x.data as Float64Array // or float32, which has the same methods
    const y = new NDArray(x.shape, dtype, values.toReversed())
    const m = new NDArray(
      x.shape,
      'bool',
      Uint8Array.from(values, (_, k) => Number(k % 3 === 0)),
    )
    const [a, b, mask] = [ctx.fromArray(x), ctx.fromArray(y, { dist: 'c' }), ctx.fromArray(m)]
    open.push(a, b, mask)
    const all = { x, y, m }
    for (const decimals of [0, 1, 3, -1]) await compare('round', [d.round(a, decimals)], `np.round(x, ${decimals})`, all, 0)
    await compare('clip', [a.clip(-1, 2.5)], 'np.clip(x, -1, 2.5)', all, 0)
    await compare('clip below', [a.clip(0)], 'np.clip(x, 0, None)', all, 0)
    await compare('clip above', [d.clip(a, undefined, b)], 'np.clip(x, None, y)', all, 0)
    await compare(
      'isclose',
      [d.isclose(a, b), d.isclose(a, a, { equalNaN: true })],
      '(np.isclose(x, y), np.isclose(x, x, equal_nan=True))',
      all,
    )
    await compare(
      'nanToNum',
      [d.nanToNum(a), d.nanToNum(a, { nan: 7, posinf: 8 })],
      '(np.nan_to_num(x), np.nan_to_num(x, nan=7, posinf=8))',
      all,
    )
    await compare('divmod', d.divmod(a, b), '(np.floor_divide(x, y), np.remainder(x, y))', all)
    await compare('divmod by a scalar', d.divmod(a, 3), 'np.divmod(x, 3)', all)
    await compare('divmod of a scalar', d.divmod(3, a), 'np.divmod(3, x)', all)
    await compare('modf', d.modf(a), 'np.modf(x)', all, 0)
    const finite = values.filter((value) => Math.abs(value) < 1e6)
    const f = new NDArray([finite.length], dtype, finite)
    const c = ctx.fromArray(f)
    open.push(c)
    // Near its zeros the sine of float32 numbers depends on how pi was rounded.
    if (dtype === 'float64') await compare('sinc', [d.sinc(c)], 'np.sinc(f)', { f }, 8)
    await compare('frexp', d.frexp(c), 'np.frexp(f)', { f }, 0)
    await compare('ldexp', [d.ldexp(c, -3), d.ldexp(c, ctx.full([1], 2n))], '(np.ldexp(f, -3), np.ldexp(f, 2))', { f }, 0)
    await compare(
      'select',
      [d.select([d.less(a, 0), d.greater(a, 10)], [0, b], a)],
      'np.select([x < 0, x > 10], [np.zeros_like(x), y], x)',
      all,
      0,
    )
    await compare(
      'piecewise',
      [d.piecewise(a, [d.less(a, 0)], [d.negative, (v) => v.multiply(2)])],
      'np.piecewise(x, [x < 0], [np.negative, lambda v: v * 2])',
      all,
      0,
    )
    await compare('where', [d.where(mask, a, 3)], 'np.where(m, x, x.dtype.type(3))', all, 0)
    await compare('a mask without out', [d.add(a, b, { where: mask })], 'np.where(m, x + y, x.dtype.type(0))', all, 0)

    for (const dist of ['b', 'c', 'n'] as const) {
      const out = ctx.fromArray(x, { dist })
      const same = d.multiply(a, b, { out, where: mask })
      t.equal(same, out, 'out is returned')
      await compare('out and where', [out], 'np.multiply(x, y, out=x.copy(), where=m)', all, 0)
      const [q, r] = [ctx.fromArray(x, { dist }), ctx.fromArray(y)]
      await compare('out that is an operand', d.divmod(q, r, { out: [q, r] }), '(np.floor_divide(x, y), np.remainder(x, y))', all)
      const [q2, r2] = [ctx.fromArray(x, { dist }), ctx.fromArray(y)]
      const kept = '(np.where(m, np.floor_divide(x, y), x), np.where(m, np.remainder(x, y), y))'
      await compare('and masked', d.divmod(q2, r2, { out: [q2, r2], where: mask }), kept, all)
    }
    t.equal(await d.allclose(a, a), false, 'NaN is not close to itself')
    t.equal(await d.allclose(a, a, { equalNaN: true }), true, 'unless it is to be')
    t.equal(d.allcloseSync(c, c.multiply(1.000001)), true, 'near')
    t.equal(d.arrayEqualSync(c, c), true, 'equal')
    t.equal(await d.arrayEqual(c, c.add(1)), false, 'not equal')
    t.equal(await d.arrayEqual(a, c), false, 'other shapes')
    t.equal(await d.arrayEqual(a, a, { equalNaN: true }), true, 'with NaN')
  }

  await t.test('refusals', async (t) => {
    const [x, y] = [ctx.ones([3]), ctx.ones([3], { dtype: 'int32' })]
    open.push(x, y)
    t.throws(() => d.add(x, 1.5, { out: y }), { code: 'ERR_DTYPE' }, 'no fraction into integers')
    t.throws(() => d.add(x, 1.5, { out: y, where: d.greater(x, 0) }), { code: 'ERR_DTYPE' }, 'nor masked')
    t.throws(() => d.add(1, 2), { code: 'ERR_ARGUMENT' }, 'scalars only')
    t.throws(() => d.add(x, ctx.ones([2])), { code: 'ERR_SHAPE' }, 'shapes')
    t.throws(() => d.add(ctx.ones([2, 3]), 1, { out: x }), { code: 'ERR_SHAPE' }, 'an out that is too small')
    t.throws(() => d.add(x, 1, { where: x }), { code: 'ERR_DTYPE' }, 'a mask of numbers')
    t.throws(() => d.add(x, 'one' as never), { code: 'ERR_ARGUMENT' }, 'no text')
    t.throws(() => d.astype(x, 'float16' as never), { code: 'ERR_DTYPE' }, 'no such dtype')
    t.throws(() => y.pow(-1), { code: 'ERR_ARGUMENT' }, 'negative powers of integers')
    const other = Context.spmd()
    t.throws(() => x.add(other.ones([3])), { code: 'ERR_CONTEXT' }, 'of another context')
    await other.close()
    const freed = ctx.ones([3])
    freed.free()
    t.throws(() => x.add(freed), { code: 'ERR_USE_AFTER_FREE' }, 'freed')
    t.same([...y.assign(7).toArraySync().data], [7, 7, 7], 'nothing of it was done')
  })

  for (const array of open) array.free()
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left')
  await numpy?.close()
  finalize()
})
