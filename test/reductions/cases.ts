// Random reductions of random arrays: as calls, and as Python for NumPy.
import fc from 'fast-check'
import type { BaseContext } from '../../array/context.js'
import type { DistArray } from '../../array/dist-array.js'
import * as functions from '../../array/functions/reductions.js'
import { type ArrayOrScalar, elementwise } from '../../array/lazy/elementwise.js'
import { NDArray } from '../../array/nd-array.js'
import { type Distribution, type DType, dtypes, typedArrayFor } from '../../protocol/index.js'
import { product } from '../../protocol/integers.js'
import { distributions } from '../array/distributions.js'

/** One call. */
export interface Case {
  readonly distribution: Distribution
  readonly x: NDArray
  /** bool, of the same shape. */
  readonly m: NDArray
  readonly name: string
  run(x: DistArray, m: DistArray): DistArray
  /** For NumPy, of `x` and `m`. */
  readonly python: string
  /** Greatest distance, where sums are not exact. */
  readonly tolerance: number
}

/** How values are chosen: sums of eighths and products of these are exact, so that results have to be equal. */
type Values = 'eighths' | 'finite' | 'numbers' | 'factors'

interface Draw {
  readonly distribution: Distribution
  readonly dtype: DType
  readonly seed: number
  readonly axes: readonly number[] | null
  readonly isNegative: boolean
  readonly keepdims: boolean
  readonly hasMask: boolean
  readonly hasInitial: boolean
  readonly hasSpecials: boolean
  readonly small: number
}

const isComplex = (dtype: DType): boolean => dtype.startsWith('complex')
const isInexact = (dtype: DType): boolean => dtype.startsWith('float') || isComplex(dtype)
const boolean = (value: boolean): string => (value ? 'True' : 'False')

/** Pseudo-random numbers in [0, 1), the same everywhere. */
function* numbers(seed: number): Generator<number> {
  let state = seed >>> 0
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield (state >>> 8) / 2 ** 24
  }
}

function valuesOf({ distribution: { shape }, dtype, seed, hasSpecials }: Draw, kind: Values): NDArray {
  const random = numbers(seed)
  const next = (): number => random.next().value as number
  const specials = [Number.NaN, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0]
  const one = (): number => {
    if (dtype === 'bool') return Number(next() < 0.5)
    if (kind === 'factors') return next() < 0.1 ? 2 : dtype.startsWith('u') || next() < 0.5 ? 1 : -1
    if (!isInexact(dtype)) return Math.floor(next() * 200) - (dtype.startsWith('u') ? 0 : 100)
    if (hasSpecials && kind !== 'numbers' && next() < 0.2)
      return specials[Math.floor(next() * (kind === 'finite' ? 2 : specials.length))] as number
    return Math.floor(next() * 256 - 128) / 8
  }
  const size = product(shape)
  const data = new (typedArrayFor(dtype))(size * (isComplex(dtype) ? 2 : 1))
  for (let i = 0; i < data.length; i++) {
    const value = isComplex(dtype) && kind === 'factors' && i % 2 === 1 ? 0 : one()
    data[i] = data instanceof BigInt64Array || data instanceof BigUint64Array ? BigInt(value) : value
  }
  return new NDArray(shape, dtype, data)
}

function maskOf({ distribution: { shape }, seed }: Draw): NDArray {
  const random = numbers(seed + 1)
  return new NDArray(
    shape,
    'bool',
    Uint8Array.from({ length: product(shape) }, () => Number((random.next().value as number) < 0.6)),
  )
}

type Form = (
  draw: Draw,
) => Pick<Case, 'run' | 'python'> & { readonly values?: Values; readonly tolerance?: number; readonly plain?: boolean }

/** Axis as an option and as Python. */
function axesOf({ axes, isNegative, distribution: { ndim } }: Draw): { option: object; text: string } {
  if (axes === null) return { option: {}, text: 'None' }
  const given = axes.map((axis) => (isNegative ? axis - ndim : axis))
  return given.length === 1
    ? { option: { axis: given[0] }, text: `${given[0]}` }
    : { option: { axis: given }, text: `(${given.map((one) => `${one},`).join(' ')})` }
}

/** Of one dimension or none. */
function axisOf({ axes, isNegative, distribution: { ndim } }: Draw): { option: object; text: string } {
  const [axis] = axes ?? []
  if (axis === undefined) return { option: {}, text: 'None' }
  const given = isNegative ? axis - ndim : axis
  return { option: { axis: given }, text: `${given}` }
}

