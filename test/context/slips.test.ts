// @ranks 1 3
// What people who come from NumPy write first, and is meant in another way here: a typed error that says how to write it, on every rank.
import * as functions from '../../array/functions/choice.js'
import { allclose, arrayEqual, isclose } from '../../array/functions/closeness.js'
import { sqrt } from '../../array/functions/exponential.js'
import { divmod } from '../../array/functions/parts.js'
import { cumulativeSum, diff, dot, vdot } from '../../array/functions/reductions.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1, 3] }, async (t) => {
  const ctx = Context.spmd()
  const a = ctx.ones([3])
  const matrix = ctx.ones([2, 2])
  const mask = ctx.ones([3], { dtype: 'bool' })
  /** As JavaScript passes it, unseen by the compiler. */
  const slip = (value: unknown): never => value as never
  const bogus = slip({ bogus: 1 })

  const slips: readonly [what: string, call: () => unknown, name: string, says: RegExp][] = [
    ['an option that is none', () => a.add(1, bogus), 'ArgumentError', /Unknown option 'bogus' of add; the options are: out, where/],
    ['a misspelt option', () => sqrt(a, slip({ ouy: a })), 'ArgumentError', /Unknown option 'ouy' of sqrt; did you mean out\?/],
    ['out by position', () => sqrt(a, slip(a)), 'ArgumentError', /options of sqrt but received .* DistArray; write { out: array }/],
    ['an option of two results', () => divmod(a, 2, bogus), 'ArgumentError', /Unknown option 'bogus' of divmod/],
    ['one out for two results', () => divmod(a, 2, { out: slip(a) }), 'ArgumentError', /two arrays in a list for out of divmod/],
    [
      'an option of isclose',
      () => isclose(a, 1, slip({ rol: 1 })),
      'ArgumentError',
      /Unknown option 'rol' of isclose; did you mean rtol\?/,
    ],
    [
      'what NumPy calls it',
      () => ctx.random.normal([3], slip({ sigma: 1 })),
      'ArgumentError',
      /Unknown option 'sigma' of normal; did you mean std\?/,
    ],
    ['an option of astype', () => a.astype('int8', bogus), 'ArgumentError', /Unknown option 'bogus' of astype/],
    ['an option of nanToNum', () => functions.nanToNum(a, bogus), 'ArgumentError', /Unknown option 'bogus' of nanToNum/],
    ['an option of clip', () => a.clip(0, 1, bogus), 'ArgumentError', /Unknown option 'bogus' of clip/],
    ['an option of an in-place form', () => a.addInPlace(1, bogus), 'ArgumentError', /Unknown option 'bogus' of add/],
    ['the axis by position', () => matrix.sum(slip(0)), 'ArgumentError', /options of sum but received 0 .*; write { axis: 0 }/],
    ['axes by position', () => matrix.sum(slip([0, 1])), 'ArgumentError', /; write { axis: \[0,1\] }/],
    ['axes', () => matrix.sum(slip({ axes: 0 })), 'ArgumentError', /Unknown option 'axes' of sum; did you mean axis\?/],
    ['ddof', () => matrix.std(slip({ ddof: 1 })), 'ArgumentError', /Unknown option 'ddof' of std; did you mean correction\?/],
    ['the dtype by position', () => ctx.zeros([3], slip('float32')), 'ArgumentError', /a new array .*; write { dtype: 'float32' }/],
    ['the dtype of full', () => ctx.full([3], 1, slip('float32')), 'ArgumentError', /; write { dtype: 'float32' }/],
    ['the dtype of linspace', () => ctx.linspace(0, 1, 5, slip('float32')), 'ArgumentError', /; write { dtype: 'float32' }/],
    [
      'a misspelt dtype',
      () => ctx.arange(5, slip({ dytpe: 'int8' })),
      'ArgumentError',
      /Unknown option 'dytpe' of a new array; did you mean dtype\?/,
    ],
    ['a misspelt dist', () => ctx.zeros([3], slip({ dists: 'b' })), 'ArgumentError', /did you mean dist\?/],
    [
      'another shape in distribution',
      () => ctx.zeros([4], { distribution: a.distribution }),
      'ShapeError',
      /of shape \[4\] but .* of \[3\]/,
    ],
    ['no distribution', () => ctx.zeros([4], { distribution: slip('b') }), 'ArgumentError', /Expected a Distribution for distribution/],
    ['expr as a function', () => ctx.expr(slip('1 + 2')), 'ArgumentError', /a template for expr .*without parentheses/],
    ['a list of arrays to compute', () => ctx.compute(slip([a])), 'ArgumentError', /write compute\(\.\.\.arrays\)/],
    ['a number to compute', () => ctx.compute(slip(3)), 'ArgumentError', /Expected distributed arrays for compute but received 3/],
    ['JSON', () => JSON.stringify(a), 'UnsupportedError', /toArray\(\)\)\.toNested\(\)/],
    ['an operator', () => Number(slip(a)) * 2, 'UnsupportedError', /write a\.multiply\(b\).*ctx\.expr/],
    ['a comparison', () => slip(a) < slip(2), 'UnsupportedError', /a\.less\(b\)/],
    ['a list for a vector', () => dot(a, slip([1, 2, 3])), 'ArgumentError', /operand 1 of dot .*; make arrays with fromArray/],
    ['a number for a vector', () => vdot(a, slip(2)), 'ArgumentError', /operand 1 of vdot/],
    ['a list to go along', () => cumulativeSum(slip([1, 2])), 'ArgumentError', /operand 0 of cumulativeSum .*; make arrays with fromArray/],
    ['a list of neighbours', () => diff(slip([1, 2])), 'ArgumentError', /operand 0 of diff .*; make arrays with fromArray/],
    ['nothing to go along', () => ctx.full([], 1).cumulativeSum(), 'ShapeError', /at least 1 dimension for cumulativeSum/],
    ['one condition', () => functions.select(slip(mask), [1]), 'ArgumentError', /Expected a list for the conditions of select/],
    ['one piece', () => functions.piecewise(a, [mask], slip(1)), 'ArgumentError', /Expected a list for the pieces of piecewise/],
    [
      'an out of another shape',
      () => a.add(1, { out: matrix }),
      'ShapeError',
      /broadcasts to \[2, 2\] for add with this out but received \[3\]/,
    ],
    [
      'an index that is no list',
      () => a.set(slip('1'), 1),
      'SelectionError',
      /Expected a list of 1 integer for global index but received "1"/,
    ],
    ['a fraction', () => ctx.full([2], 1.5, { dtype: 'int64' }), 'ArgumentError', /Expected a bigint in .* received 1.5/],
    ['a number for a truth', () => mask.fill(slip(1)), 'ArgumentError', /Expected a boolean for value/],
  ]
  await t.test('refused', (t) => {
    for (const [what, call, name, says] of slips) t.throws(call, { name, message: says }, what)
  })

  await t.test('refused by a promise', async (t) => {
    await t.rejects(() => a.get(slip('0')), { name: 'SelectionError', message: /a list of 1 integer/ }, 'SelectionError')
    await t.rejects(() => a.get(slip(0)), { name: 'SelectionError', message: /a list of 1 integer/ }, 'SelectionError')
    await t.rejects(() => allclose(a, a, bogus), { name: 'ArgumentError', message: /Unknown option 'bogus' of allclose/ }, 'ArgumentError')
    await t.rejects(
      () => arrayEqual(a, a, slip({ equal_nan: true })),
      { name: 'ArgumentError', message: /did you mean equalNaN\?/ },
      'ArgumentError',
    )
  })

  await t.test('taken as it is meant', (t) => {
    using int64 = ctx.full([2], 3, { dtype: 'int64' })
    t.same(int64.toArraySync().toNested(), [3n, 3n], 'a number fills 64-bit integers')
    int64.set([0], -7).set([1], 2n ** 60n)
    t.same(int64.toArraySync().toNested(), [-7n, 2n ** 60n], 'and is set among them')
    using complex = ctx.full([1], 3, { dtype: 'complex64' })
    t.same(complex.toArraySync().toNested(), [{ re: 3, im: 0 }], 'a number fills complex ones')
    complex.fill(-1)
    t.same(complex.itemSync(), { re: -1, im: 0 }, 'later too')
    const distribution = Distribution.from([5], { ranks: ctx.engines, dist: 'c' })
    using placed = ctx.ones([5], { distribution, dtype: 'int8' })
    t.ok(placed.distribution.equals(distribution), 'a whole distribution as an option')
    t.same(ctx.arange(5).clip(null, 2).toArraySync().toNested(), [0, 1, 2, 2, 2], 'null for no bound')
    t.equal(ctx.expr`std(${ctx.arange(3)}, ddof=1)`.itemSync(), 1, "NumPy's name of an argument in text")
    t.ok(`${a}`.startsWith('DistArray(float64'), 'text in a template')
    t.equal(JSON.stringify(ctx.fn), '{}', 'what has no functions yet')
  })

  for (const array of [a, matrix, mask]) array.free()
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'nothing is left')
  finalize()
})
