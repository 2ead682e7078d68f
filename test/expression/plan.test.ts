import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { pack, unpack } from 'msgpackr'
import t from 'tap'
import { builder } from '../../array/expression/build.js'
import { explain } from '../../array/expression/explain.js'
import { explanationText } from '../../array/expression/explanation-text.js'
import { loopOf } from '../../array/expression/loop.js'
import { type Lowered, lower } from '../../array/expression/lower.js'
import { constant, type Elementwise, index, type Leaf, leaf, operation, reduction, stretch } from '../../array/expression/node.js'
import { placeResult } from '../../array/expression/place.js'
import { type Plan, stageOperands, stageSteps } from '../../array/expression/plan.js'
import type { Pending } from '../../array/lazy/pending.js'
import { evaluatePlan, type Piece } from '../../array/spmd/evaluate.js'
import { nativeKernels } from '../../array/spmd/kernels.js'
import { Distribution } from '../../protocol/distribution.js'
import { ShapeError, UnsupportedError } from '../../protocol/errors.js'
import { emptyPiece, pieceOf, sourceOf, type TestSource, valueAt } from '../support/expression-cases.js'
import { referenceKernels } from '../support/reference-kernels.js'

const add = loopOf('add', ['float64', 'float64'], 'float64')
const plus = (a: Elementwise, b: Elementwise): Elementwise => operation(add, [a, b])
const array = (shape: readonly number[], start = 0): Leaf<TestSource> => leaf(sourceOf('float64', shape, start))
const only = (...nodes: Elementwise[]): Lowered => {
  const all = lower(nodes.map((node) => ({ node })))
  if (all.length !== 1) throw new Error(`${all.length} plans`)
  return all[0] as Lowered
}
const steps = ({ stages }: Plan): number => stages.reduce((sum, stage) => sum + stage.steps.length / 4, 0)

/** The pieces of a plan in one process, and where its first output goes. */
function run({ plan, shape, sources, constants }: Lowered, kernels = referenceKernels): { made: Piece[]; values: Float64Array } {
  const distribution = Distribution.from(shape, { ranks: 1 })
  const operands = sources.map((source) => pieceOf(source as TestSource, distribution, 0, 0))
  const made = plan.outputs.map((dtype) => emptyPiece(dtype, shape))
  evaluatePlan({ plan, operands, constants, outputs: made, distribution, rank: 0 }, kernels)
  const [first] = made
  return { made, values: first ? new Float64Array(first.buffer.data.buffer) : new Float64Array(0) }
}

t.test('common subexpressions are computed once', (t) => {
  const [x, y] = [array([5]), array([5], 1)]
  const twice = only(plus(plus(x, y), plus(x, y)))
  t.equal(steps(twice.plan), 2)
  t.equal(steps(only(plus(x, y), plus(plus(x, y), x)).plan), 2, 'also between roots')
  t.equal(only(plus(x, leaf(x.source))).sources.length, 1, 'an array is read once')
  t.equal(only(plus(plus(x, constant('float64', 2)), constant('float64', 2))).constants.length, 1, 'a constant is there once')
  const zeros = only(plus(plus(x, constant('float64', 0)), constant('float64', -0)))
  t.same(zeros.constants, [0, -0], '0 is not -0')
  t.equal(Object.is(zeros.constants[1], -0), true)
  const nans = only(plus(plus(x, constant('float64', Number.NaN)), constant('float64', Number.NaN)))
  t.equal(nans.constants.length, 1, 'NaN is NaN')
  const typed = only(plus(builder.cast(builder.op('add', leaf(sourceOf('int8', [5])), 1), 'float64'), plus(x, constant('float64', 1))))
  t.equal(typed.constants.length, 2, 'of two dtypes')
  const complex = only(
    operation(loopOf('add', ['complex128', 'complex128'], 'complex128'), [
      constant('complex128', { re: 0, im: -0 }),
      constant('complex128', { re: 0, im: 0 }),
    ]),
  )
  t.equal(complex.constants.length, 2)
  t.equal(only(plus(x, y), plus(x, y)).plan.outputs.length, 2, 'each root has an output')
  const { made } = run(only(plus(x, y), plus(x, y)))
  t.same(made[0]?.buffer.data, made[1]?.buffer.data)
  t.end()
})

