import type { WeakScalar } from '../dtypes/weak-scalar.js'
import type { Complex } from '../element.js'

/** A scalar of an expression's text. */
export interface Literal {
  readonly value: WeakScalar
  /** Whether it counts as a float even where it has no fraction, as `2.0` and `pi`. */
  readonly isFloat: boolean
}

/**
 * Compute with scalars of the text, so that `2 * pi` and `1 + 2j` take their precision from the arrays as every scalar does.
 *
 * Not collective.
 *
 * @returns Undefined where it is better done as an operation of the table.
 */
export function fold(name: string, operands: readonly Literal[]): Literal | undefined {
  const [a, b] = operands
  if (!a) return undefined
  if (operands.length === 1) return foldSign(name, a)
  if (!b) return undefined
  if (isInteger(a) && isInteger(b)) return foldIntegers(name, BigInt(a.value), BigInt(b.value))
  if (isNumber(a) && isNumber(b)) return foldFloats(name, a.value, b.value)
  if (typeof a.value === 'object' || typeof b.value === 'object') return foldComplex(name, toComplex(a.value), toComplex(b.value))
  return undefined
}

function isNumber(literal: Literal): literal is Literal & { readonly value: number } {
  return typeof literal.value === 'number'
}

function foldSign(name: string, { value, isFloat }: Literal): Literal | undefined {
  if (typeof value === 'boolean' || (name !== 'negative' && name !== 'positive')) return undefined
  if (name === 'positive') return { value, isFloat }
  if (typeof value === 'object') return { value: { re: -value.re, im: -value.im }, isFloat }
  return { value: value === 0 && !isFloat ? 0 : -value, isFloat } // integers have no -0
}

function isInteger(literal: Literal): literal is Literal & { readonly value: number | bigint } {
  const { value, isFloat } = literal
  return typeof value === 'bigint' || (typeof value === 'number' && !isFloat && Number.isInteger(value))
}

/** Exact, as Python's. */
function foldIntegers(name: string, a: bigint, b: bigint): Literal | undefined {
  const isRounded = b !== 0n && a % b !== 0n && a < 0n !== b < 0n
  switch (name) {
    case 'add':
      return integer(a + b)
    case 'subtract':
      return integer(a - b)
    case 'multiply':
      return integer(a * b)
    case 'divide':
      return { value: Number(a) / Number(b), isFloat: true }
    case 'floorDivide':
      return b === 0n ? undefined : integer(a / b - (isRounded ? 1n : 0n))
    case 'remainder':
      return b === 0n ? undefined : integer((a % b) + (isRounded ? b : 0n))
    case 'pow':
      if (b < 0n) return { value: Number(a) ** Number(b), isFloat: true }
      return b > largestExponent ? undefined : integer(a ** b)
    default:
      return undefined
  }
}

/** No dtype holds greater powers than these, but for those of 0 and 1. */
const largestExponent = 1024n

function integer(value: bigint): Literal {
  const number = Number(value)
  return { value: Number.isSafeInteger(number) ? number : value, isFloat: false }
}

function foldFloats(name: string, a: number, b: number): Literal | undefined {
  const float = (value: number): Literal => ({ value, isFloat: true })
  switch (name) {
    case 'add':
      return float(a + b)
    case 'subtract':
      return float(a - b)
    case 'multiply':
      return float(a * b)
    case 'divide':
      return float(a / b)
    case 'pow':
      return float(a ** b)
    default:
      return undefined
  }
}

function toComplex(value: WeakScalar): Complex | undefined {
  if (typeof value === 'object') return value
  return typeof value === 'number' ? { re: value, im: 0 } : undefined
}

function foldComplex(name: string, a: Complex | undefined, b: Complex | undefined): Literal | undefined {
  if (!a || !b) return undefined
  const complex = (re: number, im: number): Literal => ({ value: { re, im }, isFloat: false })
  if (name === 'add') return complex(a.re + b.re, a.im + b.im)
  if (name === 'subtract') return complex(a.re - b.re, a.im - b.im)
  return name === 'multiply' ? complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re) : undefined
}