const sumDType = (dtype: DType): DType => (isInexact(dtype) ? dtype : dtype.startsWith('u') ? 'uint64' : 'int64')
const meanDType = (dtype: DType): DType => (isInexact(dtype) ? dtype : 'float64')

function sumLike(name: 'sum' | 'prod' | 'nansum' | 'nanprod', numpy = name): Form {
  return (draw) => {
    const { option, text } = axesOf(draw)
    const { keepdims, hasMask, hasInitial, small } = draw
    const isNan = name.startsWith('nan')
    const mask = hasMask && !isNan
    const extra = `${mask ? ', where=m' : ''}${hasInitial && !isNan ? `, initial=${small}` : ''}`
    const options = { ...option, keepdims, ...(hasInitial && !isNan ? { initial: small } : {}) }
    return {
      values: name.endsWith('prod') ? 'factors' : 'eighths',
      run: (x, m) => x[name](mask ? { ...options, where: m } : options),
      python: `np.${numpy}(x, axis=${text}, keepdims=${boolean(keepdims)}, dtype='${sumDType(draw.dtype)}'${extra})`,
    }
  }
}

function extremum(name: 'min' | 'max' | 'nanmin' | 'nanmax'): Form {
  return (draw) => {
    const { option, text } = axesOf(draw)
    const { keepdims, hasMask, hasInitial, small } = draw
    const isMasked = hasMask && hasInitial
    const initial = draw.dtype === 'bool' ? 1 : small
    const isOne = draw.dtype === 'bool' ? true : small
    const options = { ...option, keepdims, ...(hasInitial ? { initial: isOne } : {}) }
    return {
      run: (x, m) => x[name](isMasked ? { ...options, where: m } : options),
      python: `np.${name}(x, axis=${text}, keepdims=${boolean(keepdims)}${hasInitial ? `, initial=${initial}` : ''}${isMasked ? ', where=m' : ''}).astype('${draw.dtype}')`,
    }
  }
}

function momentsLike(name: 'mean' | 'var' | 'std' | 'nanmean' | 'nanvar' | 'nanstd'): Form {
  return (draw) => {
    const { option, text } = axesOf(draw)
    const { keepdims, hasMask, hasInitial, small, dtype } = draw
    const isMean = name.endsWith('mean')
    const correction = small % 3
    const reproducible = hasInitial && !(isMean && hasMask)
    const options = { ...option, keepdims, reproducible, ...(isMean ? {} : { correction }) }
    return {
      // Of infinities NumPy's results depend on how it sums, and in complex numbers NaN spreads from one part to the other.
      values: isComplex(dtype) ? 'numbers' : 'finite',
      // NumPy accumulates float32 in float32.
      tolerance: meanDType(dtype) === 'float32' || dtype === 'complex64' ? 1e-3 : 1e-10,
      run: (x, m) => x[name](hasMask ? { ...options, where: m } : options) as DistArray,
      python: `np.${name}(x, axis=${text}, keepdims=${boolean(keepdims)}${isMean ? '' : `, ddof=${correction}`}${hasMask ? ', where=m' : ''})`,
    }
  }
}

function truth(name: 'any' | 'all'): Form {
  return (draw) => {
    const { option, text } = axesOf(draw)
    const { keepdims, hasMask } = draw
    return {
      run: (x, m) => x[name]({ ...option, keepdims, ...(hasMask ? { where: m } : {}) }) as DistArray,
      python: `np.${name}(x, axis=${text}, keepdims=${boolean(keepdims)}${hasMask ? ', where=m' : ''})`,
    }
  }
}

function arg(name: 'argmin' | 'argmax' | 'nanargmin' | 'nanargmax'): Form {
  return (draw) => {
    const { option, text } = axisOf(draw)
    const keepdims = boolean(draw.keepdims)
    const missing = (keep: string): string => `np.isnan(x).all(axis=${text}, keepdims=${keep})`
    return {
      // NumPy takes infinities for what it puts in the places of NaN.
      values: name.startsWith('nan') ? 'finite' : 'eighths',
      run: (x) => x[name]({ ...option, keepdims: draw.keepdims }) as DistArray,
      python: name.startsWith('nan')
        ? `np.where(${missing(keepdims)}, -1, np.${name}(np.where(${missing('True')}, 0, x), axis=${text}, keepdims=${keepdims}))`
        : `np.${name}(x, axis=${text}, keepdims=${keepdims})`,
    }
  }
}

