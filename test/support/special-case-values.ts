import { ulpDistance } from './close.js'
import type { FloatDType, Sample } from './special-case-classes.js'

/** Greatest error where the standard asks for an approximation. */
const tolerance = 4

const fixed: Readonly<Record<string, number>> = {
  '+0': 0,
  '-0': -0,
  '+infinity': Number.POSITIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
  '1': 1,
  '+1': 1,
  '-1': -1,
  True: 1,
  False: 0,
}

/** Values that depend on the input: on the operands x1 and x2, or on the parts a and b of a complex operand. */
const computed: Readonly<Record<string, (x: readonly number[]) => number>> = {
  x1: ([x]) => x as number,
  x2: ([, y]) => y as number,
  '|x1|': ([x]) => Math.abs(x as number),
  '-|x1|': ([x]) => -Math.abs(x as number),
  '|x2|': ([, y]) => Math.abs(y as number),
  '|a|': ([a]) => Math.abs(a as number),
  '|b|': ([, b]) => Math.abs(b as number),
  'x1 + x2': ([x, y]) => (x as number) + (y as number),
  'x1 * x2': ([x, y]) => (x as number) * (y as number),
  'x1 / x2': ([x, y]) => (x as number) / (y as number),
  'floor of x1 / x2': ([x, y]) => Math.floor((x as number) / (y as number)),
  'x1 % x2 of Python': ([x, y]) => pythonModulo(x as number, y as number),
  'infinity signed as x1 * x2': ([x, y]) => Math.sign(x as number) * Math.sign(y as number) * Number.POSITIVE_INFINITY,
  'even integer beside x1': ([x]) => 2 * Math.round((x as number) / 2),
  'x1 = x2': ([a, b, c, d]) => Number(a === c && b === d),
  'x1 ≠ x2': ([a, b, c, d]) => Number(a !== c || b !== d),
  '+infinity * cos b': ([, b]) => Number.POSITIVE_INFINITY * Math.cos(b as number),
  '+infinity * cos b - 1': ([, b]) => Number.POSITIVE_INFINITY * Math.cos(b as number) - 1,
  '+infinity * sin b': ([, b]) => Number.POSITIVE_INFINITY * Math.sin(b as number),
  '+0 * cos b': ([, b]) => 0 * Math.cos(b as number),
  '+0 * cos b - 1': () => -1,
  '+0 * sin b': ([, b]) => 0 * Math.sin(b as number),
}

/** What a value has to satisfy without being one value. */
const properties: Readonly<Record<string, (got: Sample) => boolean>> = {
  NaN: ({ value }) => Number.isNaN(value),
  '+NaN': ({ value, isNegative }) => Number.isNaN(value) && !isNegative,
  '-NaN': ({ value, isNegative }) => Number.isNaN(value) && isNegative,
  '±0': ({ value }) => value === 0,
  '±infinity': ({ value }) => Math.abs(value) === Number.POSITIVE_INFINITY,
  'not zero': ({ value }) => value !== 0,
  'sign +': ({ value, isNegative }) => !Number.isNaN(value) && !isNegative,
  'sign -': ({ value, isNegative }) => !Number.isNaN(value) && isNegative,
  'sign + or NaN': ({ value, isNegative }) => Number.isNaN(value) || !isNegative,
  'sign - or NaN': ({ value, isNegative }) => Number.isNaN(value) || isNegative,
}

/** Tell whether one component of a result is what the standard says in a word, e.g. `'+0'`, `'-3π/4'`, `'x1 + x2'`. */
export function isAsTold(got: Sample, told: string, input: readonly Sample[], dtype: FloatDType): boolean {
  const property = properties[told]
  if (property) return property(got)
  const angle = /^([+±-])(3?)π(?:\/([24]))?$/.exec(told)
  if (angle) {
    const [, sign, times, parts] = angle
    const magnitude = (Number(times || 1) * Math.PI) / Number(parts ?? 1)
    const wanted = sign === '±' ? Math.abs(got.value) : sign === '-' ? -got.value : got.value
    return ulpDistance(wanted, rounded(magnitude, dtype), dtype === 'float32') <= tolerance
  }
  const compute = computed[told]
  const wanted = fixed[told] ?? compute?.(input.map(({ value }) => value))
  if (wanted === undefined) throw new Error(`Unknown result '${told}'`)
  return Object.is(got.value, rounded(wanted, dtype))
}

function rounded(value: number, dtype: FloatDType): number {
  return dtype === 'float32' ? Math.fround(value) : value
}

/** The remainder has the sign of the divisor. */
function pythonModulo(x: number, y: number): number {
  const remainder = x % y
  if (remainder === 0) return y < 0 ? -0 : 0
  return remainder < 0 === y < 0 ? remainder : remainder + y
}
