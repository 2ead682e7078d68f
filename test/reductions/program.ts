// Reductions in a program of any mode: errors, options, results as operands, several in one pass.
import type { BaseContext } from '../../array/context.js'
import { average, dot, inner, sum, vdot } from '../../array/functions/reductions.js'
import { elementwise } from '../../array/lazy/elementwise.js'
import type { RankTest } from '../support/mpi-test.js'
import type { PlainChecks } from '../support/plain-checks.js'

/** What tests and jobs without a test library both have. */
type Checks = Pick<RankTest | PlainChecks, 'equal' | 'same' | 'throws'>

/** Run in SPMD on all ranks, elsewhere in the client. */
export async function program(ctx: BaseContext, t: Checks): Promise<void> {
  const a = ctx.fromArray(
    Array.from({ length: 6 }, (_, i) => Array.from({ length: 5 }, (_, j) => i * 5 + j)),
    { dist: 'bn' },
  )
  t.equal(await a.sum().item(), 435, 'sum')
  t.equal(await a.argmax().item(), 29n, 'argmax is a flat index')
  t.equal(await a.any().item(), true, 'any')
  const [s, m, v] = ctx.compute(a.sum(), a.mean({ axis: 0 }), a.var({ axis: 1 }))
  t.same([...(await m.toArray()).data], [12.5, 13.5, 14.5, 15.5, 16.5], 'mean')
  t.same([...(await v.toArray()).data], [2, 2, 2, 2, 2, 2], 'var')
  t.equal(await s.item(), 435, 'computed together')
  const centered = elementwise('subtract', [a, m])
  t.equal(await centered.norm({ ord: Number.POSITIVE_INFINITY }).item(), 12.5, 'a result as an operand')
  t.equal(await a.sum({ axis: 0 }).max().item(), 99, 'a reduction of a reduction')
  t.same([...(await a.cumulativeSum({ axis: 0 }).toArray()).data.slice(-5)], [75, 81, 87, 93, 99], 'cumulativeSum')
  t.same(
    [...(await a.diff({ axis: 0 }).toArray()).data].every((x) => x === 5),
    true,
    'diff',
  )

  const out = ctx.zeros([5], { dtype: 'float32' })
  t.equal(a.sum({ axis: 0, out }), out as never, 'out is returned')
  t.same([...(await out.toArray()).data], [75, 81, 87, 93, 99], 'out')
  const before = a.sum()
  a.set([0, 0], 1000)
  t.equal(await before.item(), 435, 'what is not computed yet has the elements of its time')

  const x = ctx.fromArray([1, 2, 3, 4])
  const z = ctx.fromArray([
    { re: 0, im: 1 },
    { re: 1, im: 0 },
    { re: 0, im: 0 },
    { re: 2, im: -1 },
  ])
  t.equal(await dot(x, x).item(), 30, 'dot')
  t.equal(await inner(x, x, { reproducible: true }).item(), 30, 'inner')
  t.same(await vdot(z, x).item(), { re: 10, im: 3 }, 'vdot')
  t.same(await sum(z, { reproducible: true }).item(), { re: 3, im: 0 }, 'a reproducible sum of complex numbers')
  t.equal(await average(x, { weights: ctx.fromArray([1, 1, 0, 2]) }).item(), 2.75, 'average')

  const empty = ctx.zeros([0, 3])
  t.throws(() => empty.max(), /zero-size array to reduction operation maximum which has no identity/, 'max of nothing')
  t.throws(() => empty.argmin(), /zero-size/, 'argmin of nothing')
  t.equal(await empty.sum().item(), 0, 'sum of nothing')
  t.same(await empty.mean().item(), Number.NaN, 'mean of nothing')
  t.equal(await empty.max({ initial: 7 }).item(), 7, 'max of nothing with an initial value')
  t.throws(() => a.sum({ axis: 2 }), /an integer from -2 to 1 for the axis of sum/, 'axis out of range')
  t.throws(() => a.sum({ axis: [0, -2] }), /each dimension once/, 'axis twice')
  t.throws(() => a.sum({ axes: 0 } as never), /'axes' of sum; did you mean axis/, 'unknown option')
  t.throws(() => z.max(), { name: 'DTypeError' }, 'complex numbers have no order')
  t.throws(() => a.max({ where: ctx.ones([6, 5], { dtype: 'bool' }) }), /initial/, 'where without initial')
  t.throws(() => a.sum({ where: x }), { name: 'DTypeError' }, 'where is no bool')
  t.throws(() => dot(a, a), /a vector/, 'dot of matrices')
  t.throws(() => a.cumulativeSum(), /an axis for cumulativeSum/, 'cumulativeSum without an axis')
  t.same(
    [...(await average(a, { axis: 0, weights: ctx.arange(6) }).toArray()).data],
    [55 / 3, 58 / 3, 61 / 3, 64 / 3, 67 / 3],
    'weights along an axis',
  )
  const [whole, weights] = average(a, { axis: [1, 0], weights: ctx.ones([5, 6]), returned: true })
  t.same([await whole.item(), await weights.item()], [1435 / 30, 30], 'weights along several, and their sum')
  t.equal(await average(a, { weights: ctx.zeros([6, 5]) }).item(), Number.NaN, 'weights that add up to 0')
  t.throws(() => average(a, { axis: 0, weights: ctx.ones([5]) }), { name: 'ShapeError' }, 'weights along another axis')
  t.throws(() => average(a, { weights: ctx.ones([6]) }), /an axis that they are along/, 'weights without an axis')
  t.same([...(await x.diff({ prepend: 0, append: ctx.fromArray([7, 9]) }).toArray()).data], [1, 1, 1, 1, 3, 2], 'diff with ends')
  t.same([...(await x.diff({ n: 0, prepend: 0 }).toArray()).data], [1, 2, 3, 4], 'none')
  t.throws(() => a.diff({ prepend: x }), { name: 'ShapeError' }, 'an end of another shape')
}
