// JavaScript scalars in promotion: they say a kind and take the precision of the arrays, as Python's do in NumPy 2.
import fc from 'fast-check'
import t from 'tap'
import { kindOf } from '../../../array/dtypes/kinds.js'
import { type DTypeLike, resultType } from '../../../array/dtypes/result-type.js'
import { elementOf, rangeOf, type WeakScalar } from '../../../array/dtypes/weak-scalar.js'
import { codecOf } from '../../../array/element.js'
import { ArgumentError, DTypeError } from '../../../protocol/errors.js'
import { type DType, dtypes } from '../../../protocol/index.js'
import { holds } from '../../support/property.js'

const complex = { re: 0, im: 1 }

/** By kind of the array: with true, with 1, with 1.5, with 1j. NumPy 2 gives these for Python's scalars. */
const expectations: { readonly [D in DType]?: readonly DType[] } = {
  bool: ['bool', 'int64', 'float64', 'complex128'],
  float32: ['float32', 'float32', 'float32', 'complex64'],
  float64: ['float64', 'float64', 'float64', 'complex128'],
  complex64: ['complex64', 'complex64', 'complex64', 'complex64'],
  complex128: ['complex128', 'complex128', 'complex128', 'complex128'],
}

t.test('a dtype with each kind of scalar', async (t) => {
  for (const dtype of dtypes) {
    const wanted = expectations[dtype] ?? [dtype, dtype, 'float64', 'complex128']
    for (const [i, scalars] of [[true, false], [1, -0, 2n, 1e300], [1.5, Number.NaN, Number.POSITIVE_INFINITY], [complex]].entries())
      for (const scalar of scalars as WeakScalar[]) {
        t.equal(resultType(dtype, scalar), wanted[i], `${dtype} with ${String(scalar)}`)
        t.equal(resultType(scalar, { dtype }), wanted[i], `${String(scalar)} with an array of ${dtype}`)
      }
  }
})

t.test('several scalars, several dtypes', async (t) => {
  t.equal(resultType('int8', 1, 2.5, true), 'float64')
  t.equal(resultType('float32', 'int8', complex), 'complex64')
  t.equal(resultType('int32', 2.5, 'float32', 1), 'float64')
  t.equal(resultType(1n, 'uint8', true), 'uint8')
})

t.test('scalars alone give what an array of them has', async (t) => {
  t.equal(resultType(true), 'bool')
  t.equal(resultType(1), 'float64')
  t.equal(resultType(1n), 'int64')
  t.equal(resultType(1n, 2), 'float64')
  t.equal(resultType(complex, false), 'complex128')
})

t.test('refusals', async (t) => {
  t.throws(() => resultType(), ArgumentError)
  for (const other of ['int7', 'x', null, undefined, [], {}, { re: 1 }, () => 1, Symbol('x')])
    t.throws(() => resultType('int8', other as DTypeLike), ArgumentError)
  t.throws(() => resultType({ dtype: 'float16' } as unknown as DTypeLike), DTypeError)
})

t.test('a scalar becomes an element of the dtype that it was promoted to', async (t) => {
  const scalar = fc.oneof(
    fc.boolean(),
    fc.double(),
    fc.integer(),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
    fc.record({ re: fc.double(), im: fc.double() }),
  )
  const property = fc.property(fc.constantFrom(...dtypes), scalar, (dtype, value) => {
    const target = resultType(dtype, value)
    const isInRange = (): boolean => {
      if (kindOf(target) !== 'signed' && kindOf(target) !== 'unsigned') return true
      const [low, high] = rangeOf(target)
      return BigInt(value as number) >= low && BigInt(value as number) <= high
    }
    if (!isInRange()) return throwsArgumentError(() => elementOf(value, target))
    const element = elementOf(value, target)
    codecOf(target).check(element)
    return typeof element !== 'number' || typeof value === 'object' || target !== 'float64' || Object.is(element, Number(value))
  })
  holds(t, 'in range, or refused', property, { numRuns: 2000 })
})

t.test('the edges of elements', async (t) => {
  t.equal(elementOf(-0, 'int32'), 0)
  t.ok(Object.is(elementOf(-0, 'float32'), -0), 'floats keep -0')
  t.equal(elementOf(255, 'uint8'), 255)
  t.equal(elementOf(2n ** 63n - 1n, 'int64'), 2n ** 63n - 1n)
  t.equal(elementOf(2 ** 53, 'int64'), 2n ** 53n)
  t.equal(elementOf(1e300, 'float32'), Number.POSITIVE_INFINITY)
  t.equal(elementOf(true, 'uint64'), 1n)
  t.same(elementOf(0.1, 'complex64'), { re: Math.fround(0.1), im: 0 })
  for (const [value, dtype] of [
    [256, 'uint8'],
    [-1, 'uint64'],
    [2n ** 63n, 'int64'],
    [1e300, 'int64'],
    [0.5, 'int8'],
    [Number.NaN, 'int8'],
    [2, 'bool'],
    [complex, 'float64'],
    [complex, 'int8'],
    [10n ** 400n, 'float64'],
  ] as const)
    t.throws(() => elementOf(value, dtype), { name: 'ArgumentError', message: /^Expected .* for a scalar operand but received/ })
})

function throwsArgumentError(work: () => unknown): boolean {
  try {
    work()
  } catch (error) {
    return error instanceof ArgumentError
  }
  return false
}
