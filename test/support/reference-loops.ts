import type { Complex, Element } from '../../array/element.js'
import type { KernelLoop } from '../../bindings/kernels.js'
import { type DType, dtypes } from '../../protocol/dtype.js'

/** A loop, and what it does to one element of each input. */
export interface ReferenceLoop extends KernelLoop {
  readonly compute: (...operands: readonly Element[]) => Element
}

const ints = ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'] as const satisfies readonly DType[]
const floats = ['float32', 'float64'] as const satisfies readonly DType[]
const complexes = ['complex64', 'complex128'] as const satisfies readonly DType[]

/** The element of an integer dtype that wraps around to an integer. */
export function wrap(dtype: DType, value: bigint): Element {
  if (dtype === 'int64') return BigInt.asIntN(64, value)
  if (dtype === 'uint64') return BigInt.asUintN(64, value)
  const bits = Number(dtype.replace(/\D+/, ''))
  return Number(dtype.startsWith('u') ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value))
}

function round(dtype: DType, value: number): number {
  return dtype === 'float32' || dtype === 'complex64' ? Math.fround(value) : value
}

function roundComplex(dtype: DType, { re, im }: Complex): Complex {
  return { re: round(dtype, re), im: round(dtype, im) }
}

function limits(dtype: DType): [bigint, bigint] {
  const bits = BigInt(dtype.replace(/\D+/, ''))
  return dtype.startsWith('u') ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n]
}

/** The casts of the kernels: integers wrap around, and floats that an integer dtype does not hold go to its nearest value. */
export function castElement(value: Element, to: DType, from: DType = 'float64'): Element {
  if (to === 'bool') return typeof value === 'object' ? value.re !== 0 || value.im !== 0 : Boolean(value) || Number.isNaN(value)
  if (to.startsWith('complex')) return typeof value === 'object' ? roundComplex(to, value) : roundComplex(to, { re: Number(value), im: 0 })
  const real = typeof value === 'object' ? value.re : value
  if (to.startsWith('float')) return round(to, Number(real))
  if (from === 'bool' || from.includes('int')) return wrap(to, BigInt(real))
  const number = Number(real)
  if (Number.isNaN(number)) return wrap(to, 0n)
  const [low, high] = limits(to)
  if (number <= Number(low)) return wrap(to, low)
  return wrap(to, number >= Number(high) ? high : BigInt(Math.trunc(number)))
}

type Reals = (a: number, b: number) => number
type Ints = (a: bigint, b: bigint) => bigint
type Complexes = (a: Complex, b: Complex) => Complex

const loops: ReferenceLoop[] = []

function add(name: string, inputs: readonly DType[], output: DType, compute: (...operands: never[]) => Element): void {
  loops.push({ name, inputs, output, compute: compute as ReferenceLoop['compute'] })
}

/** (T, T) -> T, by the kind of T. */
function arithmetic(name: string, { real, int, complex }: { real?: Reals; int?: Ints; complex?: Complexes }): void {
  if (int) for (const d of ints) add(name, [d, d], d, (a: number, b: number) => wrap(d, int(BigInt(a), BigInt(b))))
  if (real) for (const d of floats) add(name, [d, d], d, (a: number, b: number) => round(d, real(a, b)))
  if (complex) for (const d of complexes) add(name, [d, d], d, (a: Complex, b: Complex) => roundComplex(d, complex(a, b)))
}

function greater(a: bigint, b: bigint): bigint {
  if (a > b) return a
  return b
}

function floorDivide(a: bigint, b: bigint): bigint {
  if (b === 0n) return 0n
  return a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n)
}

function unary(
  name: string,
  { real, int, complex }: { real?: (a: number) => number; int?: (a: bigint) => bigint; complex?: (a: Complex) => Complex },
): void {
  if (int) for (const d of ints) add(name, [d], d, (a: number) => wrap(d, int(BigInt(a))))
  if (real) for (const d of floats) add(name, [d], d, (a: number) => round(d, real(a)))
  if (complex) for (const d of complexes) add(name, [d], d, (a: Complex) => roundComplex(d, complex(a)))
}

function compare(name: string, test: (a: Element, b: Element) => boolean, same: (a: Complex, b: Complex) => boolean | undefined): void {
  for (const d of dtypes) {
    if (!d.startsWith('complex')) add(name, [d, d], 'bool', test as never)
    else if (same(zero, zero) !== undefined) add(name, [d, d], 'bool', same as never)
  }
}

const zero: Complex = { re: 0, im: 0 }

