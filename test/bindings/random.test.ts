// The random kernels: NumPy's words, any piece as a part of the whole, and the C++ test.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import t from 'tap'
import { fillRandom, type PieceIndices, type RandomKernel, type RandomRequest } from '../../bindings/random.js'
import { type DType, type TypedArray, typedArrayFor } from '../../protocol/index.js'
import { runProcess } from '../support/mpi-test.js'
import { holds } from '../support/property.js'
import { findPython } from '../support/python.js'
import { randomRequests, source } from '../support/random-requests.js'

function made(request: RandomRequest, dtype: DType, shape: readonly number[], pieces?: readonly PieceIndices[]): TypedArray {
  const parts = pieces ?? shape.map((count) => ({ start: 0, step: 0, width: Math.max(1, count), count }))
  const size = parts.reduce((n, part) => n * (part instanceof Float64Array ? part.length : part.count), 1)
  const out: TypedArray = new (typedArrayFor(dtype))(size)
  fillRandom(request, dtype, shape, parts, out)
  return out
}

function indices(piece: PieceIndices): number[] {
  if (piece instanceof Float64Array) return [...piece]
  const { start, step, width, count } = piece
  return Array.from({ length: count }, (_, i) => start + Math.floor(i / width) * step + (i % width))
}

const python = findPython('numpy')

t.test('the words of NumPy', { skip: python === undefined && 'needs NumPy' }, async (t) => {
  for (const [key, draw] of [
    [[0n, 0n], 0n],
    [[1n, 2n], 0n],
    [[0xfedcba9876543210n, 0xffffffffffffffffn], 7n],
    [[123n, 0n], 0xffffffffffffffffn],
  ] as const) {
    const text = `import numpy as np; print(*np.random.Philox(key=${key[0]} + (${key[1]} << 64), counter=${draw} << 128).random_raw(1001))`
    const words = execFileSync(python as string, ['-c', text], { encoding: 'utf8' })
      .trim()
      .split(' ')
      .map(BigInt)
    const ours = made({ kernel: 'integers', source: BigUint64Array.of(...key, draw) }, 'uint64', [1001])
    t.same([...ours], words, `key ${key}, draw ${draw}`)
  }
})

/** A dimension's extent, and some of its indices. */
const dimension = fc.integer({ min: 1, max: 40 }).chain((extent) =>
  fc.tuple(
    fc.constant(extent),
    fc.oneof(
      fc.constant({ start: 0, step: 0, width: extent, count: extent }),
      fc
        .record({ start: fc.nat(extent - 1), count: fc.nat(extent) })
        .map(({ start, count }) => ({ start, step: 0, width: extent, count: Math.min(count, extent - start) })),
      fc
        .record({ start: fc.nat(extent - 1), width: fc.integer({ min: 1, max: 4 }), step: fc.integer({ min: 1, max: 9 }) })
        .map(({ start, width, step }) => {
          const all = Array.from({ length: extent }, (_, i) => start + Math.floor(i / width) * (width + step) + (i % width))
          return { start, step: width + step, width, count: all.filter((index) => index < extent).length }
        }),
      fc.shuffledSubarray(Array.from({ length: extent }, (_, i) => i)).map((list) => Float64Array.from(list)),
    ),
  ),
)

t.test('a piece is a part of the whole', async (t) => {
  for (const [dtype, request] of randomRequests)
    holds(
      t,
      `${request.kernel} ${dtype}`,
      fc.property(fc.array(dimension, { maxLength: 3 }), (dims) => {
        const shape = dims.map(([extent]) => extent)
        const pieces = dims.map(([, piece]) => piece)
        const whole = made(request, dtype, shape)
        const part = made(request, dtype, shape, pieces)
        let flats = [0]
        for (const [d, piece] of pieces.entries()) flats = flats.flatMap((flat) => indices(piece).map((i) => flat * shape[d]! + i))
        return part.length === flats.length && flats.every((flat, i) => Object.is(part[i], whole[flat]))
      }),
      { seed: 5, numRuns: 60 },
    )
})

t.test('long runs, which are made tile by tile, begin and end anywhere', async (t) => {
  for (const [dtype, request] of randomRequests) {
    const whole = made(request, dtype, [60_000])
    for (const [start, count] of [
      [0, 20_000],
      [1, 16_384],
      [3, 59_997],
      [4096, 8192],
      [31, 30_000],
    ] as const) {
      const part = made(request, dtype, [60_000], [{ start, step: 0, width: count, count }])
      t.ok(
        part.every((value: number | bigint, i: number) => Object.is(value, whole[start + i])),
        `${request.kernel} ${dtype} from ${start}, ${count}`,
      )
    }
  }
})

t.test('indices beyond 2^32 have numbers of their own', async (t) => {
  const far = made(
    { kernel: 'uniform', source, reals: [0, 1, 1] },
    'float64',
    [2 ** 52],
    [{ start: 2 ** 51 + 1, step: 0, width: 5, count: 5 }],
  )
  const listed = made(
    { kernel: 'uniform', source, reals: [0, 1, 1] },
    'float64',
    [2 ** 52],
    [Float64Array.from([1, 2, 3, 4, 5], (i) => 2 ** 51 + i)],
  )
  t.same(far, listed)
  t.notSame(far, made({ kernel: 'uniform', source, reals: [0, 1, 1] }, 'float64', [6], [{ start: 1, step: 0, width: 5, count: 5 }]))
})

t.test('what is malformed is refused, and nothing is written', async (t) => {
  const out = new Float64Array(4)
  const whole = [{ start: 0, step: 0, width: 5, count: 5 }]
  const request: RandomRequest = { kernel: 'uniform', source, reals: [0, 1, 1] }
  t.throws(() => fillRandom(request, 'float64', [5], whole, out), { code: 'ERR_ARGUMENT', message: /memory for the elements/ })
  t.throws(() => fillRandom({ ...request, kernel: 'cauchy' as RandomKernel }, 'float64', [4], [], out), {
    code: 'ERR_ARGUMENT',
    message: /'cauchy' of 8 bytes/,
  })
  t.throws(() => fillRandom(request, 'int8', [4], [], new Int8Array(1)), { code: 'ERR_ARGUMENT', message: /'uniform' of 1 bytes/ })
  t.same(out, new Float64Array(4))
})

t.test('the same bits for every vector width, known answers and accuracy, in C++', async (t) => {
  const buildType = process.env.DISTARRAY_BUILD_TYPE ?? 'Release'
  const program = fileURLToPath(new URL(`../../../build/${buildType}/random_test`, import.meta.url))
  const { code, output } = await runProcess(program, [], { timeout: 120 })
  t.match(output, /^[1-9]\d* checks, 0 failures$/m)
  t.equal(code, 0)
})
