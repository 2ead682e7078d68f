import fc from 'fast-check'
import type { BaseContext } from '../../array/context.js'
import type { DistArray } from '../../array/dist-array.js'
import { codecOf } from '../../array/element.js'
import { fullLike, onesLike, zerosLike } from '../../array/functions/likes.js'
import { diag, tril, triu } from '../../array/functions/matrices.js'
import { meshgrid } from '../../array/functions/meshgrid.js'
import { NDArray } from '../../array/nd-array.js'
import { type Distribution, type DType, dtypes, itemSize, typedArrayFor } from '../../protocol/index.js'
import { product } from '../../protocol/integers.js'
import { distributions } from '../array/distributions.js'
import type { Closeness } from '../support/close.js'

/** Arrays that are made, and NumPy's expression for the same ones. */
export interface CreationCase {
  readonly python: string
  readonly arrays?: Readonly<Record<string, NDArray>>
  readonly closeness?: Closeness
  /** Where each of the arrays has to be; undefined where nobody said so. */
  readonly distribution?: Distribution
  make(ctx: BaseContext): readonly DistArray[]
}

const numbers = dtypes.filter((dtype) => dtype !== 'bool')
const small = fc.integer({ min: -40, max: 40 }).map((n) => n / 4)
const ordinary = fc.double({ min: -1e3, max: 1e3, noNaN: true })
const positive = fc.double({ min: 1e-2, max: 1e2, noNaN: true })
const diagonals = fc.integer({ min: -3, max: 3 })
const python = (value: number | bigint | boolean): string =>
  typeof value === 'boolean' ? (value ? 'True' : 'False') : Object.is(value, -0) ? '-0.0' : String(value)

/** An array of small values, all different where the dtype has enough of them. */
function valuesOf(shape: readonly number[], dtype: DType): NDArray {
  const { width } = codecOf(dtype)
  const data = new (typedArrayFor(dtype))(product(shape) * width)
  for (let k = 0; k < data.length; k++) {
    const value = dtype === 'bool' ? k % 2 : (k % 100) + (/float|complex/.test(dtype) ? 0.25 : 0)
    data[k] = (data instanceof BigInt64Array || data instanceof BigUint64Array ? BigInt(value) : value) as never
  }
  return new NDArray(shape, dtype, data)
}

