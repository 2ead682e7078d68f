// Scans against NumPy's accumulate, over strided memory.
import fc from 'fast-check'
import t from 'tap'
import { NDArray } from '../../array/nd-array.js'
import { type ScanMemory, type ScanOp, scan } from '../../bindings/scan.js'
import { type DType, itemSize, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import { Numpy } from '../support/numpy.js'
import { holds } from '../support/property.js'
import { memoryOf, stridesOf, widthOf } from '../support/reductions.js'

const numpy = await Numpy.start()
t.teardown(() => numpy.close())

const integers: readonly DType[] = ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64']
const floats: readonly DType[] = ['float32', 'float64']
const ops: readonly ScanOp[] = ['add', 'multiply', 'maximum', 'minimum']

const cases: readonly (readonly [number[], number])[] = [
  [[1], 0],
  [[7], 0],
  [[100], 0],
  [[5, 33], 1],
  [[33, 5], 0],
  [[4, 19, 3], 1],
  [[3, 4, 40], 2],
  [[2, 3, 1500], 1],
  [[0, 3], 0],
  [[3, 0], 0],
]

async function sample(dtype: DType, shape: readonly number[], seed: number): Promise<NDArray> {
  const size = product(shape)
  const random = `np.random.default_rng(${seed})`
  let text = `${random}.integers(0, 256, (${size}, np.dtype('${dtype}').itemsize), 'uint8').view('${dtype}')`
  if (dtype.startsWith('float')) text = `${random}.choice([1.5, -0.75, 0.3, 2.0, -0.0, 0.0, 1e3], ${size})`
  if (dtype.startsWith('complex')) text = `${random}.choice([1 + 0.5j, -1j, 0.25 - 1j], ${size})`
  return numpy.array(`np.asarray(${text}).astype('${dtype}').reshape([${shape}])`)
}

/** Whether the elements are near the expected ones: of sums, in comparison with the sum of the magnitudes. */
function near(
  got: ArrayLike<number | bigint>,
  want: ArrayLike<number | bigint>,
  scale: ArrayLike<number>,
  width: number,
  epsilon: number,
): boolean {
  for (let i = 0; i < want.length; i++) {
    if (got[i] === want[i] || (Number.isNaN(Number(got[i])) && Number.isNaN(Number(want[i])))) continue
    if (!(Math.abs(Number(got[i]) - Number(want[i])) <= epsilon * scale[Math.floor(i / width)]!)) return false
  }
  return got.length === want.length
}

/** The same elements backwards along every second dimension and with gaps, and how to read them. */
function spread(dtype: DType, shape: readonly number[], fill?: TypedArray): { memory: ScanMemory; read(): number[] } {
  const width = widthOf(dtype)
  const item = itemSize(dtype)
  const wide = shape.map((extent) => 2 * extent + 1)
  const view = new (typedArrayFor(dtype))(product(wide) * width)
  const whole = stridesOf(dtype, wide)
  const strides = whole.map((stride, dim) => (dim % 2 === 0 ? -2 : 2) * stride)
  const offset = whole.reduce((sum, stride, dim) => sum + (dim % 2 === 0 ? (2 * shape[dim]! - 1) * stride : stride), 0)
  const places = Array.from({ length: product(shape) }, (_, i) => {
    let rest = i
    let at = offset
    for (let dim = shape.length - 1; dim >= 0; dim--) {
      at += (rest % shape[dim]!) * strides[dim]!
      rest = Math.floor(rest / shape[dim]!)
    }
    return (at / item) * width
  })
  if (fill) for (const [i, place] of places.entries()) for (let k = 0; k < width; k++) view[place + k] = fill[i * width + k] as number
  return { memory: { view, offset, strides }, read: () => places.flatMap((place) => [...view.subarray(place, place + width)] as number[]) }
}

for (const op of ops)
  t.test(`${op} of every dtype, along any axis`, async (t) => {
    const dtypes = [...integers, ...floats, ...(op === 'add' || op === 'multiply' ? (['complex64', 'complex128'] as const) : [])]
    for (const dtype of dtypes)
      for (const [i, [shape, axis]] of cases.entries()) {
        const x = await sample(dtype, shape, i + 1)
        const width = widthOf(dtype)
        const data = x.data as TypedArray
        const wide = dtype === 'float32' ? 'float64' : dtype === 'complex64' ? 'complex128' : dtype
        const [want, scale] = await numpy.evaluate(
          `(np.${op}.accumulate(x, axis=${axis}, dtype='${wide}').astype('${dtype}'), np.${op}.accumulate(np.abs(x), axis=${axis}).astype('float64') + 1e-300)`,
          { x },
        )
        const epsilon =
          integers.includes(dtype) || op === 'maximum' || op === 'minimum' ? 0 : /32|64$/.test(dtype) && dtype !== 'float64' ? 1e-5 : 1e-13
        const good = (got: ArrayLike<number | bigint>) => near(got, want!.data, scale!.data as Float64Array, width, epsilon)
        const what = `${dtype} [${shape}] along ${axis}`
        const out = new (typedArrayFor(dtype))(data.length)
        const totals = new (typedArrayFor(dtype))((shape[axis] ? product(shape) / shape[axis]! : 0) * width)
        scan(op, dtype, memoryOf(data, dtype, shape), memoryOf(out, dtype, shape), shape, axis, undefined, shape[axis] ? totals : undefined)
        t.ok(good(out), what)
        const [last] = await numpy.evaluate(`(x.take(-1, axis=${axis}) if x.size else x[:0],)`, { x: new NDArray(shape, dtype, out) })
        t.same([...totals], [...last!.data], 'totals')
        const from = spread(dtype, shape, data)
        const to = spread(dtype, shape)
        scan(op, dtype, from.memory, to.memory, shape, axis)
        t.ok(good(to.read()), 'strided')
        scan(op, dtype, from.memory, from.memory, shape, axis)
        t.ok(good(from.read()), 'strided, in place')
        const same = data.slice() as TypedArray
        scan(op, dtype, memoryOf(same, dtype, shape), memoryOf(same, dtype, shape), shape, axis)
        t.same(same, out, 'in place')
      }
  })

t.test('lines in parts, the totals of one as the carry of the next', async (t) => {
  for (const op of ops)
    for (const dtype of ['int32', 'float64', 'float32', ...(op === 'add' ? (['complex128'] as const) : [])] as const)
      holds(
        t,
        `${op} ${dtype}`,
        fc.property(
          fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 3 })),
          fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 4 }),
          fc.infiniteStream(fc.integer({ min: -3, max: 3 })),
          (shape, cuts, stream) => {
            const [outer, length, inner] = shape
            const width = widthOf(dtype)
            // Small integers, so that every order of adding gives the same.
            const x = new (typedArrayFor(dtype))(product(shape) * width).map(
              () => (op === 'multiply' ? (stream.next().value! > 0 ? 1 : -1) : stream.next().value!) as never,
            ) as TypedArray
            const whole = new (typedArrayFor(dtype))(x.length)
            scan(op, dtype, memoryOf(x, dtype, shape), memoryOf(whole, dtype, shape), shape, 1)
            const parts = new (typedArrayFor(dtype))(x.length)
            const carry = new (typedArrayFor(dtype))(outer * inner * width)
            const places = [0, ...cuts.map((cut) => Math.min(cut, length)), length].sort((a, b) => a - b)
            let started = false
            for (const [i, end] of places.slice(1).entries()) {
              const start = places[i]!
              const part = [outer, end - start, inner]
              const at = (array: TypedArray): ScanMemory => ({
                view: array,
                offset: start * stridesOf(dtype, shape)[1]!,
                strides: stridesOf(dtype, shape),
              })
              scan(op, dtype, at(x), at(parts), part, 1, started ? carry : undefined, carry)
              started ||= end > start
            }
            return whole.every((value, k) => Object.is(value, parts[k]) || value === parts[k])
          },
        ),
        { numRuns: 100, seed: 20240503 },
      )
})