t.test('plans of the same form are the same', (t) => {
  const formed = (start: number, value: number): Plan => only(plus(array([5], start), constant('float64', value))).plan
  t.equal(formed(0, 1), formed(3, 7), 'whatever the arrays and constants')
  t.not(only(plus(array([5]), array([5]))).plan, only(plus(array([5]), array([1]))).plan)
  const x = array([5])
  t.not(only(plus(x, x)).plan, only(plus(x, array([5]))).plan)
  t.not(only(stretch(x, [3, 5])).plan, only(stretch(x, [5])).plan)
  const sum = (axes: number[]): Plan =>
    (lower([{ node: reduction('sum', [array([5, 5])], { dtype: 'float64', axes }) }])[0] as Lowered).plan
  t.equal(sum([0]), sum([0]))
  t.not(sum([0]), sum([1]))
  t.not(sum([0]), only(array([5, 5])).plan)
  const travelled = unpack(pack(sum([0]))) as Plan
  t.same(travelled, sum([0]), 'they travel')
  t.end()
})

t.test('roots', (t) => {
  const x = array([3])
  t.same(
    lower([{ node: x }, { node: array([4]) }, { node: plus(x, x) }]).map(({ outputs }) => outputs),
    [[0, 2], [1]],
    'of one shape together',
  )
  t.same([...run(only(x)).values], [0, 1, -1], 'an array is copied')
  t.same([...run(only(stretch(constant('float64', 7), [2])) as Lowered).values], [7, 7])
  const iota = builder.cast(index([4], 0), 'float64')
  t.same([...run(only(plus(iota, constant('float64', 0.5)))).values], [0.5, 1.5, 2.5, 3.5])
  t.same([...run(only(plus(builder.cast(index([1], 0), 'float64'), array([3])))).values], [0, 1, -1], 'the index along 1 is 0')
  t.throws(() => lower([{ node: x, shape: [4] }]), ShapeError)
  t.throws(() => lower([{ node: x, shape: [4] }]), /broadcasts to \[4\] but received \[3\]/)
  t.throws(() => plus(x, array([4])), /shapes \[3\] and \[4\]: dimension -1 is 3 in one and 4 in the other/)
  t.throws(() => plus(array([2, 3]), array([4, 5, 1, 4])), ShapeError)
  t.throws(() => only(array(new Array(31).fill(1))), UnsupportedError)
  t.same(lower([]), [])
  t.end()
})

t.test('one operation, whose plan is looked up', (t) => {
  const [x, y, two] = [array([3]), array([3], 4), constant('float64', 2)]
  const subtract = (a: Elementwise, b: Elementwise): Elementwise => operation(loopOf('subtract', ['float64', 'float64'], 'float64'), [a, b])
  // Each pattern twice, so that the second time it is known.
  for (const [a, b] of [...Array(2)].flatMap(() => [
    [x, x],
    [x, y],
    [y, x],
    [x, two],
    [two, x],
    [two, two],
    [x, array([])],
    [array([1]), x],
  ])) {
    const node = subtract(a as Elementwise, b as Elementwise)
    t.same([...run(only(node)).values], node.shape.length === 0 ? [0] : [0, 1, 2].map((at) => valueAt(node, [at])))
  }
  t.end()
})

t.test('the plan of a few operations is that of their whole graph', (t) => {
  const shape = [3, 2]
  const leaves = [array(shape), array(shape, 1), array(shape, 2), array([2]), array([])]
  const leafOrConstant = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...leaves.slice(0, 3)) },
    { weight: 3, arbitrary: fc.constantFrom(2, -0, 0, Number.NaN).map((value) => constant('float64', value)) },
    { weight: 1, arbitrary: fc.constantFrom(...leaves) },
  )
  const trees = fc.letrec<{ tree: Elementwise }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leafOrConstant,
      fc.tuple(fc.constantFrom('add', 'subtract', 'atan2'), tie('tree'), tie('tree')).map(([name, a, b]) => builder.op(name, a, b)),
      fc.tuple(fc.constantFrom('sin', 'negative'), tie('tree')).map(([name, a]) => builder.op(name, a)),
      fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(([a, b, c]) => builder.op('where', builder.op('less', a, b), b, c)),
    ),
  })).tree
  const facts = ({ plan: { key: _key, ...plan }, sources, constants }: Lowered) => ({
    plan,
    sources: sources.map(({ id }) => id),
    constants,
  })
  fc.assert(
    fc.property(trees, (node) => {
      // What is given a shape of its own is not looked up.
      const [whole] = lower([{ node, shape: [...node.shape] }]) as [Lowered]
      return isDeepStrictEqual(facts(only(node)), facts(whole))
    }),
    { numRuns: 2000, verbose: 1 },
  )
  t.pass('2000 trees')
  t.end()
})

