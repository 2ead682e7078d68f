// The oracle itself: what goes to NumPy comes back unchanged, exceptions are told, and nothing is left behind.
import fc from 'fast-check'
import t from 'tap'
import { NDArray } from '../array/nd-array.js'
import { dtypes, itemSize, typedArrayFor } from '../protocol/dtype.js'
import { mismatches, ulpDistance } from './support/close.js'
import { Numpy, NumpyError } from './support/numpy.js'

const numpy = await Numpy.start()
t.teardown(() => numpy.close())

const shapes = [[], [0], [3], [2, 0, 2], [2, 3]]

t.test('every dtype and shape goes there and back', async (t) => {
  for (const dtype of dtypes)
    for (const shape of shapes) {
      const size = shape.reduce((a, b) => a * b, 1)
      const bytes = Uint8Array.from({ length: size * itemSize(dtype) }, (_, i) => (dtype === 'bool' ? i % 2 : (i * 37 + 1) % 128))
      const sent = new NDArray(shape, dtype, new (typedArrayFor(dtype))(bytes.buffer))
      const [same, pair] = await Promise.all([numpy.array('x', { x: sent }), numpy.evaluate('x, x[::-1] if x.ndim else x', { x: sent })])
      t.same(mismatches(same, sent, { signedZeros: true }), [], `${dtype} [${shape}]`)
      t.equal(pair.length, 2)
      t.same(mismatches(pair[0] as NDArray, sent), [])
    }
})

t.test('expressions see arrays by name, and say what JSON can', async (t) => {
  const x = new NDArray([2], 'int32', Int32Array.of(3, 4))
  const y = new NDArray([2, 1], 'float32', Float32Array.of(0.5, 2))
  t.same(await numpy.array('x * y', { x, y }), new NDArray([2, 2], 'float64', Float64Array.of(1.5, 2, 6, 8)))
  t.same(await numpy.value('[str((x + y).dtype), np.add.nin, None]', { x, y }), ['float64', 2, null])
})

t.test('exceptions have their type, and the process goes on', async (t) => {
  await t.rejects(numpy.array('np.bitwise_and(1.5, 2)'), { name: 'NumpyError', type: 'TypeError' })
  await t.rejects(numpy.array('np.float16(1)'), { name: 'NumpyError', type: 'TypeError', message: /float16/ })
  await t.rejects(numpy.value('{1, 2}'), { name: 'NumpyError', type: 'TypeError' })
  await t.rejects(numpy.array('1 +'), { name: 'NumpyError', type: 'SyntaxError' })
  await t.rejects(numpy.array('nothing'), NumpyError)
  t.equal(await numpy.value('print("between frames") or 7'), 7)
})

t.test('many small expressions, not waited for one by one', async (t) => {
  const x = new NDArray([4], 'float64', Float64Array.of(1, 2, 3, 4))
  const sums = await Promise.all(Array.from({ length: 3000 }, (_, i) => numpy.array(`x.sum() + ${i % 7}`, { x })))
  t.ok(sums.every(({ data }, i) => data[0] === 10 + (i % 7)))
})

t.test('large arrays arrive in pieces', async (t) => {
  const x = new NDArray(
    [300_000],
    'float64',
    Float64Array.from({ length: 300_000 }, (_, i) => i),
  )
  t.same(mismatches(await numpy.array('x[::-1][::-1]', { x }), x), [])
})

t.test('a closed oracle refuses, and says so; a Python without NumPy too', async (t) => {
  const other = await Numpy.start()
  t.match(other.version, /^\d+\.\d+/)
  const last = other.value('1 + 1')
  await other.close()
  t.equal(await last, 2)
  await t.rejects(other.value('1'), /has ended/)
  await t.rejects(Numpy.start('/bin/false'), /process ended/)
  await t.rejects(Numpy.start('/nowhere/python3'), /process ended/)
})

t.test('distance in units in the last place, against NumPy', async (t) => {
  const float = { float32: fc.float({ noDefaultInfinity: true }), float64: fc.double({ noDefaultInfinity: true }) }
  for (const dtype of ['float32', 'float64'] as const) {
    const property = fc.asyncProperty(float[dtype], fc.integer({ min: 0, max: 5 }), async (x, steps) => {
      const start = new NDArray([], dtype, new (typedArrayFor(dtype))([x] as never))
      const moved = await numpy.array(`__import__('functools').reduce(lambda y, _: np.nextafter(y, y.dtype.type(0)), range(${steps}), x)`, {
        x: start,
      })
      const distance = ulpDistance(moved.data[0] as number, x, dtype === 'float32')
      return moved.data[0] === 0 ? distance <= steps : Number.isNaN(x) ? distance === 0 : distance === steps
    })
    await t.resolves(fc.assert(property, { numRuns: 300 }), dtype)
  }
  t.equal(ulpDistance(Number.NaN, 1, false), Number.POSITIVE_INFINITY)
  t.equal(ulpDistance(Number.MAX_VALUE, Number.POSITIVE_INFINITY, false), Number.POSITIVE_INFINITY)
  t.equal(ulpDistance(-0, 0, false), 0)
  t.equal(ulpDistance(-5e-324, 5e-324, false), 2)
})

t.test('differences that are told', async (t) => {
  const real = (...values: number[]): NDArray => new NDArray([values.length], 'float64', Float64Array.from(values))
  const complex = (re: number, im: number): NDArray => new NDArray([], 'complex128', Float64Array.of(re, im))
  t.same(mismatches(real(-0), real(0)), [])
  t.equal(mismatches(real(-0), real(0), { signedZeros: true }).length, 1)
  t.equal(mismatches(real(1 + 2 ** -52), real(1)).length, 1)
  t.same(mismatches(real(1 + 2 ** -52), real(1), { ulp: 1 }), [])
  t.same(mismatches(real(1), new NDArray([1], 'float32', Float32Array.of(1))), ['dtype float64, expected float32'])
  t.same(mismatches(real(1), real(1, 2)), ['shape [1], expected [2]'])
  t.equal(mismatches(complex(1, 1e-17), complex(1, 0), { ulp: 4 }).length, 1)
  t.same(mismatches(complex(1, 1e-17), complex(1, 0), { ulp: 4, byModulus: true }), [])
  t.equal(mismatches(complex(1, 1e-15), complex(1, 0), { ulp: 4, byModulus: true }).length, 1)
  t.equal(mismatches(complex(Number.NaN, 0), complex(0, Number.NaN), { ulp: 4, byModulus: true }).length, 1)
})