function cumulative(name: 'cumulativeSum' | 'cumulativeProd', numpy: 'cumsum' | 'cumprod'): Form {
  return (draw) => {
    const { ndim, shape } = draw.distribution
    const axis = draw.axes?.[0] ?? 0
    const given = draw.isNegative ? axis - ndim : axis
    const dtype = draw.hasMask ? 'float64' : sumDType(draw.dtype)
    const wide = isComplex(draw.dtype) ? draw.dtype : dtype
    const plain = `np.${numpy}(x, axis=${given}, dtype='${wide}')`
    const first = `np.full(${JSON.stringify(shape.map((extent, d) => (d === axis ? 1 : extent)))}, ${numpy === 'cumsum' ? 0 : 1}, '${wide}')`
    return {
      values: numpy === 'cumprod' ? 'factors' : 'finite',
      run: (x) => x[name]({ axis: given, dtype: wide, includeInitial: draw.keepdims }) as DistArray,
      python: draw.keepdims ? `np.concatenate([${first}, ${plain}], ${axis})` : plain,
    }
  }
}

function norm(): Form {
  return (draw) => {
    const { option, text } = axisOf(draw)
    const { keepdims, small, hasInitial } = draw
    const ord = [2, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 3][small % 6] as number
    const name = ord === Number.POSITIVE_INFINITY ? 'np.inf' : ord === Number.NEGATIVE_INFINITY ? '-np.inf' : ord
    const isFlat = text === 'None'
    const whole = `np.linalg.norm(x.ravel(), ${name}).reshape(${JSON.stringify(draw.distribution.shape.map(() => 1))} if ${boolean(keepdims)} else [])`
    return {
      values: 'finite',
      tolerance: draw.dtype === 'float32' || draw.dtype === 'complex64' ? 0.02 : 1e-9,
      run: (x) => functions.norm(x, { ...option, keepdims, ord, reproducible: hasInitial }) as DistArray,
      python: isFlat ? whole : `np.linalg.norm(x, ${name}, axis=${text}, keepdims=${boolean(keepdims)})`,
    }
  }
}

/** The context of an array, as users have it. */
const contextOf = (x: DistArray): BaseContext => x.context as BaseContext

/** Positive numbers that have exact sums. */
function weightsOf(shape: readonly number[], dtype: DType): NDArray {
  const data = new (typedArrayFor(dtype))(product(shape) * (isComplex(dtype) ? 2 : 1))
  for (let i = 0; i < data.length; i++) {
    const value = isComplex(dtype) && i % 2 === 1 ? 0 : 1 + ((i * 7) % 5)
    data[i] = data instanceof BigInt64Array || data instanceof BigUint64Array ? BigInt(value) : value
  }
  return new NDArray(shape, dtype, data)
}

/** What stands before an array or behind it, and its Python: nothing, a scalar, or an array that is distributed alike or otherwise. */
function endOf(
  { small, dtype }: Draw,
  isThere: boolean,
  seed: number,
): { of?: (x: DistArray, m: DistArray) => ArrayOrScalar; text: string } {
  if (!isThere) return { text: '' }
  switch (seed % 4) {
    case 0:
      return dtype === 'bool' ? { of: () => true, text: 'True' } : { of: () => small, text: `np.array(${small}, x.dtype)` }
    case 1:
      return { of: (_, m) => m, text: 'm' }
    case 2:
      return { of: (x) => contextOf(x).asarray(x, { dist: 'c'.repeat(x.ndim) }), text: 'x' }
    default:
      return { of: (x) => contextOf(x).fromArray(2.5, { dtype: 'float64' }), text: 'np.array(2.5)' }
  }
}