t.test('NaN stays, infinities meet', async (t) => {
  const { NaN: nan, POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: minus } = Number
  for (const length of [6, 40, 41]) {
    const x = new Float64Array(length).fill(1)
    x[2] = inf
    x[length - 3] = minus
    const run = (op: ScanOp, data: Float64Array): Float64Array => {
      const out = new Float64Array(length)
      scan(op, 'float64', memoryOf(data, 'float64', [length]), memoryOf(out, 'float64', [length]), [length], 0)
      return out
    }
    t.same(
      [...run('add', x)],
      Array.from(x, (_, i) => (i < 2 ? i + 1 : i < length - 3 ? inf : nan)),
      `sums of ${length}`,
    )
    x[length - 3] = nan
    t.same(
      [...run('maximum', x)],
      Array.from(x, (_, i) => (i < 2 ? 1 : i < length - 3 ? inf : nan)),
      'maxima',
    )
    t.same(
      [...run('minimum', x)],
      Array.from(x, (_, i) => (i < length - 3 ? 1 : nan)),
      'minima',
    )
  }
})

t.test('cumulative sums are at least as accurate as those of NumPy', async (t) => {
  for (const dtype of floats)
    for (const text of ['r.standard_normal(n)', 'r.random(n)', 'np.full(n, 0.1)']) {
      const x = await numpy.array(`(lambda r, n: ${text})(np.random.default_rng(5), 200_000).astype('${dtype}')`)
      const n = x.size
      const out = new (typedArrayFor(dtype))(n)
      scan('add', dtype, memoryOf(x.data as TypedArray, dtype, [n]), memoryOf(out, dtype, [n]), [n], 0)
      // In integers of 2^-1074 nothing is rounded: Python's fractions would be too slow for each of the sums.
      const exact = 'np.array(list(__import__("itertools").accumulate(int(a * 2.0 ** 60) for a in x.tolist())), dtype=object)'
      const worst = `(lambda e, unit: [float(max(abs(int(v * 2.0 ** 60) - w) for v, w in zip(s.tolist(), e)) * unit) for s in (ours, np.cumsum(x))])(${exact}, 2.0 ** -60)`
      const [ours, theirs] = (await numpy.value(worst, { x, ours: new NDArray([n], dtype, out) })) as [number, number]
      t.ok(ours <= theirs, `${dtype} ${text}: ${ours} <= ${theirs}`)
    }
})

