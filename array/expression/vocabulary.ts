import { type DType, isDType } from '../../protocol/dtype.js'
import { operations } from '../operations/table.js'

/** What a name means in front of parentheses. */
export type Meaning =
  | { readonly kind: 'operation'; readonly name: string; readonly arity: readonly [number, number]; readonly options: readonly string[] }
  /** Made of several operations. */
  | { readonly kind: 'composed'; readonly name: Composed; readonly arity: readonly [number, number]; readonly options: readonly string[] }
  | { readonly kind: 'reduction'; readonly name: string; readonly arity: readonly [number, number]; readonly options: readonly string[] }
  | {
      readonly kind: 'cast'
      readonly dtype: DType | undefined
      readonly arity: readonly [number, number]
      readonly options: readonly string[]
    }

/** Functions of array/operations/composed that take part. */
export type Composed = 'sinc' | 'nanToNum' | 'isclose' | 'round' | 'clip' | 'ldexp'

const composed: { readonly [N in Composed]: readonly [least: number, most: number, options: readonly string[]] } = {
  sinc: [1, 1, []],
  nanToNum: [1, 1, ['nan', 'posinf', 'neginf']],
  isclose: [2, 2, ['rtol', 'atol', 'equalNaN']],
  round: [1, 1, ['decimals']],
  clip: [3, 3, []],
  ldexp: [2, 2, []],
}

/** Reductions with the arguments that they have besides axis and keepdims; those of the names `nan...` have the same. */
const reductions: Readonly<Record<string, readonly string[]>> = {
  sum: ['dtype', 'initial'],
  prod: ['dtype', 'initial'],
  min: ['initial'],
  max: ['initial'],
  mean: ['dtype'],
  var: ['correction', 'dtype'],
  std: ['correction', 'dtype'],
  argmin: [],
  argmax: [],
  any: [],
  all: [],
  countNonzero: [],
  ptp: [],
  norm: ['ord'],
}
const withNaNForms: readonly string[] = ['sum', 'prod', 'min', 'max', 'mean', 'var', 'std', 'argmin', 'argmax']

/** Further names that NumPy has. */
const aliases: Readonly<Record<string, string>> = {
  mod: 'remainder',
  trueDivide: 'divide',
  conjugate: 'conj',
  degrees: 'rad2deg',
  radians: 'deg2rad',
  bitwiseNot: 'bitwiseInvert',
  fabs: 'abs',
  around: 'round',
  amin: 'min',
  amax: 'max',
  equalNan: 'equalNaN',
  ddof: 'correction',
}

const meanings = new Map<string, Meaning>()
for (const { name, numpy, arity } of operations)
  for (const known of [camelCase(numpy ?? name), name]) meanings.set(known, { kind: 'operation', name, arity: [arity, arity], options: [] })
for (const [name, [least, most, options]] of Object.entries(composed))
  meanings.set(name, { kind: 'composed', name: name as Composed, arity: [least, most], options })
for (const [plain, further] of Object.entries(reductions))
  for (const name of withNaNForms.includes(plain) ? [plain, `nan${plain}`] : [plain])
    meanings.set(name, { kind: 'reduction', name, arity: [1, 1], options: ['axis', 'keepdims', ...further] })
meanings.set('astype', { kind: 'cast', dtype: undefined, arity: [2, 2], options: [] })

/** Every name that can stand in front of parentheses, in our spelling. */
export const functionNames: readonly string[] = [...meanings.keys()]

/**
 * Return what a name means in front of parentheses, in our spelling or NumPy's; undefined for other names.
 *
 * Not collective.
 */
export function meaningOf(name: string): Meaning | undefined {
  if (isDType(name)) return { kind: 'cast', dtype: name, arity: [1, 1], options: [] }
  return meanings.get(name) ?? meanings.get(canonicalName(name))
}

/**
 * Return the name that this library has for what NumPy calls `name`.
 *
 * Not collective.
 */
export function canonicalName(name: string): string {
  const camel = camelCase(name)
  return aliases[camel] ?? camel
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** Constants by name. */
export const constantNames: ReadonlyMap<string, number | boolean> = new Map<string, number | boolean>([
  ['pi', Math.PI],
  ['e', Math.E],
  ['inf', Number.POSITIVE_INFINITY],
  ['nan', Number.NaN],
  ['true', true],
  ['false', false],
  ['True', true],
  ['False', false],
])