const forms: Readonly<Record<string, { readonly form: Form; readonly takes: (dtype: DType) => boolean; readonly needsAxis?: boolean }>> = {
  sum: { form: sumLike('sum'), takes: () => true },
  prod: { form: sumLike('prod'), takes: () => true },
  nansum: { form: sumLike('nansum'), takes: () => true },
  nanprod: { form: sumLike('nanprod'), takes: () => true },
  ...Object.fromEntries(
    (['min', 'max', 'nanmin', 'nanmax'] as const).map((name) => [
      name,
      { form: extremum(name), takes: (dtype: DType) => !isComplex(dtype) && !(dtype === 'bool' && name.startsWith('nan')) },
    ]),
  ),
  ...Object.fromEntries(
    (['mean', 'var', 'std', 'nanmean', 'nanvar', 'nanstd'] as const).map((name) => [name, { form: momentsLike(name), takes: () => true }]),
  ),
  any: { form: truth('any'), takes: () => true },
  all: { form: truth('all'), takes: () => true },
  countNonzero: {
    takes: () => true,
    form: (draw) => {
      const { option, text } = axesOf(draw)
      return {
        run: (x) => functions.countNonzero(x, { ...option, keepdims: draw.keepdims }) as DistArray,
        python: `np.count_nonzero(x, axis=${text}, keepdims=${boolean(draw.keepdims)})`,
      }
    },
  },
  ptp: {
    takes: (dtype) => !isComplex(dtype) && dtype !== 'bool',
    form: (draw) => {
      const { option, text } = axesOf(draw)
      return {
        run: (x) => functions.ptp(x, { ...option, keepdims: draw.keepdims }),
        python: `np.ptp(x, axis=${text}, keepdims=${boolean(draw.keepdims)})`,
      }
    },
  },
  argmin: { form: arg('argmin'), takes: (dtype) => !isComplex(dtype) },
  argmax: { form: arg('argmax'), takes: (dtype) => !isComplex(dtype) },
  nanargmin: { form: arg('nanargmin'), takes: (dtype) => dtype.startsWith('float') },
  nanargmax: { form: arg('nanargmax'), takes: (dtype) => dtype.startsWith('float') },
  cumulativeSum: { form: cumulative('cumulativeSum', 'cumsum'), takes: () => true, needsAxis: true },
  cumulativeProd: { form: cumulative('cumulativeProd', 'cumprod'), takes: () => true, needsAxis: true },
  norm: { form: norm(), takes: () => true },
  diff: {
    takes: () => true,
    needsAxis: true,
    form: (draw) => {
      const axis = draw.axes?.[0] ?? 0
      const n = draw.small % 3
      const ends = [endOf(draw, draw.hasMask, draw.seed), endOf(draw, draw.hasInitial, draw.seed >> 2)] as const
      return {
        run: (x, m) => {
          const [prepend, append] = ends.map((end) => end.of?.(x, m))
          return functions.diff(x, { axis: draw.isNegative ? axis - x.ndim : axis, n, prepend, append })
        },
        python: `np.diff(x, n=${n}, axis=${axis}${['prepend', 'append'].map((name, k) => ends[k]?.text && `, ${name}=${ends[k]?.text}`).join('')})`,
      }
    },
  },
  centered: {
    // Its operand is on some of the engines only.
    takes: (dtype) => dtype === 'float64',
    form: (draw) => {
      const { option, text } = axesOf(draw)
      return {
        values: 'finite',
        tolerance: 1e-12,
        run: (x) => elementwise('subtract', [x, functions.mean(x, { ...option, keepdims: true })]),
        python: `x - np.mean(x, axis=${text}, keepdims=True)`,
      }
    },
  },
  average: {
    takes: () => true,
    form: (draw) => {
      const { keepdims, distribution, dtype, small } = draw
      const { option, text } = axesOf(draw)
      const axes = draw.axes ?? []
      // Of the extents along the axes, in their order, or of the whole array.
      const isWhole = axes.length === 0 || draw.hasMask
      const shape = isWhole ? distribution.shape : axes.map((axis) => distribution.shape[axis] as number)
      const wanted = ['int8', 'float32', 'float64', 'uint64', 'complex128'][small % 5] as DType
      const weights = weightsOf(shape, wanted)
      const result = `np.result_type(x.dtype, '${wanted}'${isInexact(dtype) ? '' : ", 'f8'"})`
      const order = JSON.stringify(axes)
      const flat = `np.array(${JSON.stringify([...weights.data].filter((_, i) => !isComplex(wanted) || i % 2 === 0).map(Number))}, '${wanted}').reshape(${JSON.stringify(shape)})`
      const placed = `${flat}.transpose(np.argsort(${order})).reshape([e if d in ${order} else 1 for d, e in enumerate(x.shape)])`
      const sum = (of: string): string => `(${of}).sum(axis=${text}, keepdims=${boolean(keepdims)})`
      const wholes = `np.broadcast_to(${isWhole ? flat : placed}, x.shape).astype(t)`
      return {
        values: isComplex(dtype) ? 'numbers' : 'finite',
        tolerance: result.includes('f8') || !['float32', 'complex64'].includes(dtype) ? 1e-10 : 1e-3,
        run: (x) => {
          const placing = draw.isNegative ? { dist: 'c'.repeat(shape.length) } : {}
          const given = contextOf(x).fromArray(weights, placing)
          const [averages, sums] = functions.average(x, { ...option, keepdims, weights: given, returned: true })
          given.free()
          return draw.hasInitial ? sums : averages
        },
        python: `(lambda t: (lambda w: ${draw.hasInitial ? `${sum('w')}` : `${sum('x.astype(t) * w')} / ${sum('w')}`})(${wholes}))(${result})`,
      }
    },
  },
  averageOfAll: {
    takes: () => true,
    form: (draw) => {
      const { option, text } = axesOf(draw)
      return {
        run: (x) => functions.average(x, { ...option, keepdims: draw.keepdims, returned: true })[1],
        python: `(np.ones_like(x, np.mean(x.ravel()[:0]).dtype)).sum(axis=${text}, keepdims=${boolean(draw.keepdims)})`,
      }
    },
  },
  typed: {
    takes: () => true,
    form: (draw) => {
      const { option, text } = axesOf(draw)
      const { keepdims, small, dtype } = draw
      const name = (['sum', 'mean', 'var', 'std', 'nansum', 'nanmean'] as const)[small % 6] as 'sum'
      // Variances are real; in NumPy not where they were asked for as complex numbers.
      const wide = name.endsWith('var') || name.endsWith('std') ? 'float64' : 'complex128'
      const wanted = isComplex(dtype) ? 'complex128' : (['float64', wide, 'float32'] as const)[draw.seed % 3]
      const options = { ...option, keepdims, dtype: wanted }
      return {
        values: 'numbers',
        tolerance: wanted === 'float32' ? 1e-3 : 1e-10,
        run: (x) => x[name](options) as DistArray,
        python: `${wide === 'float64' ? 'np.real' : ''}(np.${name}(x, axis=${text}, keepdims=${boolean(keepdims)}, dtype='${wanted}'))`,
      }
    },
  },
  written: {
    takes: (dtype) => !isComplex(dtype) && dtype !== 'bool',
    form: (draw) => {
      const { option, text } = axesOf(draw)
      const { keepdims, small, distribution } = draw
      const name = (['sum', 'prod', 'max', 'min', 'mean', 'std', 'var', 'ptp', 'any', 'all', 'average'] as const)[small % 11] as 'sum'
      const axes = draw.axes ?? distribution.shape.map((_, d) => d)
      const reduced = distribution.shape.map((extent, d) => (axes.includes(d) ? 1 : extent))
      const shape = keepdims ? reduced : reduced.filter((_, d) => !axes.includes(d))
      return {
        values: 'factors',
        tolerance: 1e-10,
        run: (x) => {
          const out = contextOf(x).zeros(shape, { dtype: 'float64', dist: 'c'.repeat(shape.length) })
          x[name]({ ...option, keepdims, out: out as never })
          return out
        },
        // NumPy divides by the number of elements of nothing with an exception.
        python: `np.asarray(np.${name.replace('average', 'mean')}(x, axis=${text}, keepdims=${boolean(keepdims)})).astype('float64')`,
      }
    },
  },
}

