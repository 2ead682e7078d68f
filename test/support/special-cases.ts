import { NDArray } from '../../array/nd-array.js'
import { areRelated, type FloatDType, isOfClass, type Sample, samplesOf } from './special-case-classes.js'
import { type Probe, probesOf, type Row, specialCases } from './special-case-rows.js'
import { isAsTold } from './special-case-values.js'

/** Compute an elementwise function, by its camelCase name, of float or complex arrays of one shape. */
export type Evaluate = (name: string, dtype: SpecialDType, inputs: readonly NDArray[]) => NDArray | Promise<NDArray>

export type SpecialDType = 'float32' | 'float64' | 'complex64' | 'complex128'

/** An input for which a function does not give what the standard says. */
export interface Failure {
  readonly name: string
  readonly dtype: SpecialDType
  readonly when: string
  readonly gives: string
  readonly input: string
  readonly received: string
}

/** What a run found. */
export interface Verdict {
  /** Number of inputs. */
  readonly checked: number
  /** Rows that no input was tried for, `name: condition`; the driver is at fault. */
  readonly untried: readonly string[]
  readonly failures: readonly Failure[]
}

/**
 * Check every special case of the Array API standard 2025.12.
 *
 * @param evaluate What is checked.
 * @param names    Functions; default all that have special cases.
 */
export async function checkSpecialCases(evaluate: Evaluate, names: readonly string[] = Object.keys(specialCases)): Promise<Verdict> {
  const failures: Failure[] = []
  const untried: string[] = []
  let checked = 0
  for (const name of names)
    for (const dtype of ['float32', 'float64', 'complex64', 'complex128'] as const) {
      const domain = dtype.startsWith('complex') ? 'complex' : 'real'
      for (const probe of probesOf(name, domain)) {
        const verdict = await check(evaluate, name, dtype, probe)
        checked += verdict.checked
        if (verdict.checked === 0 && specialCases[name]?.[domain]?.rows?.includes(probe.row))
          untried.push(`${name}: ${conditionOf(probe.row)}`)
        failures.push(...verdict.failures)
      }
    }
  return { checked, untried, failures }
}

async function check(evaluate: Evaluate, name: string, dtype: SpecialDType, probe: Probe): Promise<Omit<Verdict, 'untried'>> {
  const float: FloatDType = dtype === 'float32' || dtype === 'complex64' ? 'float32' : 'float64'
  const width = dtype.startsWith('complex') ? 2 : 1
  const inputs: { readonly row: readonly Sample[]; readonly input: readonly Sample[] }[] = []
  for (const row of combinations(samplesOf(float, probe.components), probe.components)) {
    const input = isMeant(probe, row, float) ? probe.input(row) : undefined
    if (input) inputs.push({ row, input })
  }
  if (inputs.length === 0) return { checked: 0, failures: [] }
  const operands = Array.from({ length: (inputs[0]?.input.length ?? 0) / width }, (_, k) =>
    arrayOf(
      inputs.map(({ input }) => input.slice(k * width, (k + 1) * width)),
      dtype,
    ),
  )
  const results = partsOf(await evaluate(name, dtype, operands))
  if (results.length !== inputs.length) throw new Error(`${name} made ${results.length} elements of ${inputs.length}`)
  const failures = inputs.flatMap(({ row, input }, k) => {
    const result = results[k] as readonly Sample[]
    if (isRight(probe.row, probe.output(result), row, float)) return []
    const told = { when: conditionOf(probe.row), gives: String(probe.row.gives) }
    return [{ name, dtype, ...told, input: input.map(text).join(', '), received: result.map(text).join(', ') }]
  })
  return { checked: inputs.length, failures }
}

function conditionOf({ when, relation, otherwise }: Row): string {
  return otherwise ? 'otherwise' : [when.join(', '), ...(relation ? [relation] : [])].join('; ')
}

function isMeant({ row, table }: Probe, input: readonly Sample[], dtype: FloatDType): boolean {
  if (row.otherwise) return !table.some((other) => !other.otherwise && matches(other, input, dtype))
  return matches(row, input, dtype)
}

function matches({ when, relation }: Row, input: readonly Sample[], dtype: FloatDType): boolean {
  return when.every((condition, i) => isOfClass(input[i] as Sample, condition, dtype)) && (!relation || areRelated(input, relation))
}

function isRight({ gives, allowed = [] }: Row, result: readonly Sample[], input: readonly Sample[], dtype: FloatDType): boolean {
  return [gives, ...allowed].some((told) => [told].flat().every((part, i) => isAsTold(result[i] as Sample, part, input, dtype)))
}

function* combinations<T>(of: readonly T[], length: number): Generator<readonly T[]> {
  if (length === 0) yield []
  else for (const first of of) for (const rest of combinations(of, length - 1)) yield [first, ...rest]
}

/** NaN is written by its bits: an engine may change its sign on the way through a number. */
function arrayOf(elements: readonly (readonly Sample[])[], dtype: SpecialDType): NDArray {
  const parts = elements.flat()
  const isSingle = dtype === 'float32' || dtype === 'complex64'
  const data = isSingle ? new Float32Array(parts.length) : new Float64Array(parts.length)
  const bits = isSingle ? new Uint32Array(data.buffer) : new BigUint64Array(data.buffer)
  for (const [i, { value, isNegative }] of parts.entries()) {
    if (!Number.isNaN(value)) data[i] = value
    else if (bits instanceof Uint32Array) bits[i] = isNegative ? 0xffc00000 : 0x7fc00000
    else bits[i] = isNegative ? 0xfff8000000000000n : 0x7ff8000000000000n
  }
  return new NDArray([elements.length], dtype, data)
}

function partsOf({ data, dtype }: NDArray): (readonly Sample[])[] {
  const width = dtype.startsWith('complex') ? 2 : 1
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const isFloat = data instanceof Float32Array || data instanceof Float64Array
  const parts = Array.from(data as Float64Array, (value, i): Sample => {
    const top = bytes[(i + 1) * data.BYTES_PER_ELEMENT - 1] as number // this machine is little-endian, as MPI's oracles need
    return { value, isNegative: isFloat && top >= 128 }
  })
  return Array.from({ length: parts.length / width }, (_, k) => parts.slice(k * width, (k + 1) * width))
}

function text({ value, isNegative }: Sample): string {
  return `${isNegative ? '-' : ''}${Math.abs(value)}`
}
