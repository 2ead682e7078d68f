import fc from 'fast-check'
import t from 'tap'
import { kernelReductions, reductionCombine, reductionFinish, reductionFold, reductionInit } from '../../bindings/reductions.js'
import { type DType, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { holds } from '../support/property.js'
import { newStates, reductionNamed } from '../support/reductions.js'

const integers = ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'] as const
const floats = ['float32', 'float64'] as const
const reals: readonly DType[] = ['bool', ...integers, ...floats]

/** Few enough values that ties are common, and every kind of number that is special. */
function elementsOf(dtype: DType): fc.Arbitrary<number | bigint> {
  if (dtype === 'bool') return fc.constantFrom(0, 1)
  if (dtype.startsWith('float')) {
    const special = fc.constantFrom(
      0,
      -0,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      5e-324,
      -1e-310,
      1.7e308,
      -1.7e308,
      1e300,
      -1,
    )
    const ordinary = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -80, max: 80 })).map(([x, e]) => x * 2 ** e)
    const value = fc.oneof({ weight: 8, arbitrary: ordinary }, { weight: 1, arbitrary: special })
    return dtype === 'float32' ? value.map(Math.fround) : value
  }
  const bits = BigInt(dtype.replace(/\D/g, ''))
  const unsigned = dtype.startsWith('u')
  const low = unsigned ? 0n : -(2n ** (bits - 1n))
  const high = unsigned ? 2n ** bits - 1n : 2n ** (bits - 1n) - 1n
  const value = fc.oneof(fc.bigInt({ min: low, max: high }), fc.constantFrom(low, high), fc.bigInt({ min: 0n, max: 3n }))
  return bits === 64n ? value : value.map(Number)
}

function arrayOf(dtype: DType, values: readonly (number | bigint)[]): TypedArray {
  const array = new (typedArrayFor(dtype))(values.length)
  for (const [i, value] of values.entries()) array[i] = value
  return array
}

/** Values, an order of them, and where that order is cut into parts that are reduced apart. */
function splitsOf(dtype: DType) {
  return fc.array(elementsOf(dtype), { maxLength: 60 }).chain((few) =>
    fc.record({
      // Long enough for the loops in registers, by repetition.
      values: fc.constantFrom(1, 1, 7, 40).map((times) => Array.from({ length: few.length * times }, (_, i) => few[i % few.length]!)),
      seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      parts: fc.integer({ min: 1, max: 6 }),
    }),
  )
}

/** The numbers [0, n) in an order that depends on the seed. */
function shuffled(n: number, seed: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i)
  let state = seed + 1
  for (let i = n - 1; i > 0; i--) {
    state = (state * 48271) % 2147483647
    const j = state % (i + 1)
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
  return order
}

function fold(name: string, dtype: DType, values: readonly (number | bigint)[], order: readonly number[], parts: number): TypedArray[] {
  const reduction = reductionNamed(name, dtype)
  const indexed = kernelReductions()[reduction]!.inputs.length === 2
  const total = newStates(reduction)
  for (let part = 0; part < parts; part++) {
    const chosen = order.slice(Math.floor((order.length * part) / parts), Math.floor((order.length * (part + 1)) / parts))
    const inputs = [
      arrayOf(
        dtype,
        chosen.map((i) => values[i]!),
      ),
    ]
    if (indexed) inputs.push(arrayOf('int64', chosen.map(BigInt)))
    const state = newStates(reduction)
    // The first half of a part at once and the rest one by one: also tiles of one element.
    const half = chosen.length >> 1
    reductionFold(
      reduction,
      inputs.map((input) => input.subarray(0, half) as TypedArray),
      state,
    )
    for (let i = half; i < chosen.length; i++)
      reductionFold(
        reduction,
        inputs.map((input) => input.subarray(i, i + 1) as TypedArray),
        state,
      )
    reductionCombine(reduction, total, state)
  }
  return total
}

const anyOrder: readonly [string, readonly DType[]][] = [
  ['sum', integers],
  ['prod', integers],
  ['min', reals],
  ['max', reals],
  ['fmin', floats],
  ['fmax', floats],
  ['argmin', reals],
  ['argmax', reals],
  ['any', ['bool']],
  ['all', ['bool']],
  ['count', ['bool']],
  ['binnedSum', floats],
]

