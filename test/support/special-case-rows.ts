import { readFileSync } from 'node:fs'
import { negated, type Sample } from './special-case-classes.js'

export type Domain = 'real' | 'complex'

/** One rule of the standard; `when` has a class per operand, or per component of complex operands: real, imaginary, real, imaginary. */
export interface Row {
  readonly when: readonly string[]
  readonly relation?: string
  /** For inputs that no other row of the function is about. */
  readonly otherwise?: true
  /** The result, or its real and imaginary part. */
  readonly gives: string | readonly string[]
  /** Other results that the standard lets pass. */
  readonly allowed?: readonly (string | readonly string[])[]
}

interface Entry {
  readonly rows?: readonly Row[]
  /** Mirrored inputs have mirrored results; `even` and `swap` leave the result as it is. */
  readonly symmetries?: readonly Symmetry[]
  /** The function is another one (`gives`, of its result r) of something else (`of`). */
  readonly as?: { readonly function: string; readonly of: string; readonly gives: string }
  /** The rows for real numbers hold for the real parts and for the imaginary parts. */
  readonly byParts?: true
}

type Symmetry = 'conjugate' | 'odd' | 'even' | 'swap'

/** A row, and how to get from its operands and result to those of the function. */
export interface Probe {
  readonly row: Row
  /** All rows of the same table, for those that are about the rest. */
  readonly table: readonly Row[]
  readonly components: number
  /** What goes into the function; undefined where it is no input of it. */
  readonly input: (row: readonly Sample[]) => readonly Sample[] | undefined
  /** What the result says about the row. */
  readonly output: (result: readonly Sample[]) => readonly Sample[]
}

const path = new URL('../../../test/data/special-cases.json', import.meta.url)

/**
 * The special cases of the Array API standard 2025.12 by function: its facts, in the words of special-case-classes and special-case-values.
 *
 * Four places differ from its letter. Where an earlier rule overrides a later one, the later one is narrowed (`sqrt` of NaN). What it says of
 * unequal finite numbers holds for all unequal numbers. `tanh(+infinity + bi)` may have an imaginary part of -0, as C gives it after the sign of
 * `sin(2b)`; with a NaN or infinite imaginary part and a real part of +0 it may be NaN, as the standard's warning allows. What the standard
 * leaves to the implementation, or asks for "should", is no row.
 */
export const specialCases: Readonly<Record<string, { readonly [D in Domain]?: Entry }>> = JSON.parse(readFileSync(path, 'utf8'))

/** Return everything to be tried for a function. */
export function probesOf(name: string, domain: Domain): Probe[] {
  const entry = specialCases[name]?.[domain]
  if (!entry) return []
  const own = (entry.rows ?? []).map((row, _, table) => ({ row, table, components: arityOf(table), input: same, output: same }))
  const probes = [...own, ...(entry.as ? through(entry.as, domain) : []), ...(entry.byParts ? inParts(name) : [])]
  for (const symmetry of entry.symmetries ?? []) probes.push(...probes.flatMap((probe) => mirrored(probe, symmetry, domain)))
  return probes
}

function same<T>(x: T): T {
  return x
}

function arityOf(table: readonly Row[]): number {
  return table.find(({ when }) => when)?.when.length ?? 1
}

function changeOf(probe: Probe, input: (x: readonly Sample[]) => readonly Sample[] | undefined, output: Probe['output'] = same): Probe {
  return {
    ...probe,
    input: (row) => {
      const inner = probe.input(row)
      return inner && input(inner)
    },
    output: (result) => probe.output(output(result)),
  }
}

const conjugate = (parts: readonly Sample[]): Sample[] => parts.map((part, i) => (i % 2 === 1 ? negated(part) : part))
const negate = (parts: readonly Sample[]): Sample[] => parts.map(negated)

function mirrored(probe: Probe, symmetry: Symmetry, domain: Domain): Probe[] {
  if (symmetry === 'conjugate') return [changeOf(probe, conjugate, conjugate)]
  if (symmetry === 'odd') return [changeOf(probe, negate, negate)]
  if (symmetry === 'swap') return [changeOf(probe, (parts) => parts.toReversed())]
  if (domain === 'complex') return [changeOf(probe, negate)]
  return Array.from({ length: probe.components }, (_, k) =>
    changeOf(probe, (parts) => parts.map((part, i) => (i === k ? negated(part) : part))),
  )
}

/** From the operand of the other function back to x. */
const operandOf: Readonly<Record<string, (parts: readonly Sample[]) => readonly Sample[] | undefined>> = {
  x: same,
  'i * x': ([p, q]) => [q as Sample, negated(p as Sample)],
  '1, x': ([one, x]) => (one?.value === 1 ? [x as Sample] : undefined),
  'x, x': ([x, y]) => (Object.is(x?.value, y?.value) && x?.isNegative === y?.isNegative ? [x as Sample] : undefined),
}

/** From the result of the function back to r. */
const resultOf: Readonly<Record<string, Probe['output']>> = {
  r: same,
  '-i * r': ([re, im]) => [negated(im as Sample), re as Sample],
  'r / log(2)': (parts) => parts.map((part) => ({ ...part, value: part.value * Math.LN2 })),
  'r / log(10)': (parts) => parts.map((part) => ({ ...part, value: part.value * Math.LN10 })),
}

function through({ function: other, of, gives }: NonNullable<Entry['as']>, domain: Domain): Probe[] {
  const [operand, result] = [operandOf[of], resultOf[gives]]
  if (!operand || !result) throw new Error(`Unknown composition '${of}', '${gives}'`)
  return probesOf(other, domain).map((probe) => changeOf(probe, operand, result))
}

/** Each row in the real parts and in the imaginary parts, beside a harmless number. */
function inParts(name: string): Probe[] {
  const beside: Sample = { value: 0.75, isNegative: false }
  return probesOf(name, 'real').flatMap((probe) => [
    changeOf(
      probe,
      (parts) => parts.flatMap((part) => [part, beside]),
      ([re]) => [re as Sample],
    ),
    changeOf(
      probe,
      (parts) => parts.flatMap((part) => [beside, part]),
      ([, im]) => [im as Sample],
    ),
  ])
}