/** Random cases over `ranks` ranks. */
export function cases(ranks: number): fc.Arbitrary<Case> {
  return fc
    .record({ distribution: distributions(ranks), drawn: fc.constantFrom(...Object.keys(forms)) })
    .chain(({ distribution, drawn }) => {
      const name = distribution.ndim === 0 && forms[drawn]?.needsAxis ? 'sum' : drawn
      const { form, takes } = forms[name] as (typeof forms)[string]
      const { ndim } = distribution
      const all = Array.from({ length: ndim }, (_, d) => d)
      const some = ndim === 0 ? fc.constant(null) : fc.option(fc.shuffledSubarray(all), { freq: 3 })
      return fc
        .record({
          dtype: fc.constantFrom(...dtypes.filter(takes)),
          seed: fc.nat(),
          axes: some,
          isNegative: fc.boolean(),
          keepdims: fc.boolean(),
          hasMask: fc.boolean(),
          hasInitial: fc.boolean(),
          hasSpecials: fc.boolean(),
          small: fc.integer({ min: 1, max: 12 }),
        })
        .map((drawn) => {
          const draw: Draw = { distribution, ...drawn }
          const { run, python, values = 'eighths', tolerance = 0 } = form(draw)
          return { distribution, x: valuesOf(draw, values), m: maskOf(draw), name, run, python, tolerance }
        })
    })
}