/** The loops that tests use, with JavaScript's arithmetic. */
export function referenceLoops(): readonly ReferenceLoop[] {
  if (loops.length > 0) return loops
  for (const from of dtypes) for (const to of dtypes) add('astype', [from], to, (a: Element) => castElement(a, to, from))
  arithmetic('add', { real: (a, b) => a + b, int: (a, b) => a + b, complex: (a, b) => ({ re: a.re + b.re, im: a.im + b.im }) })
  arithmetic('subtract', { real: (a, b) => a - b, int: (a, b) => a - b, complex: (a, b) => ({ re: a.re - b.re, im: a.im - b.im }) })
  const times: Complexes = (a, b) => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re })
  arithmetic('multiply', { real: (a, b) => a * b, int: (a, b) => a * b, complex: times })
  arithmetic('divide', { real: (a, b) => a / b })
  arithmetic('floorDivide', { real: (a, b) => Math.floor(a / b), int: floorDivide })
  arithmetic('remainder', { real: (a, b) => a - Math.floor(a / b) * b, int: (a, b) => (b === 0n ? 0n : a - floorDivide(a, b) * b) })
  arithmetic('pow', { real: (a, b) => a ** b, int: (a, b) => (b < 0n ? 0n : a ** (b % 64n)) })
  arithmetic('maximum', { real: Math.max, int: greater })
  arithmetic('minimum', { real: Math.min, int: (a, b) => -greater(-a, -b) })
  arithmetic('atan2', { real: Math.atan2 })
  arithmetic('hypot', { real: Math.hypot })
  unary('negative', { real: (a) => -a, int: (a) => -a, complex: (a) => ({ re: -a.re, im: -a.im }) })
  unary('positive', { real: (a) => a, int: (a) => a, complex: (a) => a })
  unary('square', { real: (a) => a * a, int: (a) => a * a, complex: (a) => times(a, a) })
  unary('reciprocal', { real: (a) => 1 / a })
  unary('conj', { complex: (a) => ({ re: a.re, im: -a.im }) })
  unary('abs', { real: Math.abs, int: (a) => (a < 0n ? -a : a) })
  for (const name of ['sqrt', 'exp', 'log', 'sin', 'cos', 'tan', 'floor', 'ceil', 'tanh'] as const) unary(name, { real: Math[name] })
  for (const d of complexes) {
    const part = d === 'complex64' ? 'float32' : 'float64'
    add('abs', [d], part, ({ re, im }: Complex) => round(part, Math.hypot(re, im)))
    add('real', [d], part, ({ re }: Complex) => re)
    add('imag', [d], part, ({ im }: Complex) => im)
    add('makeComplex', [part, part], d, (re: number, im: number) => ({ re, im }))
  }
  compare(
    'equal',
    (a, b) => a === b,
    (a, b) => a.re === b.re && a.im === b.im,
  )
  compare(
    'notEqual',
    (a, b) => a !== b,
    (a, b) => a.re !== b.re || a.im !== b.im,
  )
  const none = (): undefined => undefined
  compare('less', (a, b) => a < b, none)
  compare('lessEqual', (a, b) => a <= b, none)
  compare('greater', (a, b) => a > b, none)
  compare('greaterEqual', (a, b) => a >= b, none)
  const bits: readonly [string, Ints][] = [
    ['bitwiseAnd', (a, b) => a & b],
    ['bitwiseOr', (a, b) => a | b],
    ['bitwiseXor', (a, b) => a ^ b],
  ]
  for (const [name, int] of bits) {
    arithmetic(name, { int })
    add(name, ['bool', 'bool'], 'bool', (a: boolean, b: boolean) => int(BigInt(a), BigInt(b)) !== 0n)
  }
  for (const d of ints) {
    add('bitwiseInvert', [d], d, (a: number) => wrap(d, ~BigInt(a)))
    const width = BigInt(d.replace(/\D+/, ''))
    const amount = (b: number): bigint => (BigInt(b) < 0n || BigInt(b) >= width ? width : BigInt(b))
    add('bitwiseLeftShift', [d, d], d, (a: number, b: number) => wrap(d, BigInt(a) << amount(b)))
    add('bitwiseRightShift', [d, d], d, (a: number, b: number) => wrap(d, BigInt(a) >> amount(b)))
  }
  add('bitwiseInvert', ['bool'], 'bool', (a: boolean) => !a)
  add('logicalNot', ['bool'], 'bool', (a: boolean) => !a)
  add('logicalAnd', ['bool', 'bool'], 'bool', (a: boolean, b: boolean) => a && b)
  add('logicalOr', ['bool', 'bool'], 'bool', (a: boolean, b: boolean) => a || b)
  add('logicalXor', ['bool', 'bool'], 'bool', (a: boolean, b: boolean) => a !== b)
  for (const d of floats) {
    add('isnan', [d], 'bool', (a: number) => Number.isNaN(a))
    add('isfinite', [d], 'bool', (a: number) => Number.isFinite(a))
  }
  for (const d of dtypes) add('where', ['bool', d, d], d, (c: boolean, a: Element, b: Element) => (c ? a : b))
  for (const d of ints)
    add('clip', [d, d, d], d, (x: number, low: number, high: number) => {
      const bounded = -greater(-greater(BigInt(x), BigInt(low)), -BigInt(high))
      return wrap(d, bounded)
    })
  for (const d of floats) add('clip', [d, d, d], d, (x: number, low: number, high: number) => Math.min(Math.max(x, low), high))
  return loops
}
