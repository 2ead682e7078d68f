import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import { isInteger, kindOf } from '../dtypes/kinds.js'
import { isWeakScalar } from '../dtypes/weak-scalar.js'
import type { Complex } from '../element.js'
import { apply } from '../expression/build.js'
import { cast, constant, type Elementwise, index } from '../expression/node.js'

/** An end of an interval. */
export type End = number | bigint | Complex

/** Numbers at even distances in an interval, or with logarithms at even distances. */
export interface Spaced {
  readonly start: End
  readonly stop: End
  /** How many. */
  readonly num: number
  /** Whether `stop` is the last one. */
  readonly endpoint: boolean
}

/**
 * Return the dtype of numbers in an interval when nobody says another: float64, or complex128 where an end is complex.
 *
 * Not collective.
 *
 * @throws {ArgumentError} An end that is no number.
 */
export function spacedDType(name: string, { start, stop }: Spaced): 'float64' | 'complex128' {
  for (const [end, value] of Object.entries({ start, stop }))
    if (!isWeakScalar(value) || typeof value === 'boolean') throw new ArgumentError(expected('a number', `${end} of ${name}`, value))
  return typeof start === 'object' || typeof stop === 'object' ? 'complex128' : 'float64'
}

/**
 * Make the node of numbers at even distances: start + i * step, and the last one exactly `stop`; rounded down for integer dtypes.
 *
 * Not collective.
 *
 * @see source: NumPy's `linspace`, whose steps these are.
 */
export function linearNode(spaced: Spaced, dtype: DType): Elementwise {
  const node = evenly(spaced)
  return cast(isInteger(dtype) && kindOf(node.dtype) !== 'complex' ? apply('floor', [node]) : node, dtype)
}

/**
 * Return the distance of neighbours of numbers at even distances; NaN where there is one number or none.
 *
 * Not collective.
 */
export function stepOf({ start, stop, num, endpoint }: Spaced): number | Complex {
  const parts = endpoint ? num - 1 : num
  const [from, to] = [complexOf(start), complexOf(stop)]
  const [re, im] = parts > 0 ? [(to.re - from.re) / parts, (to.im - from.im) / parts] : [Number.NaN, Number.NaN]
  return typeof start === 'object' || typeof stop === 'object' ? { re, im } : re
}

/**
 * Make the node of powers of `base` with exponents at even distances.
 *
 * Not collective.
 */
export function logarithmicNode(spaced: Spaced, base: End, dtype: DType): Elementwise {
  const exponents = evenly(spaced)
  return cast(power(base, typeof base === 'object' ? cast(exponents, 'complex128') : exponents), dtype)
}

/**
 * Make the node of numbers whose quotients are equal, from `start` to `stop`, which are exact.
 *
 * Not collective.
 *
 * @throws {ArgumentError} An end is 0, or the ends are real and of different signs.
 * @see source: NumPy 2's `geomspace`, which goes from 1 to the quotient of the ends' directions.
 */
export function geometricNode({ start, stop, num, endpoint }: Spaced, dtype: DType): Elementwise {
  const [from, to] = [complexOf(start), complexOf(stop)]
  const [first, last] = [Math.hypot(from.re, from.im), Math.hypot(to.re, to.im)]
  if (first === 0 || last === 0) throw new ArgumentError(expected('ends other than 0', 'geomspace', `${textOf(start)} and ${textOf(stop)}`))
  const isReal = typeof start !== 'object' && typeof stop !== 'object'
  if (isReal && from.re < 0 !== to.re < 0)
    throw new ArgumentError(`${expected('ends of one sign', 'geomspace', `${start} and ${stop}`)}; or make one of them complex`)
  const turn = isReal ? 0 : Math.atan2(to.im * from.re - to.re * from.im, to.re * from.re + to.im * from.im)
  const exponent = { re: Math.log10(last), im: turn / Math.LN10 }
  const exponents = evenly({ start: Math.log10(first), stop: isReal ? exponent.re : exponent, num, endpoint })
  const direction = isReal ? Math.sign(from.re) : { re: from.re / first, im: from.im / first }
  const between = power(10, exponents)
  const all = direction === 1 ? between : apply('multiply', [between, direction])
  const ended = endpoint && num > 1 ? exactAt(all, num, num - 1, stop) : all
  return cast(exactAt(ended, num, 0, start), dtype)
}

function evenly({ start, stop, num, endpoint }: Spaced): Elementwise {
  if (typeof start !== 'object' && typeof stop !== 'object') return evenlyReal(Number(start), Number(stop), num, endpoint)
  const [from, to] = [complexOf(start), complexOf(stop)]
  return apply('makeComplex', [evenlyReal(from.re, to.re, num, endpoint), evenlyReal(from.im, to.im, num, endpoint)])
}

function evenlyReal(start: number, stop: number, num: number, endpoint: boolean): Elementwise {
  const steps = cast(index([num], 0), 'float64')
  const float = (value: number): Elementwise => constant('float64', value)
  const parts = endpoint ? num - 1 : num
  const span = stop - start
  const step = span / parts
  // Without any step, or with one that is too small for a float, the span is divided late.
  const along =
    parts > 0 && step !== 0
      ? apply('multiply', [steps, float(step)])
      : apply('multiply', [parts > 0 ? apply('divide', [steps, float(parts)]) : steps, float(span)])
  const all = apply('add', [along, float(start)])
  return endpoint && num > 1 ? exactAt(all, num, num - 1, stop) : all
}

/** Replace one element. */
function exactAt(node: Elementwise, num: number, at: number, value: End): Elementwise {
  return apply('where', [apply('equal', [index([num], 0), constant('int64', BigInt(at))]), constantLike(node, value), node])
}

function constantLike({ dtype }: Elementwise, value: End): Elementwise {
  return constant(dtype, kindOf(dtype) === 'complex' ? complexOf(value) : Number(value))
}

function power(base: End, exponents: Elementwise): Elementwise {
  return apply('pow', [constantLike(exponents, base), exponents])
}

function complexOf(value: End): Complex {
  return typeof value === 'object' ? value : { re: Number(value), im: 0 }
}

function textOf(value: End): string {
  return typeof value === 'object' ? `${value.re}+${value.im}i` : String(value)
}
