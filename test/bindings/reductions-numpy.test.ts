// Reductions through the evaluator, against NumPy and exact arithmetic.
import t from 'tap'
import type { NDArray } from '../../array/nd-array.js'
import { reductionCombine, reductionFinish, reductionFold } from '../../bindings/reductions.js'
import { type DType, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import { Numpy } from '../support/numpy.js'
import { newStates, reduceAxes, reductionNamed, widthOf } from '../support/reductions.js'

const numpy = await Numpy.start()
t.teardown(() => numpy.close())

const integers: readonly DType[] = ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64']
const floats: readonly DType[] = ['float32', 'float64']
const complexes: readonly DType[] = ['complex64', 'complex128']
const numbers = [...integers, ...floats, ...complexes]
const reals: readonly DType[] = ['bool', ...integers, ...floats]

/** Shapes and the axes along which they are reduced: rows, columns, both, the middle, long rows and long columns. */
const cases: readonly (readonly [number[], number[]])[] = [
  [[], []],
  [[5], [0]],
  [[3, 7], [0]],
  [[3, 7], [1]],
  [
    [3, 7],
    [0, 1],
  ],
  [[4, 3, 5], [1]],
  [
    [4, 3, 5],
    [0, 2],
  ],
  [[2, 5000], [1]],
  [[70, 61], [0]],
  [
    [33, 100],
    [0, 1],
  ],
]

/** Values of a dtype: of integers all bits, of floats many magnitudes and, if asked for, what is special. */
async function sample(dtype: DType, shape: readonly number[], seed: number, special = false): Promise<NDArray> {
  const size = product(shape)
  const random = `np.random.default_rng(${seed})`
  let text = `${random}.integers(0, 256, (${size}, np.dtype('${dtype}').itemsize), 'uint8').view('${dtype}')`
  if (dtype === 'bool') text = `${random}.random(${size}) < 0.9`
  if (dtype.startsWith('float')) text = `(lambda r: r.standard_normal(${size}) * 10.0 ** r.integers(-3, 4, ${size}))(${random})`
  if (dtype.startsWith('complex')) text = `(lambda r: r.standard_normal(${size}) + 1j * r.standard_normal(${size}))(${random})`
  if (special) {
    const odd = `${random}.choice([np.nan, np.inf, -np.inf, 0.0, -0.0], ${size})`
    text = `np.where(${random}.random(${size}) < 0.03, ${odd}, ${text})`
  }
  return numpy.array(`np.asarray(${text}).astype('${dtype}').reshape([${shape}])`)
}

const worst = (got: ArrayLike<number | bigint>, want: ArrayLike<number | bigint>, scale: ArrayLike<number>, components: number): number => {
  let most = 0
  for (let i = 0; i < want.length; i++) {
    if (Object.is(Number(got[i]), Number(want[i]))) continue
    const error = Math.abs(Number(got[i]) - Number(want[i])) / Number(scale[Math.floor(i / components)])
    most = Math.max(most, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error)
  }
  return most
}

const tuple = (axes: readonly number[]) => `(${axes.map((axis) => `${axis},`).join('')})`

for (const name of ['sum', 'prod'])
  t.test(`${name} of every dtype, along any axes`, async (t) => {
    for (const dtype of numbers)
      for (const [i, [shape, axes]] of cases.entries()) {
        const x = await sample(dtype, shape, i + 1)
        // A product of many numbers leaves the range; only their signs then say whether NumPy is right.
        if (name === 'prod' && !integers.includes(dtype))
          for (let k = 0; k < x.data.length; k++) x.data[k] = (x.data[k] as number) > 0 ? 1.25 : -0.8
        const [state] = reduceAxes(name, [{ data: x.data as TypedArray, dtype }], shape, axes)
        const wide = dtype.startsWith('complex')
          ? 'complex128'
          : dtype.startsWith('float')
            ? 'float64'
            : dtype.startsWith('u')
              ? 'uint64'
              : 'int64'
        const [want, scale] = await numpy.evaluate(
          `(np.${name}(x, axis=${tuple(axes)}, dtype='${wide}'), np.${name}(np.abs(x.astype('${wide}')), axis=${tuple(axes)}).astype('float64'))`,
          { x },
        )
        const error = worst(state!, want!.data as Float64Array, scale!.data as Float64Array, widthOf(dtype))
        const allowed = integers.includes(dtype) ? 0 : name === 'sum' ? 2e-15 : 1e-12
        t.ok(error <= allowed, `${dtype} [${shape}] along ${axes}: ${error}`)
      }
  })

const nanForms: Readonly<Record<string, string>> = { min: 'np.min', max: 'np.max', fmin: 'np.fmin.reduce', fmax: 'np.fmax.reduce' }
for (const [name, form] of Object.entries(nanForms))
  t.test(`${name} with NaN, infinities and zeros`, async (t) => {
    for (const dtype of name.startsWith('f') ? floats : reals)
      for (const [i, [shape, axes]] of cases.entries()) {
        const x = await sample(dtype, shape, i + 20, floats.includes(dtype) && i % 3 > 0)
        const [value, count] = reduceAxes(name, [{ data: x.data as TypedArray, dtype }], shape, axes)
        const want = await numpy.array(`${form}(x, axis=${tuple(axes)})`, { x })
        // Which of two equal zeros NumPy picks depends on its build.
        t.same(
          [...value!].map((v) => (v === 0 ? 0 : v)),
          [...want.data].map((v) => (v === 0 ? 0 : v)),
          `${dtype} [${shape}] along ${axes}`,
        )
        t.equal(count![0], BigInt(product(axes.map((axis) => shape[axis]!))), 'count')
      }
  })

for (const name of ['argmin', 'argmax'])
  t.test(`${name}: the first of equal elements, NaN before all`, async (t) => {
    for (const dtype of reals)
      for (const [i, [shape, axes]] of cases.entries()) {
        if (axes.length !== 1) continue
        const x = await sample(dtype, shape, i + 40, floats.includes(dtype) && i % 2 > 0)
        const [value, index] = reduceAxes(name, [{ data: x.data as TypedArray, dtype }], shape, axes)
        const [indices, values] = await numpy.evaluate(`(np.${name}(x, axis=${axes[0]}), np.${name.slice(3)}(x, axis=${axes[0]}))`, { x })
        t.same([...index!], [...indices!.data], `${dtype} [${shape}] along ${axes}`)
        t.same(
          [...value!].map((v) => (v === 0 ? 0 : v)),
          [...values!.data].map((v) => (v === 0 ? 0 : v)),
          'values',
        )
      }
  })

t.test('any, all and count', async (t) => {
  for (const [name, form] of [
    ['any', 'np.any'],
    ['all', 'np.all'],
    ['count', 'np.count_nonzero'],
  ] as const)
    for (const [i, [shape, axes]] of cases.entries()) {
      const x = await sample('bool', shape, i + 60)
      const [state] = reduceAxes(name, [{ data: x.data as TypedArray, dtype: 'bool' }], shape, axes)
      const want = await numpy.array(`${form}(x, axis=${tuple(axes)})`, { x })
      t.same([...state!].map(Number), [...want.data].map(Number), `${name} [${shape}] along ${axes}`)
    }
})

t.test('moments and momentsWhere', async (t) => {
  for (const dtype of ['float64', 'complex128'] as const)
    for (const [i, [shape, axes]] of cases.entries()) {
      const x = await sample(dtype, shape, i + 80)
      const where = await sample('bool', shape, i + 90)
      const given = { data: x.data as TypedArray, dtype }
      const along = `axis=${tuple(axes)}`
      const [mean, variance] = await numpy.evaluate(`(np.mean(x, ${along}), np.var(x, ${along}))`, { x })
      const [count, means, m2] = reduceAxes('moments', [given], shape, axes)
      const n = Number(count![0])
      const scale = (variance!.data as Float64Array).map((v) => Math.sqrt(v) + 1)
      t.ok(worst(means!, mean!.data as Float64Array, scale, widthOf(dtype)) < 1e-13, `mean of ${dtype} [${shape}] along ${axes}`)
      const variances = (m2 as Float64Array).map((v) => v / n)
      t.ok(
        worst(
          variances,
          variance!.data as Float64Array,
          (variance!.data as Float64Array).map((v) => v + 1e-300),
          1,
        ) < 1e-13,
        'variance',
      )
      const [counts, masked] = await numpy.evaluate(`(np.sum(w, ${along}), np.sum(w, ${along}) * np.var(x, ${along}, where=w))`, {
        x,
        w: where,
      })
      const state = reduceAxes('momentsWhere', [given, { data: where.data as TypedArray, dtype: 'bool' }], shape, axes)
      t.same([...state[0]!].map(Number), [...counts!.data].map(Number), 'where: counts')
      const wanted = (masked!.data as Float64Array).map((v) => (Number.isNaN(v) ? 0 : v)) // NumPy's of none
      t.ok(
        worst(
          state[2]!,
          wanted,
          wanted.map((v) => v + 1e-12),
          1,
        ) < 1e-12,
        'where: m2',
      )
    }
})

/** One state of everything, in pieces that are combined: as over ranks. */
function reduceAll(name: string, dtype: DType, data: TypedArray, pieces: number): TypedArray[] {
  const reduction = reductionNamed(name, dtype)
  const total = newStates(reduction)
  for (let piece = 0; piece < pieces; piece++) {
    const state = newStates(reduction)
    const part = data.subarray(Math.floor((data.length * piece) / pieces), Math.floor((data.length * (piece + 1)) / pieces))
    reductionFold(reduction, [part as TypedArray], state)
    reductionCombine(reduction, total, state)
  }
  return total
}

t.test('sums are at least as accurate as those of NumPy', async (t) => {
  const hard = [
    'r.standard_normal(n)',
    'r.random(n)',
    'r.random(n) + 1e8',
    'np.exp(15 * r.standard_normal(n))',
    'np.sort(r.standard_normal(n)) ** 3',
    'np.full(n, 0.1)',
  ]
  for (const dtype of floats)
    for (const text of hard)
      for (const n of [1000, 131_073, 1_000_000]) {
        const x = await numpy.array(`(lambda r, n: ${text})(np.random.default_rng(7), ${n}).astype('${dtype}')`)
        const [exact, theirs, size] = (await numpy.value('[math.fsum(x.tolist()), float(x.sum()), math.fsum(np.abs(x).tolist())]', {
          x,
        })) as [number, number, number]
        for (const pieces of [1, 3]) {
          const [sum] = reduceAll('sum', dtype, x.data as TypedArray, pieces)
          const error = Math.abs((sum![0] as number) - exact)
          // By chance either may be the better one; a rounding or two of the last sums decides nothing.
          const allowed = Math.max(Math.abs(theirs - exact), 2 ** -51 * size)
          t.ok(error <= allowed, `${dtype} ${text} n=${n} pieces=${pieces}: ${error} <= ${allowed}`)
        }
      }
})

t.test('variances when the mean is far from 0 are as accurate as in two passes', async (t) => {
  const exact =
    '(lambda v: (lambda m: float(sum((a - m) ** 2 for a in v) / len(v)))(sum(v) / len(v)))([__import__("fractions").Fraction(a) for a in x.tolist()])'
  for (const text of [
    'r.standard_normal(n) + 1e8',
    'r.standard_normal(n) * 1e-3 - 1e5',
    'r.random(n) + np.repeat([0.0, 1e6], n // 2)',
    'np.append(r.random(n - 1), 1e9)',
    'np.append(-1e9, r.random(n - 1))',
    'np.linspace(1e8, 1e8 + 1, n)',
  ])
    for (const n of [100, 20_000]) {
      const x = await numpy.array(`(lambda r, n: ${text})(np.random.default_rng(9), ${n})`)
      const [wanted, theirs] = (await numpy.value(`[${exact}, float(np.var(x))]`, { x })) as [number, number]
      const allowed = Math.max(Math.abs(theirs - wanted), 4e-15 * wanted)
      for (const pieces of [1, 4, 7]) {
        const [count, , m2] = reduceAll('moments', 'float64', x.data as TypedArray, pieces)
        const error = Math.abs((m2![0] as number) / Number(count![0]) - wanted)
        t.ok(error <= allowed, `${text} n=${n} pieces=${pieces}: ${error / wanted}`)
      }
      const state = reduceAxes('moments', [{ data: x.data as TypedArray, dtype: 'float64' }], [n, 1], [0])
      t.ok(Math.abs((state[2]![0] as number) / n - wanted) <= Math.max(allowed, 2e-15 * wanted * Math.sqrt(n)), 'one by one')
    }
})

t.test('means and variances of what is not finite, or nearly so', async (t) => {
  const moments = (values: number[], pieces: number) => {
    const [count, mean, m2] = reduceAll('moments', 'float64', Float64Array.from(values), pieces)
    return [mean![0], (m2![0] as number) / Number(count![0])]
  }
  const { NaN: nan, POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: minus } = Number
  for (const pieces of [1, 2, 4]) {
    t.same(moments([1, inf, 2, 3], pieces), [inf, nan])
    t.same(moments([inf, 1, 2, inf], pieces), [inf, nan])
    t.same(moments([inf, 1, 2, minus], pieces), [nan, nan])
    t.same(moments([1, nan, 2, 3], pieces), [nan, nan])
    t.same(moments([1e200, 3e200, 1e200, 3e200], pieces), [2e200, inf])
    t.same(moments([0.1, 0.1, 0.1, 0.1], pieces), [0.1, 0])
  }
  t.same(moments([1e200], 1), [1e200, 0])
  t.same(moments(Array(3000).fill(inf), 1), [inf, nan])
})

t.test('binnedSum: exact where three digits hold the numbers, and the nearest float64', async (t) => {
  const sum = (values: Float64Array | Float32Array, pieces = 1) => {
    const dtype = values instanceof Float32Array ? 'float32' : 'float64'
    const out = new Float64Array(1)
    reductionFinish(reductionNamed('binnedSum', dtype), reduceAll('binnedSum', dtype, values, pieces), out)
    return out[0] as number
  }
  const { NaN: nan, POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: minus } = Number
  const small: [number[], number][] = [
    [[1.7e308, 1.7e308, -1.7e308], 1.7e308],
    [[1.7e308, 1.7e308], inf],
    [[-1.7e308, -1.7e308, 1], minus],
    [[Number.MAX_VALUE, -Number.MAX_VALUE], 0],
    [[5e-324, 5e-324, -1.5e-323], -5e-324],
    [[1e-310, 2.5e-308, -1e-310], 2.5e-308],
    [[inf, 1], inf],
    [[minus, 1e308, 1e308], minus],
    [[inf, minus], nan],
    [[nan, 1], nan],
    [[1, 2 ** -53, 2 ** -79], 1 + 2 ** -52],
    [[1, 2 ** -53], 1],
    [[-1, -(2 ** -53), -(2 ** -79)], -1 - 2 ** -52],
    [[2 ** 60, 1, -(2 ** 60)], 1],
    [[0.1, 0.2, -0.3], 2.7755575615628914e-17],
  ]
  for (const [values, want] of small)
    for (const pieces of [1, 2, 3]) t.equal(Object.is(sum(Float64Array.from(values), pieces), want), true, `${values}`)
  for (const text of [
    'r.standard_normal(n)',
    'r.random(n) + 1e8',
    'r.standard_normal(n) * 1e300',
    'r.standard_normal(n) * 1e-307',
    'r.standard_normal(n) * 10.0 ** r.integers(-6, 6, n)',
  ])
    for (const dtype of floats) {
      if (dtype === 'float32' && text.includes('30')) continue
      const x = await numpy.array(`(lambda r, n: ${text})(np.random.default_rng(11), 100_003).astype('${dtype}')`)
      const [exact, theirs, most] = (await numpy.value('[math.fsum(x.tolist()), float(x.sum()), float(np.abs(x).max())]', { x })) as [
        number,
        number,
        number,
      ]
      const ours = sum(x.data as Float64Array)
      t.ok(
        Math.abs(ours - exact) <= Math.min(Math.abs(theirs - exact), 2 ** -78 * most * 1e5) || ours === exact,
        `${dtype} ${text}: ${ours} ${exact}`,
      )
      t.equal(sum((x.data as Float64Array).slice().reverse() as Float64Array, 5), ours, 'in reverse')
      // One element to a state at a time takes another way to the same bits.
      const state = reduceAxes('binnedSum', [{ data: x.data as TypedArray, dtype }], [100_003, 1], [0])
      const out = new Float64Array(1)
      reductionFinish(reductionNamed('binnedSum', dtype), state, out)
      t.equal(out[0], ours, 'one by one')
      const rows = reduceAxes('binnedSum', [{ data: x.data.subarray(0, 100_000) as TypedArray, dtype }], [500, 200], [0])
      const whole = newStates(reductionNamed('binnedSum', dtype))
      for (let column = 0; column < 200; column++)
        reductionCombine(
          reductionNamed('binnedSum', dtype),
          whole,
          rows.map((array) => array.subarray(column, column + 1) as TypedArray),
        )
      t.same(whole, reduceAll('binnedSum', dtype, x.data.subarray(0, 100_000) as TypedArray, 3), 'columns, then their sum')
    }
})

t.test('typed arrays of states have the dtypes that are told', async (t) => {
  const state = newStates(reductionNamed('moments', 'complex128'), 3)
  t.same(
    state.map((array) => [array.constructor, array.length]),
    [
      [BigInt64Array, 3],
      [typedArrayFor('complex128'), 6],
      [Float64Array, 3],
      [Float64Array, 6],
    ],
  )
})