for (const [name, dtypes] of anyOrder)
  t.test(`${name} does not depend on the order of elements or on how they are split`, async (t) => {
    for (const dtype of dtypes)
      holds(
        t,
        dtype,
        fc.property(splitsOf(dtype), ({ values, seed, parts }) => {
          const whole = fold(name, dtype, values, [...values.keys()], 1)
          const split = fold(name, dtype, values, shuffled(values.length, seed), parts)
          return whole.every((array, c) => array.every((value: number | bigint, i: number) => Object.is(value, split[c]![i])))
        }),
        { numRuns: 200, seed: 20240501 },
      )
  })

t.test('integer sums and products wrap around', async (t) => {
  for (const dtype of integers)
    holds(
      t,
      dtype,
      fc.property(fc.array(elementsOf(dtype), { maxLength: 200 }), (values) => {
        const wrap = (x: bigint) => (dtype.startsWith('u') ? BigInt.asUintN(64, x) : BigInt.asIntN(64, x))
        const big = values.map(BigInt)
        const [sum] = fold('sum', dtype, values, [...values.keys()], 1)
        const [prod] = fold('prod', dtype, values, [...values.keys()], 1)
        return sum![0] === wrap(big.reduce((a, b) => a + b, 0n)) && prod![0] === wrap(big.reduce((a, b) => a * b, 1n))
      }),
      { numRuns: 200, seed: 20240502 },
    )
})

t.test('states of no elements', async (t) => {
  const empty = (name: string, dtype: DType) => newStates(reductionNamed(name, dtype)).map((array) => array[0])
  t.same(empty('sum', 'float64'), [0])
  t.same(empty('prod', 'int8'), [1n])
  t.same(empty('any', 'bool'), [0])
  t.same(empty('all', 'bool'), [1])
  t.equal(empty('max', 'float64')[1], 0n, 'max counts')
  t.same(empty('fmin', 'float32'), [Number.NaN, 0n])
  t.equal(empty('argmin', 'int16')[1], -1n, 'argmin has no index')
  t.same(empty('moments', 'float64'), [0n, 0, 0, 0])
  const product = newStates(reductionNamed('prod', 'complex64'), 2)
  t.same([...product[0]!], [1, 0, 1, 0], 'complex')
  const binned = reductionNamed('binnedSum', 'float64')
  const out = Float64Array.of(7)
  reductionFinish(binned, newStates(binned), out)
  t.equal(out[0], 0)
})

t.test('arguments that do not fit', async (t) => {
  const sum = reductionNamed('sum', 'float64')
  const max = reductionNamed('max', 'float64')
  const one = newStates(sum)
  t.throws(() => reductionInit(kernelReductions().length, one), { code: 'ERR_ARGUMENT', message: /reduction/ })
  t.throws(() => reductionInit(-1, one), { code: 'ERR_ARGUMENT' })
  t.throws(() => reductionInit(0.5, one), { code: 'ERR_ARGUMENT' })
  t.throws(() => reductionInit(sum, []), { code: 'ERR_ARGUMENT', message: /1 typed arrays \(float64\)/ })
  t.throws(() => reductionInit(sum, [new Float32Array(1)]), { code: 'ERR_DTYPE' })
  t.throws(() => reductionInit(max, [new Float64Array(2), new BigInt64Array(3)]), { code: 'ERR_SHAPE' })
  t.throws(() => reductionCombine(sum, one, newStates(sum, 2)), { code: 'ERR_SHAPE', message: /1 states/ })
  t.throws(() => reductionFold(sum, [new Float64Array(3)], newStates(sum, 2)), { code: 'ERR_SHAPE', message: /one state/ })
  const argmax = reductionNamed('argmax', 'float64')
  t.throws(() => reductionFold(argmax, [new Float64Array(3), new BigInt64Array(2)], newStates(argmax)), { code: 'ERR_SHAPE' })
  t.throws(() => reductionFinish(sum, one, new Float64Array(1)), { code: 'ERR_ARGUMENT', message: /hasResult/ })
  const binned = reductionNamed('binnedSum', 'float64')
  t.throws(() => reductionFinish(binned, newStates(binned), new Float64Array(2)), { code: 'ERR_SHAPE' })
  t.throws(() => reductionInit(reductionNamed('sum', 'complex64'), [new Float64Array(3)]), { code: 'ERR_SHAPE', message: /even/ })
})