t.test('arguments that do not fit', async (t) => {
  const x = new Float64Array(6)
  const at = memoryOf(x, 'float64', [2, 3])
  const run =
    (changes: { op?: string; dtype?: DType; input?: object; shape?: number[]; axis?: number; carry?: TypedArray; totals?: TypedArray }) =>
    () =>
      scan(
        (changes.op ?? 'add') as ScanOp,
        changes.dtype ?? 'float64',
        { ...at, ...changes.input },
        at,
        changes.shape ?? [2, 3],
        changes.axis ?? 0,
        changes.carry,
        changes.totals,
      )
  t.throws(run({ op: 'subtract' }), { code: 'ERR_ARGUMENT', message: /op/ })
  t.throws(run({ dtype: 'bool' }), { code: 'ERR_DTYPE' })
  t.throws(run({ op: 'maximum', dtype: 'complex128' }), { code: 'ERR_DTYPE', message: /real/ })
  t.throws(run({ axis: 2 }), { code: 'ERR_ARGUMENT', message: /axis/ })
  t.throws(run({ axis: -1 }), { code: 'ERR_ARGUMENT' })
  t.throws(run({ shape: [2, 4] }), { code: 'ERR_SHAPE', message: /bytes 0 to 56/ })
  t.throws(run({ shape: [2, -1] }), { code: 'ERR_SHAPE' })
  t.throws(run({ input: { offset: -8 } }), { code: 'ERR_SHAPE' })
  t.throws(run({ input: { offset: 4 } }), { code: 'ERR_ARGUMENT', message: /aligned/ })
  t.throws(run({ input: { strides: [24, 4] } }), { code: 'ERR_ARGUMENT', message: /multiples of 8/ })
  t.throws(run({ input: { strides: [24] } }), { code: 'ERR_SHAPE', message: /2 strides/ })
  t.throws(run({ input: { strides: [24, 2 ** 53] } }), { code: 'ERR_ARGUMENT' })
  t.throws(run({ input: { view: null } }), { code: 'ERR_ARGUMENT' })
  t.throws(run({ carry: new Float64Array(2) }), { code: 'ERR_SHAPE', message: /3 elements, one per line/ })
  t.throws(run({ totals: new Float32Array(3) }), { code: 'ERR_DTYPE' })
})
