// @ranks 1
// Every function that users call, for every dtype and special values, against NumPy; what NumPy has not, against Python's math.
import type { DistArray } from '../../array/dist-array.js'
import { NDArray } from '../../array/nd-array.js'
import { composed } from '../../array/operations/composed.js'
import type { Operation } from '../../array/operations/operation.js'
import { resolve } from '../../array/operations/resolve.js'
import { operations } from '../../array/operations/table.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { isDistError } from '../../protocol/errors.js'
import { type DType, dtypes } from '../../protocol/index.js'
import { type Closeness, mismatches } from '../support/close.js'
import { mpiTest } from '../support/mpi-test.js'
import { Numpy } from '../support/numpy.js'
import { type NumpyNode, numpyBuilder } from '../support/numpy-builder.js'
import { functionNamed, methodNamed } from './functions.js'
import { combinations, specialValues } from './special-values.js'

const letters = ['x', 'y', 'z'] as const
/** Exact for infinite and NaN parts as well: these only move, compare or count components. */
const partwise = ['positive', 'negative', 'conj', 'real', 'imag', 'equal', 'notEqual', 'isnan', 'isinf', 'isfinite', 'add', 'subtract']
const isComplex = (dtype: DType): boolean => dtype.startsWith('complex')
const isInteger = (dtype: DType): boolean => dtype.includes('int')

/** The operands for an operation. */
function inputsFor({ name, arity }: Operation, dtype: readonly DType[]): NDArray[] {
  const isSpecial = !dtype.some(isComplex) || partwise.includes(name) || name === 'where'
  const arrays = dtype.map((one) => specialValues(one, isSpecial))
  const inputs = combinations(arrays)
  // NumPy refuses negative powers of integers, and exponents that it cannot narrow.
  if (name === 'pow' && dtype.every((one) => isInteger(one) || one === 'bool'))
    return [inputs[0] as NDArray, nonNegative(inputs[1] as NDArray)]
  return arity === 1 ? arrays : inputs
}

function nonNegative({ shape, dtype, data }: NDArray): NDArray {
  const copy = data.slice()
  for (let k = 0; k < copy.length; k++) if ((copy[k] as number) < 0) copy[k] = typeof copy[k] === 'bigint' ? 3n : 3
  return new NDArray(shape, dtype, copy)
}

/** Python where NumPy has no such function, or gives less than the standard asks for. */
const texts: Readonly<Record<string, (list: readonly DType[]) => string | undefined>> = {
  ...Object.fromEntries(['erf', 'erfc', 'gamma', 'lgamma'].map((name) => [name, () => `${name}(x.astype('float64'))`])),
  // Before NumPy 2 that of the real part.
  sign: ([dtype]) => (isComplex(dtype as DType) ? 'np.where(x == 0, 0, x / np.where(x == 0, 1, np.abs(x)))' : undefined),
  // NumPy's loses the real part of small numbers.
  log1p: ([dtype]) => {
    if (!isComplex(dtype as DType)) return undefined
    const [re, im] = ["x.real.astype('longdouble')", "x.imag.astype('longdouble')"]
    return `np.where(abs(1 + x) < 0.5, np.log(1 + x), np.log1p(${re} * (2 + ${re}) + ${im} ** 2) / 2 + 1j * np.arctan2(${im}, 1 + ${re}))`
  },
  // NumPy's is NaN.
  i0: () => 'np.where(np.isinf(x), math.inf, np.i0(x))',
}

/** Operations that are one result of a function of two. */
const halves: Readonly<Record<string, readonly [name: string, at: 0 | 1]>> = {
  frexpMantissa: ['frexp', 0],
  frexpExponent: ['frexp', 1],
  modfFraction: ['modf', 0],
  modfInteger: ['modf', 1],
}

function functionOf(name: string): (...operands: readonly DistArray[]) => DistArray {
  const half = halves[name]
  if (!half) return functionNamed(name)
  return (...operands) => {
    const both = functionNamed(half[0])(...operands) as unknown as readonly [DistArray, DistArray]
    both[(1 - half[1]) as 0 | 1].free()
    return both[half[1]]
  }
}

interface Case {
  readonly label: string
  readonly name: string
  readonly ours: readonly NDArray[]
  readonly text: string
  readonly arrays: Readonly<Record<string, NDArray>>
  readonly closeness: Closeness
}

await mpiTest(import.meta.url, { ranks: [1], timeout: 280 }, async (t) => {
  const numpy = await Numpy.start()
  const ctx = Context.spmd()
  const cases: Case[] = []

  for (const operation of operations) {
    const { name, arity } = operation
    const lists: DType[][] =
      arity === 1
        ? dtypes.map((dtype) => [dtype])
        : arity === 2
          ? dtypes.flatMap((a) => dtypes.map((b) => [a, b]))
          : dtypes.map((dtype) => (name === 'where' ? ['bool', dtype, dtype] : [dtype, dtype, dtype]))
    let count = 0
    for (const list of lists) {
      try {
        resolve(name, list)
      } catch (error) {
        if (!isDistError(error, 'ERR_DTYPE')) throw error
        continue
      }
      const inputs = inputsFor(operation, list)
      const operands = inputs.map((input) => ctx.fromArray(input))
      const call = count % 2 === 0 || name in halves ? functionOf(name) : methodNamed(name)
      using result = call(...operands)
      const arrays = Object.fromEntries(inputs.map((input, k) => [letters[k] as string, input]))
      const special = texts[name]?.(list)
      const nodes = list.map((dtype, k) => ({ dtype, text: letters[k] as string }))
      const own = name === 'ldexp' ? composed.ldexp(numpyBuilder(), nodes[0] as NumpyNode, nodes[1] as NumpyNode) : undefined
      const text = special ? `(${special}).astype('${result.dtype}')` : (own ?? numpyBuilder().op(name, ...nodes)).text
      cases.push({ label: `${name}(${list})`, name, ours: [result.toArraySync()], text, arrays, closeness: closenessOf(name, list) })
      for (const operand of operands) operand.free()
      count++
    }
    t.ok(count > 0, `${name}: ${count} combinations of dtypes`)
  }

  const wrong: string[] = []
  await Promise.all(
    cases.map(async ({ label, ours, text, arrays, closeness }) => {
      const theirs = await numpy.evaluate(text, arrays)
      for (const [k, array] of ours.entries()) {
        const found = mismatches(array, theirs[k] as NDArray, closeness)
        if (found.length > 0) wrong.push(`${label}: ${found.length} of ${array.size}: ${found.slice(0, 3).join('; ')}`)
      }
    }),
  )
  t.same(wrong, [], `${cases.length} combinations of function and dtypes agree with NumPy ${numpy.version}`)
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left')
  await numpy.close()
  finalize()
})

function closenessOf(name: string, list: readonly DType[]): Closeness {
  // Python's own is some units off where the logarithm is near 0.
  return { ulp: name === 'lgamma' ? 128 : 4, byModulus: list.some(isComplex) }
}