t.test('what is stretched much is computed before', (t) => {
  const [row, column, x] = [array([1, 50]), array([60, 1]), array([60, 50])]
  const exp = (node: Elementwise): Elementwise => operation(loopOf('exp', ['float64'], 'float64'), [node])
  const outer = only(plus(exp(row), exp(column)))
  t.same(
    outer.plan.stages.map(({ dims }) => dims),
    [2, 1, 3],
    'once along each dimension',
  )
  t.same(outer.plan.temporaries, [
    { dtype: 'float64', dims: 2 },
    { dtype: 'float64', dims: 1 },
  ])
  const nested = only(plus(exp(plus(exp(array([])), row)), x))
  t.same(
    nested.plan.stages.map(({ dims }) => dims),
    [0, 2, 3],
    'one inside the other',
  )
  t.equal(only(plus(exp(array([1, 50])), array([2, 50]))).plan.stages.length, 1, 'what is stretched little is not')
  const { values } = run(nested)
  t.equal(values[1234], valueAt(plus(exp(plus(exp(array([])), row)), x), [24, 34]) as number)
  t.end()
})

t.test('long graphs', (t) => {
  const x = array([3], 3)
  let chain: Elementwise = x
  for (let k = 0; k < 100000; k++) chain = plus(chain, constant('float64', k % 7))
  const { plan } = only(chain)
  t.equal(plan.key, '', 'are not kept')
  t.equal(plan.stages.length, Math.ceil(100000 / stageSteps))
  t.equal(plan.temporaries.length <= 2, true, 'temporaries are used again')
  t.equal(
    plan.stages.every(({ steps }) => steps.length <= 4 * stageSteps),
    true,
  )
  const total = Array.from({ length: 100000 }, (_, k) => k % 7).reduce((a, b) => a + b, 0)
  const { values } = run(only(chain), { ...referenceKernels, ...nativeKernels })
  t.same([...values], [2 + total, 3 + total, 100 + total])

  let wide: Elementwise = array([3], 0)
  const many = Array.from({ length: 300 }, (_, k) => array([3], k))
  for (const node of many) wide = plus(wide, node)
  const read = only(wide).plan
  t.equal(
    read.stages.every(({ inputs }) => inputs.length <= stageOperands),
    true,
    'no stage reads too many arrays',
  )
  t.same(
    [...run(only(wide)).values],
    [0, 1, 2].map((at) => valueAt(wide, [at])),
  )

  // Every operation is used again at the end, in reverse order.
  const kept: Elementwise[] = []
  let tail: Elementwise = x
  for (let k = 0; k < 90; k++) {
    tail = operation(loopOf('square', ['float64'], 'float64'), [plus(tail, constant('float64', -k))])
    kept.push(plus(tail, x))
  }
  const last = kept.reduceRight((sum, node) => operation(loopOf('maximum', ['float64', 'float64'], 'float64'), [sum, node]))
  t.equal(live(only(last).plan) <= stageOperands + 1, true, 'few values wait in each stage')
  t.same(
    [...run(only(last)).values],
    [0, 1, 2].map((at) => valueAt(last, [at])),
  )

  const balanced = (depth: number): Elementwise => (depth === 0 ? array([3], depth) : plus(balanced(depth - 1), balanced(depth - 1)))
  const tree = only(balanced(8)).plan
  t.equal(
    live({ ...tree, stages: [tree.stages.at(-1) as Plan['stages'][number]] }) <= 9,
    true,
    'a tree needs as many registers as it is deep',
  )
  t.end()
})

/** The most step results of a stage that wait to be used. */
function live({ stages }: Plan): number {
  let most = 0
  for (const { inputs, constants, steps } of stages) {
    const first = inputs.length + constants.length
    const lastUse = new Map<number, number>()
    for (let k = 0; k < steps.length; k++) if (k % 4 !== 0) lastUse.set(steps[k] as number, k >> 2)
    for (let at = 0; at < steps.length / 4; at++) {
      let waiting = 0
      for (let made = 0; made <= at; made++) if ((lastUse.get(first + made) ?? -1) > at) waiting++
      most = Math.max(most, waiting)
    }
  }
  return most
}

