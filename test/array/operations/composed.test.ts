// Composed functions, evaluated by NumPy step by step and compared with NumPy's own.
import t, { type Test } from 'tap'
import { NDArray } from '../../../array/nd-array.js'
import { type Builder, composed } from '../../../array/operations/composed.js'
import { loopKey } from '../../../array/operations/operation.js'
import { ArgumentError, DTypeError } from '../../../protocol/errors.js'
import { type DType, typedArrayFor } from '../../../protocol/index.js'
import { mismatches } from '../../support/close.js'
import { contractLoops } from '../../support/contract-loops.js'
import { Numpy } from '../../support/numpy.js'
import { type NumpyNode, numpyBuilder } from '../../support/numpy-builder.js'

const numpy = await Numpy.start()
t.teardown(() => numpy.close())
type Make = (b: Builder<NumpyNode>, nodes: NumpyNode[]) => NumpyNode | readonly NumpyNode[]

/** Compare what `make` composes with a call to NumPy; the arrays are called x, y, z. */
async function same(t: Test, call: string, arrays: readonly NDArray[], make: Make, ulp = 0): Promise<void> {
  const named = Object.fromEntries(arrays.map((array, i) => ['xyz'[i] as string, array]))
  const nodes = arrays.map(({ dtype }, i) => ({ dtype, text: 'xyz'[i] as string }))
  const b = numpyBuilder((loop) =>
    t.ok(contractLoops.has(`${loopKey(loop.name, loop.inputs)}->${loop.output}`), loopKey(loop.name, loop.inputs)),
  )
  const made = make(b, nodes)
  const parts = Array.isArray(made) ? (made as readonly NumpyNode[]) : [made as NumpyNode]
  const theirs = await numpy.evaluate(call, named)
  t.equal(theirs.length, parts.length)
  for (const [i, part] of parts.entries()) {
    const found = mismatches(await numpy.array(part.text, named), theirs[i] as NDArray, { ulp, signedZeros: true })
    t.same(found, [], `${call} of ${arrays.map(({ dtype }) => dtype).join()}, part ${i}`)
  }
}

function array(dtype: DType, values: readonly (number | bigint | boolean)[]): NDArray {
  const data = new (typedArrayFor(dtype))(values.length)
  for (const [k, value] of values.entries())
    data[k] = data instanceof BigInt64Array || data instanceof BigUint64Array ? BigInt(value) : Number(value)
  return new NDArray([values.length / (dtype.startsWith('complex') ? 2 : 1)], dtype, data)
}

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const specials = [0, -0, 1, -1.5, 2.5, 3.5, 1234.5678, -0.05, 1e-20, inf, -inf, nan]
const floats = (['float32', 'float64'] as const).map((dtype) => array(dtype, specials))
const integers = (['int8', 'uint8', 'int32', 'int64', 'uint64'] as const).map((dtype) => array(dtype, [0, 1, 5, 15, 25, 35, 96, 100, 120]))
const pairs = specials.flatMap((re) => specials.map((im) => [re, im])).flat()
const complexes = (['complex64', 'complex128'] as const).map((dtype) => array(dtype, pairs))

