// What users do with elementwise functions, unchanged in every mode and at any number of engines.
import type { BaseContext } from '../../array/context.js'
import { add, allclose, arrayEqual, divmod, greater, piecewise, sqrt, where } from '../../index.js'
import type { Checks } from '../context/program.js'

const list = (data: ArrayLike<number | bigint>): (number | bigint)[] => Array.from(data)

/** @param ctx Stays open. */
export async function elementwiseProgram(ctx: BaseContext, t: Checks): Promise<void> {
  const { engines } = ctx
  const n = 3 * engines
  const numbers = Array.from({ length: n }, (_, i) => i - 2)
  using x = ctx.fromArray(numbers)
  using cyclic = ctx.fromArray(numbers, { dist: 'c' })

  await t.test('expressions', async (t) => {
    using y = x.multiply(2).add(1)
    t.ok(y.isPending, 'wait until values are wanted')
    t.ok(String(y).includes('not computed yet'), 'and say so')
    t.same(
      list((await y.toArray()).data),
      numbers.map((v) => 2 * v + 1),
      'then they have them',
    )
    t.ok(!y.isPending, 'and keep them')
    using mixed = add(x, cyclic)
    t.equal(mixed.dist, 'b', 'the result is where the first operand is')
    t.same(
      list((await mixed.toArray()).data),
      numbers.map((v) => 2 * v),
      'operands that are distributed differently',
    )
    using column = ctx.fromArray(numbers.map((v) => [v]))
    using table = column.subtract(x)
    t.same(table.shape, [n, n], 'broadcasting')
    t.equal(await table.get([n - 1, 0]), n - 1, 'a corner')
    const [quotient, rest] = divmod(x, 2)
    using both = quotient.multiply(2).add(rest)
    t.ok(await arrayEqual(both, x), 'quotient and remainder')
    using roots = piecewise(x, [greater(x, 0)], [sqrt, -1])
    t.ok(await allclose(roots, where(x.greater(0), x.abs().pow(0.5), -1)), 'pieces')
    for (const array of [quotient, rest]) array.free()
  })

  await t.test('writes', async (t) => {
    using a = x.astype('float64')
    t.ok(x.astype('float64', { copy: false }) === x && a !== x, 'astype without a copy')
    t.throws(() => x.astype('int8', { copy: 1 as never }), { code: 'ERR_ARGUMENT' }, 'or with another copy')
    using before = a.multiply(10)
    a.addInPlace(1)
    a.multiplyInPlace(2, { where: a.less(0) })
    const after = numbers.map((v) => (v + 1 < 0 ? 2 * (v + 1) : v + 1))
    t.same(list((await a.toArray()).data), after, 'in place')
    t.same(
      list((await before.toArray()).data),
      numbers.map((v) => 10 * v),
      'what was made before keeps the values of then',
    )
    a.assign(cyclic.negative())
    t.same(
      list((await a.toArray()).data),
      numbers.map((v) => -v),
      'an expression',
    )
    a.assign(7)
    t.same(
      list((await a.toArray()).data),
      numbers.map(() => 7),
      'a scalar',
    )
    add(x, 0.5, { out: a, where: x.equal(0) })
    t.same(
      list((await a.toArray()).data),
      numbers.map((v) => (v === 0 ? 0.5 : 7)),
      'out and where',
    )
    using c = await a.add(1).compute()
    t.ok(!c.isPending, 'compute waits until it is done')
    await ctx.apply((piece) => (piece.data as Float64Array).fill(3).length, [c])
    using d = c.add(1)
    await ctx.apply((piece) => (piece.data as Float64Array).fill(0).length, [c])
    t.same(
      list((await d.toArray()).data),
      numbers.map(() => 4),
      "what users' functions can write to is read at once",
    )
  })

  await t.test('templates', async (t) => {
    using r = ctx.expr`(sqrt(${x}**2 + ${3}**2) > 4) & ~(${cyclic} == 5)`
    t.same(
      list((await r.toArray()).data),
      numbers.map((v) => Number(Math.sqrt(v * v + 9) > 4 && v !== 5)),
      'operators as in Python',
    )
    using clipped = ctx.expr`clip(${x}, -1, 1)`
    t.same(
      list((await clipped.toArray()).data),
      numbers.map((v) => Math.max(-1, Math.min(1, v))),
      'functions',
    )
    t.throws(() => ctx.expr`${x} + sqrtt(${x})`, /did you mean 'sqrt'[\s\S]*\n {9}\^/, 'errors point at the place')
    t.throws(() => ctx.expr`${x} + ${'text'}`, { code: 'ERR_EXPRESSION' }, 'what is no operand')
    using wide = ctx.ones([n + 1])
    t.throws(() => ctx.expr`2 * (${x} + ${wide})`, /\^/, 'and errors of shapes')
  })

  await t.test('reductions in templates', async (t) => {
    const rows = [1, 2, 3, 4].map((i) => numbers.map((v) => i * v))
    using a = ctx.fromArray(rows, { dist: 'nb' })
    using b = ctx.fromArray(rows, { dist: 'cn' })
    const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0)
    const flat = rows.flat()
    const squares = sum(flat.map((v) => v * v))
    using cosine = ctx.expr`sum(${a} * ${b}) / sqrt(sum(${a}**2)) / sqrt(sum(${b}**2))`
    t.ok(Math.abs(((await cosine.item()) as number) - 1) < 1e-15, 'several, of operands that are distributed differently')
    using centered = ctx.expr`${a} - mean(${b}, axis=0)`
    t.same(
      list((await centered.toArray()).data),
      rows.flatMap((_, i) => numbers.map((v) => (i + 1) * v - 2.5 * v)),
      'along an axis, as an operand',
    )
    using scaled = ctx.expr`${a} / (max(abs(${a}), axis=-1, keepdims=true) + 1)`
    const most = Math.max(...numbers.map(Math.abs))
    t.same(
      list((await scaled.toArray()).data),
      rows.flatMap((row, i) => row.map((v) => v / ((i + 1) * most + 1))),
      'with keepdims',
    )
    using axes = ctx.expr`sum(${a}, axis=(0, -1)) + sum(${a}, axis=none) * 2`
    t.equal(await axes.item(), 3 * sum(flat), 'several axes and all')
    using norms = ctx.expr`norm(${a}, axis=1, ord=inf) + nanargmax(${a}, axis=1)`
    t.same(
      list((await norms.toArray()).data),
      rows.map((row) => Math.max(...row.map(Math.abs)) + row.indexOf(Math.max(...row))),
      'norms and places',
    )
    using spread = ctx.expr`std(${a}, ddof=1)**2 * (${flat.length} - 1) + ${flat.length} * mean(${a})**2`
    t.ok(Math.abs(((await spread.item()) as number) / squares - 1) < 1e-12, 'moments')
    using wide = ctx.expr`sum(${a} > 0, dtype=int32, initial=5) * 1`
    t.same([wide.dtype, await wide.item()], ['int32', 5 + flat.filter((v) => v > 0).length], 'with a dtype and an initial value')
    using nested = ctx.expr`max(sum(${a}, axis=0))`
    t.equal(await nested.item(), 10 * Math.max(...numbers), 'of reductions')
    using alone = ctx.expr`sum(${a}, axis=1)`
    t.ok(alone.isPending, 'as the whole expression it waits')
    const slips: readonly (readonly [run: () => unknown, message: RegExp, at: number])[] = [
      [() => ctx.expr`1 + summ(${a})`, /There is no function 'summ'; did you mean 'sum'\?/, 4],
      [() => ctx.expr`sum(${a}, 0)`, /1 argument for sum.*the axis is given by name/, 0],
      [() => ctx.expr`sqrt(sum(${a}, axis=2))`, /an integer from -2 to 1 for the axis of sum/, 5],
      [() => ctx.expr`${a} + sum(${a}, axis=(0, 0))`, /each dimension once/, 7],
      [() => ctx.expr`${a} * sum(${a}, axis=1)`, /broadcast/, 5],
      [() => ctx.expr`2 * max(${a} * 1j)`, /real numbers/, 4],
      [() => ctx.expr`mean(${a}, dtype=int8)`, /floating-point/, 0],
      [() => ctx.expr`sum(${a}, dtype=float)`, /Expected a dtype/, 16],
      [() => ctx.expr`argmax(${a}, dtype=int8)`, /no argument 'dtype' of argmax, which has axis, keepdims/, 13],
    ]
    for (const [run, message, at] of slips) {
      let text = ''
      try {
        run()
      } catch (error) {
        text = (error as Error).message
      }
      t.ok(message.test(text), `${message}: ${text}`)
      t.equal(text.split('\n').at(-1), `  ${' '.repeat(at)}^`, `points at ${at}: ${text}`)
    }
  })

  await t.test('explanations', async (t) => {
    using y = x.add(cyclic).multiply(2)
    const { operands, passes, temporaries, bytesToMove, isComputed } = y.explainData()
    t.ok(!isComputed && y.isPending, 'nothing is computed')
    t.same([operands.length, passes.length, temporaries.length], [2, 1, 0], 'one pass over two arrays')
    t.same(
      operands.map(({ moves }) => moves),
      [false, engines > 1],
      'the second one moves',
    )
    t.equal(bytesToMove > 0, engines > 1, 'and it is told how many bytes')
    t.ok(/pass 1 over \[\d+\]\n {2}%0 = add\(a, b\)\n {2}%1 = multiply\(%0, 2\)\n {2}result = %1/.test(y.explain()), 'in order')
    await y.compute()
    t.ok(y.explain().endsWith('is computed'), 'afterwards there is nothing to do')
  })

  await t.test('operands that have to move', async (t) => {
    const warnings: string[] = []
    const listener = ({ message }: { readonly message: string }): void => void warnings.push(message)
    ctx.on('warning', listener)
    try {
      ctx.redistribution = 'warn'
      for (let k = 0; k < 3; k++) x.add(cyclic).free()
      t.equal(warnings.length, engines > 1 ? 1 : 0, 'a warning, once for a place')
      ctx.redistribution = 'refuse'
      x.add(x).free()
      if (engines > 1) {
        t.throws(() => x.add(cyclic), { code: 'ERR_DISTRIBUTION' }, 'a refusal')
        t.throws(() => ctx.ones([n]).assign(cyclic), { code: 'ERR_DISTRIBUTION' }, 'of writes too')
        t.throws(() => x.add(cyclic), /float64 \[\d+\], dist 'c'.*: \d+ bytes/, 'with the arrays and the bytes')
      }
      t.throws(() => Object.assign(ctx, { redistribution: 'never' }), { code: 'ERR_ARGUMENT' }, 'there is nothing else')
    } finally {
      ctx.redistribution = 'allow'
      ctx.off('warning', listener)
    }
  })
}