t.test('an output may be an operand', (t) => {
  const source = sourceOf('float64', [4], 2)
  const x = leaf(source)
  let long: Elementwise = x
  for (let k = 0; k < 600; k++) long = plus(long, constant('float64', 1))
  const node = plus(long, x)
  const distribution = Distribution.from([4], { ranks: 1 })
  const { plan, constants, sources } = only(long, node)
  t.equal(plan.stages.length > 1, true)
  const piece = pieceOf(sources[0] as TestSource, distribution, 0, 0)
  const other = emptyPiece('float64', [4])
  evaluatePlan({ plan, operands: [piece], constants, outputs: [piece, other], distribution, rank: 0 }, referenceKernels)
  const values = [0, 1, 2, 3].map((at) => valueAt(x, [at]) as number)
  t.same(
    [...new Float64Array((piece.buffer.data as Uint8Array).buffer)],
    values.map((value) => value + 600),
  )
  t.same(
    [...new Float64Array((other.buffer.data as Uint8Array).buffer)],
    values.map((value) => 2 * value + 600),
    'and is read until the end',
  )
  t.throws(
    () =>
      evaluatePlan(
        { plan, operands: [emptyPiece('float64', [3])], constants, outputs: [piece, other], distribution, rank: 0 },
        referenceKernels,
      ),
    /operand 0 to have the local extents \[4\] of the result but received \[3\]/,
  )
  t.end()
})

t.test('ghosts are computed, and reduced once', (t) => {
  const distribution = Distribution.from([6], { ranks: 2, padding: [1] })
  const source = sourceOf('int64', [6], 3)
  const double = builder.op('add', leaf(source), leaf(source))
  const [lowered] = lower([{ node: double }, { node: reduction('sum', [builder.op('multiply', double, 3)], { dtype: 'int64' }) }])
  const { plan, constants, sources } = lowered as Lowered
  t.equal(plan.stages.length, 1)
  referenceKernels.programs.length = 0
  const sums = [0, 1].map((rank) => {
    const made = emptyPiece('int64', [4])
    const operands = sources.map((it) => pieceOf(it as TestSource, distribution, rank, 0))
    const [partial] = evaluatePlan({ plan, operands, constants, outputs: [made], distribution, rank }, referenceKernels)
    t.same(partial?.shape, [1])
    const [total] = partial?.state ?? []
    return total?.[0] as bigint
  })
  const wanted = [0, 1, 2, 3, 4, 5].map((at) => 3n * (valueAt(double, [at]) as bigint)).reduce((a, b) => a + b, 0n)
  t.equal((sums[0] as bigint) + (sums[1] as bigint), wanted)
  t.same(
    referenceKernels.programs.map(({ shape, steps }) => [shape[0], steps.length / 4]),
    [
      [4, 1],
      [3, 2],
      [4, 1],
      [3, 2],
    ],
    'only the steps that each needs',
  )
  t.end()
})

t.test('explain', (t) => {
  const distribution = Distribution.from([100, 50], { ranks: 4, dist: 'bn' })
  const targets = [0, 1, 2, 3]
  const a = leaf({ id: -1, dtype: 'float64', shape: [100, 50], distribution, targets })
  const b = leaf({
    id: -2,
    dtype: 'float32',
    shape: [100, 50],
    distribution: Distribution.from([100, 50], { ranks: 4, dist: 'nb' }),
    targets,
  })
  const c = leaf({ id: -3, dtype: 'float64', shape: [50], distribution: Distribution.from([50], { ranks: 4 }), targets })
  const root = builder.op('add', builder.op('multiply', a, b), builder.op('exp', builder.op('multiply', c, 2.5)))
  const over = placeResult(
    [100, 50],
    [a, b, c].map(({ source }) => source),
    { engines: 4 },
  )
  const explained = explain({ ...over, dtype: 'float64' }, { node: root, over } as unknown as Pending)
  t.equal(
    explanationText(explained),
    `float64 [100, 50], dist 'bn', grid [4, 1], engines 0-3
reads
  a: float64 [100, 50], dist 'bn', is in place
  b: float32 [100, 50], moves 15000 bytes
    from dist 'nb', grid [1, 4], engines 0-3
    to dist 'bn', grid [4, 1], engines 0-3
  c: float64 [50], moves 1200 bytes
    from dist 'b', grid [4], engines 0-3
    to dist 'bn', grid [4, 1], engines 0-3
pass 1 over [50]
  %0 = multiply(c, 2.5)
  %1 = exp(%0)
  temporary 0 = %1
pass 2 over [100, 50]
  %0 = astype(b, float64)
  %1 = multiply(a, %0)
  %2 = add(%1, temporary 0)
  result = %2
temporary arrays
  temporary 0: float64, 400 bytes per rank at most
16200 bytes move between engines`,
  )
  t.equal(explained.bytesToMove, 3750 * 4 + 150 * 8)
  const sum = reduction('sum', [root], { dtype: 'float64', axes: [1] })
  const reduced = explain({ ...over, dtype: 'float64' }, { node: sum, over } as unknown as Pending)
  t.equal(reduced.passes.at(-1)?.operations.at(-1), 'result = sum(%2)')
  t.match(explanationText(explain({ ...over, dtype: 'float64' }, undefined)), /is computed$/)
  t.end()
})