t.test('isclose', async (t) => {
  for (const x of floats) {
    const column = new NDArray([x.shape[0] as number, 1], x.dtype, x.data)
    for (const tolerance of [{}, { rtol: 0.5 }, { rtol: 0, atol: 2 }, { equalNaN: true }]) {
      const options = Object.entries({ rtol: 1e-5, atol: 1e-8, equalNaN: false, ...tolerance })
        .map(([key, value]) => `${key === 'equalNaN' ? `equal_nan=${value ? 'True' : 'False'}` : `${key}=${value}`}`)
        .join(', ')
      await same(t, `np.isclose(x, y, ${options})`, [x, column], (b, [x, y]) => composed.isclose(b, x!, y!, tolerance))
      await same(t, `np.isclose(x, 1.000004, ${options})`, [x], (b, [x]) => composed.isclose(b, x!, 1.000004, tolerance))
    }
  }
  for (const x of integers) {
    await same(t, 'np.isclose(x, y)', [x, array('uint8', [0, 2, 5, 15, 0, 35, 96, 255, 120])], (b, [x, y]) => composed.isclose(b, x!, y!))
    await same(t, 'np.isclose(x, 300, atol=200)', [x], (b, [x]) => composed.isclose(b, x!, 300, { atol: 200 }))
  }
  // Without infinities, which NumPy 1 makes NaN of when it multiplies them by true.
  const bounded = array(
    'complex128',
    pairs.map((part) => (Math.abs(part) === inf ? 3 : part)),
  )
  await same(t, 'np.isclose(x, x[::-1], equal_nan=True)', [bounded], (b, [x]) =>
    composed.isclose(b, x!, { dtype: x!.dtype, text: 'x[::-1]' }, { equalNaN: true }),
  )
})

t.test('allclose and arrayEqual go over all elements', async (t) => {
  const x = array('float64', [1, 2, nan])
  for (const equalNaN of [false, true]) {
    const option = `equal_nan=${equalNaN ? 'True' : 'False'}`
    const all = (b: Builder<NumpyNode>, x: NumpyNode, of: 'allclose' | 'arrayEqual'): NumpyNode => {
      const { reduction, of: inner } = composed[of](b, x, x, { equalNaN })
      return { dtype: 'bool', text: `np.${reduction}(${inner.text})` }
    }
    await same(t, `np.allclose(x, x, ${option})`, [x], (b, [x]) => all(b, x!, 'allclose'))
    await same(t, `np.array_equal(x, x, ${option})`, [x], (b, [x]) => all(b, x!, 'arrayEqual'))
  }
})

t.test('round at a decimal', async (t) => {
  for (const x of [...floats, ...complexes])
    for (const decimals of [0, 1, 3, 22, -1, -2, -22])
      await same(t, `np.round(x, ${decimals})`, [x], (b, [x]) => composed.round(b, x!, decimals))
  for (const x of integers)
    for (const decimals of [2, 0, -1, -2]) await same(t, `np.round(x, ${decimals})`, [x], (b, [x]) => composed.round(b, x!, decimals))
  t.throws(() => composed.round(numpyBuilder(), { dtype: 'float64', text: 'x' }, 0.5), ArgumentError)
})

t.test('nanToNum', async (t) => {
  for (const x of [...floats, ...complexes, ...integers]) {
    await same(t, 'np.nan_to_num(x)', [x], (b, [x]) => composed.nanToNum(b, x!))
    await same(t, 'np.nan_to_num(x, nan=7, posinf=8.5, neginf=-9)', [x], (b, [x]) =>
      composed.nanToNum(b, x!, { nan: 7, posinf: 8.5, neginf: -9 }),
    )
  }
})

t.test('sinc', async (t) => {
  for (const x of [...floats, ...integers]) await same(t, 'np.sinc(x)', [x], (b, [x]) => composed.sinc(b, x!))
})

t.test('two results', async (t) => {
  const divisor = array('int8', [3, -7, 2, 5, 3, 3, 7, -7, 50])
  await same(t, 'np.divmod(x, y)', [array('int8', [7, 7, -7, -128, 0, 1, 2, 3, 4]), divisor], (b, [x, y]) => composed.divmod(b, x!, y!))
  await same(t, 'np.divmod(x, 0.75)', [floats[1] as NDArray], (b, [x]) => composed.divmod(b, x!, 0.75))
  for (const x of floats) {
    await same(t, 'np.modf(x)', [x], (b, [x]) => composed.modf(b, x!))
    // The exponent of what is not finite is unspecified in C.
    const finite = array(x.dtype, specials.filter(Number.isFinite))
    await same(t, 'np.frexp(x)', [finite], (b, [x]) => composed.frexp(b, x!))
  }
})