function ofVectors(distribution: Distribution): fc.Arbitrary<CreationCase>[] {
  const n = distribution.shape[0] as number
  const placed = { distribution }
  return [
    fc
      .record({ start: small, step: small, dtype: fc.constantFrom('float32', 'float64', 'complex64', 'complex128') })
      .map(({ start, step, dtype }) => {
        const by = step || 1
        return {
          python: `(${python(start)} + np.arange(${n}) * ${python(by)}).astype('${dtype}')`,
          distribution,
          make: (ctx: BaseContext) => [ctx.arange(start, start + (n - 0.5) * by, by, { dtype, ...placed })],
        }
      }),
    fc
      .record({
        start: fc.bigInt({ min: 0n, max: 60n }),
        step: fc.bigInt({ min: -6n, max: 6n }).map((step) => step || 1n),
        far: fc.constantFrom(0n, 2n ** 62n, 2n ** 53n),
        dtype: fc.constantFrom(...numbers.filter((dtype) => /int/.test(dtype))),
      })
      .map(({ start, step, far, dtype }) => {
        const from = (step < 0n ? 60n : start) + (itemSize(dtype) === 8 ? far : 0n)
        return {
          python: `np.array([${python(from)} + i * (${step}) for i in range(${n})], '${dtype}')`,
          distribution,
          make: (ctx: BaseContext) => [ctx.arange(from, from + BigInt(n) * step, step, { dtype, ...placed })],
        }
      }),
    fc
      .record({ start: ordinary, stop: ordinary, endpoint: fc.boolean(), dtype: fc.constantFrom('float64', 'float32', 'int32', 'int64') })
      .map(({ start, stop, endpoint, dtype }) => ({
        python: `np.linspace(${start}, ${stop}, ${n}, ${python(endpoint)}, dtype='${dtype}')`,
        distribution,
        make: (ctx: BaseContext) => [ctx.linspace(start, stop, n, { endpoint, dtype, ...placed })],
      })),
    fc.record({ re: small, im: small, endpoint: fc.boolean() }).map(({ re, im, endpoint }) => ({
      python: `np.linspace(complex(${re + 30}, ${im}), 42.5, ${n}, ${python(endpoint)})`,
      closeness: { ulp: 8, byModulus: true }, // NumPy divides complex numbers by what it takes for one too
      distribution,
      make: (ctx: BaseContext) => [ctx.linspace({ re: re + 30, im }, 42.5, n, { endpoint, ...placed })],
    })),
    fc
      .record({ start: small, stop: small, endpoint: fc.boolean(), base: fc.constantFrom(2, 10, 0.5) })
      .map(({ start, stop, endpoint, base }) => ({
        python: `np.logspace(${start}, ${stop}, ${n}, ${python(endpoint)}, base=${base})`,
        closeness: { ulp: 4 },
        distribution,
        make: (ctx: BaseContext) => [ctx.logspace(start, stop, n, { endpoint, base, ...placed })],
      })),
    fc
      .record({ start: positive, stop: positive, sign: fc.constantFrom(1, -1), endpoint: fc.boolean() })
      .map(({ start, stop, sign, endpoint }) => ({
        python: `np.geomspace(${sign * start}, ${sign * stop}, ${n}, ${python(endpoint)})`,
        closeness: { ulp: 32 },
        distribution,
        make: (ctx: BaseContext) => [ctx.geomspace(sign * start, sign * stop, n, { endpoint, ...placed })],
      })),
    fc
      .record({ re: small, im: small, base: fc.constantFrom(2, { re: 1, im: 1 }), endpoint: fc.boolean() })
      .map(({ re, im, base, endpoint }) => ({
        python: `np.logspace(complex(${re / 4}, ${im / 4}), 1, ${n}, ${python(endpoint)}, base=${typeof base === 'object' ? '(1+1j)' : base})`,
        closeness: { ulp: 64, byModulus: true },
        distribution,
        make: (ctx: BaseContext) => [ctx.logspace({ re: re / 4, im: im / 4 }, 1, n, { endpoint, base, ...placed })],
      })),
    fc.record({ start: positive, stop: positive, angle: ordinary, endpoint: fc.boolean() }).map(({ start, stop, angle, endpoint }) => {
      const from = { re: start * Math.cos(angle), im: start * Math.sin(angle) }
      return {
        python: `np.geomspace(complex(${from.re}, ${from.im}), ${stop}, ${n}, ${python(endpoint)})`,
        closeness: { ulp: 256, byModulus: true },
        distribution,
        make: (ctx: BaseContext) => [ctx.geomspace(from, stop, n, { endpoint, ...placed })],
      }
    }),
    fc.record({ start: ordinary, stop: ordinary, endpoint: fc.boolean() }).map(({ start, stop, endpoint }) => ({
      python: `np.linspace(${start}, ${stop}, ${n}, ${python(endpoint)}, retstep=True)`,
      make: (ctx: BaseContext) => {
        const [numbers, step] = ctx.linspace(start, stop, n, { endpoint, retstep: true, ...placed })
        return [numbers, ctx.fromArray(step)]
      },
    })),
    fc.record({ k: diagonals, dtype: fc.constantFrom(...dtypes) }).map(({ k, dtype }) => {
      const x = valuesOf([n], dtype)
      return {
        python: `(np.diag(x, ${k}),) * 3`,
        arrays: { x },
        make: (ctx: BaseContext) => {
          const own = ctx.fromArray(x, placed)
          return [ctx.diag(own, k), diag(own, k, { dist: 'cb' }), own.diag(k)]
        },
      }
    }),
    fc
      .record({
        columns: fc.nat(4),
        increasing: fc.boolean(),
        dtype: fc.constantFrom('bool', 'int8', 'int64', 'float32', 'float64', 'complex128'),
      })
      .map(({ columns, increasing, dtype }) => {
        const x = valuesOf([n], dtype as DType)
        return {
          python: `np.vander(x, ${columns}, ${python(increasing)})`,
          arrays: { x },
          closeness: { ulp: 16, byModulus: true },
          make: (ctx: BaseContext) => [ctx.vander(ctx.fromArray(x, placed), columns, { increasing })],
        }
      }),
    fc
      .record({
        indexing: fc.constantFrom<'xy' | 'ij'>('xy', 'ij'),
        sparse: fc.boolean(),
        axes: fc.integer({ min: 1, max: 3 }),
        isFree: fc.boolean(),
      })
      .map(({ indexing, sparse, axes, isFree }) => {
        const x = valuesOf([n], 'int16')
        return {
          python: `np.meshgrid(*[x, np.linspace(0, 1, 3), x][:${axes}], indexing='${indexing}', sparse=${python(sparse)})`,
          arrays: { x },
          make: (ctx: BaseContext) => {
            const own = ctx.fromArray(x, placed)
            const given = [own, ctx.linspace(0, 1, 3), own].slice(0, axes)
            return isFree ? meshgrid(...given, { indexing, sparse }) : ctx.meshgrid(...given, { indexing, sparse })
          },
        }
      }),
  ]
}

