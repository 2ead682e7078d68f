import type { DType } from '../../protocol/index.js'

/** One real number of an input, with the sign bit that NaN has too. */
export interface Sample {
  readonly value: number
  readonly isNegative: boolean
}

export type FloatDType = Extract<DType, 'float32' | 'float64'>

/** The numbers that conditions choose from, by how many have to be combined. */
export function samplesOf(dtype: FloatDType, components: number): readonly Sample[] {
  const isSingle = dtype === 'float32'
  const ends = isSingle
    ? [2 ** 24 - 1, (2 - 2 ** -23) * 2 ** 127, 2 ** -126, 3 * 2 ** -149]
    : [2 ** 53 - 1, Number.MAX_VALUE, 2 ** -1022, 15e-324]
  const all = [Number.NaN, 0, Number.POSITIVE_INFINITY, 1, 1.5, 0.5, 2, 2.5, 3, 0.75, 7, 20.25, 2 ** -10, ...ends]
  const few = components === 4 ? all.slice(0, 5) : components === 3 ? all.slice(0, 8) : all
  return few.flatMap((value) => [
    { value, isNegative: false },
    { value: -value, isNegative: true },
  ])
}

export function negated({ value, isNegative }: Sample): Sample {
  return { value: -value, isNegative: !isNegative }
}

const classes: Readonly<Record<string, (x: number, isNegative: boolean, dtype: FloatDType) => boolean>> = {
  any: () => true,
  NaN: (x) => Number.isNaN(x),
  '+NaN': (x, isNegative) => Number.isNaN(x) && !isNegative,
  '-NaN': (x, isNegative) => Number.isNaN(x) && isNegative,
  '+0': (x) => Object.is(x, 0),
  '-0': (x) => Object.is(x, -0),
  zero: (x) => x === 0,
  '+infinity': (x) => x === Number.POSITIVE_INFINITY,
  '-infinity': (x) => x === Number.NEGATIVE_INFINITY,
  infinity: (x) => Math.abs(x) === Number.POSITIVE_INFINITY,
  finite: Number.isFinite,
  'nonzero finite': (x) => Number.isFinite(x) && x !== 0,
  'positive finite': (x) => Number.isFinite(x) && x > 0,
  'negative finite': (x) => Number.isFinite(x) && x < 0,
  positive: (x) => x > 0,
  negative: (x) => x < 0,
  nonzero: (x) => x !== 0,
  normal: (x, _, dtype) => Math.abs(x) >= (dtype === 'float32' ? 2 ** -126 : 2 ** -1022),
  small: (x) => Math.abs(x) < 100 && Number.isInteger(1024 * x),
  integral: Number.isInteger,
  half: (x) => Number.isInteger(x + 0.5) && Math.abs(x) < 2 ** 20,
  odd: (x) => Math.abs(x % 2) === 1,
  '1': (x) => x === 1,
  '-1': (x) => x === -1,
  '>1': (x) => x > 1,
  '<1': (x) => x < 1,
  '<-1': (x) => x < -1,
  '|x|>1': (x) => Math.abs(x) > 1,
  '|x|=1': (x) => Math.abs(x) === 1,
  '|x|<1': (x) => Math.abs(x) < 1,
}

/** Tell whether a number is of a class such as `'NaN'`, `'finite | NaN'`, `'negative & not odd'`. */
export function isOfClass({ value, isNegative }: Sample, text: string, dtype: FloatDType): boolean {
  const holds = (word: string): boolean => {
    if (word.startsWith('not ')) return !holds(word.slice(4))
    const test = classes[word]
    if (!test) throw new Error(`Unknown class '${word}'`)
    return test(value, isNegative, dtype)
  }
  return text.split(' | ').some((part) => part.split(' & ').every(holds))
}

const relations: Readonly<Record<string, (a: Sample, b: Sample) => boolean>> = {
  'x1 = x2': (a, b) => a.value === b.value,
  'x1 ≠ x2': (a, b) => a.value !== b.value,
  'x2 = -x1': (a, b) => b.value === -a.value,
  'x2 ≠ -x1': (a, b) => b.value !== -a.value,
  'same sign': (a, b) => a.isNegative === b.isNegative,
  'opposite signs': (a, b) => a.isNegative !== b.isNegative,
}

/** Tell whether two numbers stand in a relation such as `'x2 = -x1'`. */
export function areRelated(components: readonly Sample[], text: string): boolean {
  const test = relations[text]
  if (!test) throw new Error(`Unknown relation '${text}'`)
  return test(components[0] as Sample, components[1] as Sample)
}