t.test('ldexp with exponents of every width', async (t) => {
  const x = array('float64', [1, -1.5, 5e-324, 1e308, 0.5])
  for (const dtype of ['int8', 'int32', 'int64'] as const)
    await same(t, 'np.ldexp(x, y)', [x, array(dtype, [3, -5, 100, -100, 0])], (b, [x, y]) => composed.ldexp(b, x!, y!))
  await same(t, 'np.ldexp(x, y)', [x, array('int64', [2n ** 40n, -(2n ** 33n), 2098, -2200, 0])], (b, [x, y]) => composed.ldexp(b, x!, y!))
  const far = array('uint64', [2n ** 63n, 1, 2098, 0, 2])
  await same(t, "np.ldexp(x, np.minimum(y, 9999).astype('int32'))", [x, far], (b, [x, y]) => composed.ldexp(b, x!, y!))
  await same(t, 'np.ldexp(x, 4)', [x], (b, [x]) => composed.ldexp(b, x!, 4))
  await same(t, 'np.ldexp(x, 99999)', [x], (b, [x]) => composed.ldexp(b, x!, 2n ** 70n))
})

t.test('clip with one bound or none', async (t) => {
  for (const x of [...floats, ...integers]) {
    await same(t, 'np.clip(x, x.dtype.type(2), x.dtype.type(20))', [x], (b, [x]) => composed.clip(b, x!, 2, 20))
    await same(t, 'np.clip(x, x.dtype.type(2), None)', [x], (b, [x]) => composed.clip(b, x!, 2))
    await same(t, 'np.clip(x, None, x.dtype.type(20))', [x], (b, [x]) => composed.clip(b, x!, undefined, 20))
    await same(t, 'x', [x], (b, [x]) => composed.clip(b, x!))
  }
})

t.test('select and piecewise', async (t) => {
  const x = array('float64', [-2, -1, 0, 1, 2, 3])
  const y = array('int8', [5, 6, 7, 8, 9, 10])
  await same(t, 'np.select([x < 0, x > 1], [y, x * x], -1)', [x, y], (b, [x, y]) =>
    composed.select(b, [b.op('less', x!, 0), b.op('greater', x!, 1)], [y!, b.op('multiply', x!, x!)], -1),
  )
  const narrow = [y, array('int16', [1, 2, 3, 4, 5, 6]), array('float32', [0.5, 1, 2, 3, 4, 5])]
  await same(t, 'np.select([x < 7, x > 8], [x, y], z)', narrow, (b, [x, y, z]) =>
    composed.select(b, [b.op('less', x!, 7), b.op('greater', x!, 8)], [x!, y!], z!),
  )
  await same(t, 'np.piecewise(x, [x < 1, x < 0], [lambda v: v * 2, -7])', [x], (b, [x]) =>
    composed.piecewise(b, x!, [b.op('less', x!, 1), b.op('less', x!, 0)], [(v) => b.op('multiply', v, 2), -7]),
  )
  await same(t, 'np.piecewise(x, [x < 7], [2.75, lambda v: v // 2])', [y], (b, [x]) =>
    composed.piecewise(b, x!, [b.op('less', x!, 7)], [2.75, (v) => b.op('floorDivide', v, 2)]),
  )
  const b = numpyBuilder()
  const [node, condition] = [{ dtype: 'float64', text: 'x' } as const, { dtype: 'bool', text: 'c' } as const]
  t.throws(() => composed.select(b, [], []), ArgumentError)
  t.throws(() => composed.select(b, [condition], [node, node]), ArgumentError)
  t.throws(() => composed.select(b, [node], [node]), DTypeError)
  t.throws(() => composed.piecewise(b, node, [condition], [1, 2, 3]), ArgumentError)
  t.throws(() => composed.piecewise(b, node, [node], [1]), DTypeError)
})