function ofMatrices(distribution: Distribution): fc.Arbitrary<CreationCase>[] {
  const [n, m] = distribution.shape as [number, number]
  const placed = { distribution }
  return [
    fc.record({ k: diagonals, dtype: fc.constantFrom(...dtypes) }).map(({ k, dtype }) => ({
      python: `np.eye(${n}, ${m}, ${k}, dtype='${dtype}')`,
      distribution,
      make: (ctx: BaseContext) => [ctx.eye(n, m, k, { dtype, ...placed })],
    })),
    fc.record({ k: diagonals, dtype: fc.constantFrom(...dtypes) }).map(({ k, dtype }) => {
      const x = valuesOf([n, m], dtype)
      return {
        python: `(np.diag(x, ${k}),) * 2`,
        arrays: { x },
        make: (ctx: BaseContext) => [ctx.diag(ctx.fromArray(x, placed), k), diag(ctx.fromArray(x, placed).copy(), k, { dist: 'c' })],
      }
    }),
    fc.record({ start: small, stop: small }).map(({ start, stop }) => ({
      python: `np.meshgrid(np.linspace(${start}, ${stop}, ${m}), np.arange(${n}))`,
      distribution,
      make: (ctx: BaseContext) => ctx.meshgrid(ctx.linspace(start, stop, m), ctx.arange(BigInt(n)), placed),
    })),
  ]
}

function ofStacks(distribution: Distribution): fc.Arbitrary<CreationCase>[] {
  const { shape } = distribution
  const triangles = fc
    .record({ k: diagonals, dtype: fc.constantFrom(...dtypes), name: fc.constantFrom('tril', 'triu') })
    .map(({ k, dtype, name }) => {
      const x = valuesOf(shape, dtype)
      return {
        python: `(np.${name}(x, ${k}),) * 3`,
        arrays: { x },
        distribution,
        make: (ctx: BaseContext) => {
          const own = ctx.fromArray(x, { distribution })
          return [ctx[name as 'tril'](own, k), (name === 'tril' ? tril : triu)(own, k), own[name as 'tril'](k)]
        },
      }
    })
  return shape.length < 2 ? [] : [triangles]
}

function ofAll(distribution: Distribution): fc.Arbitrary<CreationCase>[] {
  const { shape } = distribution
  const pairs = fc.record({
    from: fc.constantFrom(...dtypes),
    to: fc.constantFrom('float64', 'int64', 'complex64', 'bool') as fc.Arbitrary<DType>,
  })
  return [
    fc.constant({
      python: shape.length === 0 ? '[]' : `list(np.indices((${shape.join(', ')},)))`,
      distribution,
      make: (ctx: BaseContext) => ctx.indices(shape, { distribution }),
    }),
    pairs
      .filter(({ from, to }) => !(from.startsWith('complex') && !to.startsWith('complex') && to !== 'bool'))
      .map(({ from, to }) => {
        const x = valuesOf(shape, from)
        return {
          python: `(x.astype('${to}'), x.copy(), np.full_like(x, 1), np.zeros_like(x, '${to}'), np.ones_like(x), np.full_like(x, 1, '${to}'), x.astype('${to}'))`,
          arrays: { x },
          distribution,
          make: (ctx: BaseContext) => {
            const own = ctx.fromArray(x, { distribution })
            return [
              ctx.asarray(x, { dtype: to, distribution }),
              own.copy(),
              ctx.fullLike(own, true),
              zerosLike(own, { dtype: to }),
              onesLike(own),
              fullLike(own, true, { dtype: to, distribution }),
              ctx.asarray(own, { dtype: to, copy: true }),
            ]
          },
        }
      }),
  ]
}

/** Random arrays by every way of making them. */
export function creationCases(ranks: number): fc.Arbitrary<CreationCase> {
  return distributions(ranks).chain((distribution) => {
    const { ndim } = distribution
    const own = ndim === 1 ? ofVectors(distribution) : ndim === 2 ? ofMatrices(distribution) : []
    return fc.oneof(...own, ...ofStacks(distribution), ...ofAll(distribution))
  })
}
