/** How the digits of one column of floating-point numbers are laid out. */
type FloatFormat = (value: number) => string

/** Most digits after the point. */
const precision = 8
/** Digits that tell whether a number is exactly halfway: no double comes this near without being there. */
const exactDigits = 60

/**
 * Return the format that shows all of `values` in columns of one width: with shared exponents when they are very large, very small
 * or very unlike, and else with the points above each other.
 *
 * Not collective.
 *
 * @param single Whether the values are float32: as many digits as tell it from its neighbours, which are fewer.
 * @param sign   Whether positive numbers get a `+`.
 * @see source: NumPy's printed form of arrays, whose text this reproduces.
 */
export function floatFormat(values: readonly number[], single: boolean, sign = false): FloatFormat {
  const finite = values.filter(Number.isFinite)
  const exponential = needsExponent(finite, single)
  const written = finite.map((value) => (exponential ? scientific(value, single) : positional(value, single)))
  const sizes = {
    whole: Math.max(0, ...written.map(({ whole }) => whole.length + (sign && !whole.startsWith('-') ? 1 : 0))),
    fraction: Math.max(0, ...written.map(({ fraction }) => fraction.length)),
    exponent: Math.max(0, ...written.map(({ exponent }) => exponent.length)),
  }
  const right = sizes.fraction + (exponential ? sizes.exponent + 1 : 0)
  // Room for the sign of an infinity, also where there is only nan.
  const name = finite.length === values.length ? 0 : sign || values.includes(Number.NEGATIVE_INFINITY) ? 4 : 3
  const left = Math.max(sizes.whole, name - right - 1)
  return (value) => {
    if (!Number.isFinite(value)) return nameOf(value, sign).padStart(left + right + 1)
    const { whole, fraction, exponent } = exponential ? rounded(value, sizes.fraction) : positional(value, single)
    const signed = (sign && !whole.startsWith('-') ? `+${whole}` : whole).padStart(left)
    if (!exponential) return `${signed}.${fraction.padEnd(right)}`
    return `${signed}.${fraction}e${exponent[0]}${exponent.slice(1).padStart(sizes.exponent - 1, '0')}`
  }
}

function needsExponent(finite: readonly number[], single: boolean): boolean {
  const sizes = finite.map(Math.abs).filter((size) => size !== 0)
  if (sizes.length === 0) return false
  const most = sizes.reduce((a, b) => Math.max(a, b))
  const least = sizes.reduce((a, b) => Math.min(a, b))
  const ratio = single ? Math.fround(most / least) : most / least
  return most >= 1e8 || least < (single ? Math.fround(0.0001) : 0.0001) || ratio > 1000
}

function nameOf(value: number, sign: boolean): string {
  const name = Number.isNaN(value) ? 'nan' : 'inf'
  return value < 0 ? `-${name}` : sign ? `+${name}` : name
}

interface Digits {
  readonly whole: string
  readonly fraction: string
  /** `'+05'`; empty without one. */
  readonly exponent: string
}

function positional(value: number, single: boolean): Digits {
  const shortest = spelled(shortestDigits(value, single))
  const [whole = '', fraction = ''] = shortest.split('.')
  if (fraction.length <= precision) return { whole, fraction, exponent: '' }
  const fixed = evenWhenHalfway(value.toFixed(precision), value.toFixed(exactDigits), precision)
  const [fixedWhole = '', fixedFraction = ''] = fixed.split('.')
  return { whole: fixedWhole, fraction: fixedFraction.replace(/0+$/, ''), exponent: '' }
}

/** With an exponent, and no more digits than needed. */
function scientific(value: number, single: boolean): Digits {
  const digits = shortestDigits(value, single).split('e')[0] as string
  const needed = digits.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length - 1
  const { whole, fraction, exponent } = rounded(value, Math.min(Math.max(needed, 0), precision))
  return { whole, fraction: fraction.replace(/0+$/, ''), exponent }
}

/** With an exponent and `count` digits after the point; exactly halfway goes to the even digit. */
function rounded(value: number, count: number): Digits {
  const [mantissa = '', exponent = ''] = value.toExponential(count).split('e')
  const [exact = '', exactExponent = ''] = value.toExponential(exactDigits).split('e')
  // Rounding up to the next power of ten is never halfway.
  const even = exactExponent === exponent ? evenWhenHalfway(mantissa, exact, count) : mantissa
  const [whole = '', fraction = ''] = even.split('.')
  const isNegativeZero = Object.is(value, -0)
  return { whole: isNegativeZero ? `-${whole}` : whole, fraction, exponent: `${exponent[0]}${exponent.slice(1).padStart(2, '0')}` }
}

/** The fewest digits that read back as the same number, in JavaScript's spelling. */
function shortestDigits(value: number, single: boolean): string {
  if (Object.is(value, -0)) return '-0'
  if (!single) return String(value)
  for (let count = 0; ; count++) {
    const { whole, fraction, exponent } = rounded(value, count)
    const short = Number(`${whole}.${fraction}e${exponent}`)
    if (Math.fround(short) === value) return String(short)
  }
}

/** Without an exponent, whatever the size. */
function spelled(text: string): string {
  const [mantissa = '', exponent] = text.split('e')
  if (exponent === undefined) return text
  const negative = mantissa.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const power = Number(exponent)
  if (power < 0) return `${negative}0.${'0'.repeat(-power - 1)}${whole}${fraction}`
  return `${negative}${whole}${fraction.padEnd(power, '0')}`
}

/** `nearest`, which went away from zero when halfway, unless `exact` is halfway and its `count`-th digit after the point is even. */
function evenWhenHalfway(nearest: string, exact: string, count: number): string {
  const [whole = '', fraction = ''] = exact.split('.')
  const truncated = count > 0 ? `${whole}.${fraction.slice(0, count)}` : whole
  return /^50*$/.test(fraction.slice(count)) && Number(truncated.at(-1)) % 2 === 0 ? truncated : nearest
}
