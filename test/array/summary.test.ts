// Values are printed as NumPy prints them.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import t from 'tap'
import type { Complex, Element } from '../../array/element.js'
import { summarize } from '../../array/summary.js'
import type { DType } from '../../protocol/index.js'
import { findPython } from '../support/python.js'

interface Case {
  shape: readonly number[]
  dtype: DType
  values: Element[]
}

const program = fileURLToPath(new URL('../../../test/array/summary_numpy.py', import.meta.url))

/** As JSON that Python's float() and int() read. */
function asText(value: Element): unknown {
  if (typeof value === 'boolean') return value
  return typeof value === 'object' ? [asText(value.re), asText(value.im)] : Object.is(value, -0) ? '-0.0' : String(value)
}

function printedByNumpy(python: string, cases: readonly Case[]): string[] {
  const input = cases.map((one) => JSON.stringify({ ...one, values: one.values.map(asText) })).join('\n')
  const { stdout, stderr } = spawnSync(python, [program], { input, encoding: 'utf8', maxBuffer: 2 ** 30 })
  if (stderr) throw new Error(stderr)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as string)
}

function printedHere({ shape, dtype, values }: Case): string {
  return summarize(shape, dtype, (index) => values[index.reduce((k, i, d) => k * (shape[d] as number) + i, 0)] as Element)
}

const awkward = [
  0,
  -0,
  1,
  0.1,
  1 / 3,
  -1 / 3,
  1 / 512,
  3 / 512,
  -5 / 512,
  99999999,
  1e8,
  1e-4,
  9.999e-5,
  123456.789,
  0.123456785,
  1e16,
  5e-324,
  1e308,
  2 ** 70,
]
const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
const double = fc.oneof(
  fc.constantFrom(...awkward),
  fc.integer({ min: -1000, max: 1000 }),
  fc.integer({ min: -99999, max: 99999 }).map((n) => n / 512),
  fc.integer({ min: -99999, max: 99999 }).map((n) => n / 1000),
  fc.double({ noNaN: true, min: -1000, max: 1000 }),
  { weight: 1, arbitrary: fc.constantFrom(...special) },
)
const wild = fc.oneof(double, fc.double())
const float32 = fc.oneof(double, wild).map(Math.fround)
const elements: Record<string, fc.Arbitrary<Element>> = {
  bool: fc.boolean(),
  int8: fc.integer({ min: -128, max: 127 }),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  float32,
  float64: fc.oneof(double, wild),
  complex64: fc.record({ re: float32, im: float32 }) as fc.Arbitrary<Complex>,
  complex128: fc.record({ re: double, im: wild }) as fc.Arbitrary<Complex>,
}
const shapes: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.constant<number[]>([]),
  fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }),
  fc.integer({ min: 0, max: 60 }).map((n) => [n]),
  fc.constantFrom<number[]>([1001], [1000], [7, 200], [200, 7], [3, 5, 80], [11, 11, 11], [1, 1200], [6, 6, 30], [2, 2, 2, 200]),
)
const cases = fc.constantFrom(...(Object.keys(elements) as DType[])).chain((dtype) =>
  shapes.chain((shape) => {
    const size = shape.reduce((a, b) => a * b, 1)
    return fc
      .array(elements[dtype] as fc.Arbitrary<Element>, { minLength: Math.min(size, 40), maxLength: Math.min(size, 40) })
      .map((few): Case => ({ shape, dtype, values: Array.from({ length: size }, (_, k) => few[k % few.length] as Element) }))
  }),
)

const python = findPython('numpy')
t.test('random arrays', { skip: python === undefined && 'python3-numpy is not installed' }, async (t) => {
  const seed = Date.now() % 2 ** 31
  const sample = fc.sample(cases, { numRuns: 1500, seed })
  const wanted = printedByNumpy(python as string, sample)
  const differences = sample.flatMap((one, k) => {
    const [here, numpy] = [printedHere(one).split('\n'), (wanted[k] as string).split('\n')]
    const line = Math.max(here.length, numpy.length) > 0 ? [...here, ''].findIndex((text, i) => text !== numpy[i]) : -1
    return here.join() === numpy.join() ? [] : [{ dtype: one.dtype, shape: one.shape, here: here[line], numpy: numpy[line] }]
  })
  t.equal(wanted.length, sample.length)
  t.same(differences.slice(0, 3), [], `1500 arrays of seed ${seed}`)
})

t.test('by hand, so that there is a check without NumPy', async (t) => {
  t.equal(printedHere({ shape: [2, 2], dtype: 'float64', values: [0, 0.5, 1, 1.5] }), '[[0.  0.5]\n [1.  1.5]]')
  t.equal(printedHere({ shape: [3], dtype: 'bool', values: [true, false, true] }), '[ True False  True]')
  t.equal(
    printedHere({
      shape: [2],
      dtype: 'complex128',
      values: [
        { re: 1, im: -2 },
        { re: 0.5, im: 0 },
      ],
    }),
    '[1. -2.j 0.5+0.j]',
  )
  t.equal(printedHere({ shape: [2], dtype: 'float64', values: [1e10, 1] }), '[1.e+10 1.e+00]')
  t.equal(
    summarize([2000], 'int32', ([i]) => i as number),
    '[   0    1    2 ... 1997 1998 1999]',
  )
  t.equal(
    summarize([0, 3], 'float64', () => 1),
    '[]',
  )
})
