import type { DType } from '../../protocol/dtype.js'
import type { CaseSection, Change, ConformanceCase, Json, JsonObject, SpecialName } from '../case.js'

export interface RefusalChoices {
  /** The rule that is broken. */
  rule: string
  /** Other rules that cannot be kept then. */
  brokenToo?: string[]
  /** What is wrong, as the end of the case's name. */
  name: string
  about: string
  /** A dictionary list per rank; default: one process with a valid block dimension of 4. */
  dims?: JsonObject[][]
  /** Extents per rank; default: what {@link extentOf} reads in the dictionaries. */
  shapes?: number[][]
  dtype?: DType
  version?: string
  /** The same for every rank. */
  memory?: Pick<CaseSection, 'strides' | 'offset' | 'bytes' | 'readonly' | 'indexType'>
  /** Changes to the export: of every rank, or per rank. */
  changes?: Change[] | Change[][]
  extension?: JsonObject
  gridShape?: number[]
  scope?: 'local' | 'global'
  required?: boolean
  features?: string[]
}

/** A valid block dictionary over one process. */
export const validDim: JsonObject = { dist_type: 'b', size: 4, proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: 4 }

/** Make a case whose exports break one rule, on every rank when the rule is one that a process can check alone. */
export function refuse(choices: RefusalChoices): ConformanceCase {
  const { rule, dims = [[validDim]], dtype = 'float64', version = '0.10.0', changes = [], scope = 'local' } = choices
  const shapes = choices.shapes ?? dims.map((row) => row.map(extentOf))
  const gridShape = choices.gridShape ?? [dims.length]
  return {
    name: `negative/${rule}-${choices.name}`,
    about: choices.about,
    rules: [rule, ...(choices.brokenToo ?? [])],
    version,
    dtype,
    ranks: dims.length,
    globalShape: dims[0]!.map(({ size }) => (typeof size === 'number' ? size : 0)),
    gridShape,
    sections: dims.map((dim_data, rank) => {
      const own = Array.isArray(changes[0]) ? (changes as Change[][])[rank]! : (changes as Change[])
      const section: CaseSection = { shape: shapes[rank]!, ...choices.memory, dim_data, globalIndices: [] }
      if (choices.extension) section.extension = choices.extension
      if (own.length > 0) section.changes = own
      return section
    }),
    expect: 'refuse',
    rule,
    scope,
    required: choices.required ?? scope === 'local',
    features: choices.features ?? [],
  }
}

/** The extent of a buffer that fits a dictionary. */
export function extentOf(dim: JsonObject): number {
  if (Array.isArray(dim.indices)) return dim.indices.length
  return Number(dim.stop) - Number(dim.start)
}

/** Several wrong values of one key: a case each. */
export function wrongValues(
  rule: string,
  key: string,
  dim: JsonObject,
  extent: number,
  values: Readonly<Record<string, Json>>,
): ConformanceCase[] {
  return Object.entries(values).map(([name, value]) =>
    refuse({
      rule,
      name: `${key}-${name}`,
      about: `${key} is ${name.replaceAll('-', ' ')}`,
      dims: [[{ ...dim, [key]: value }]],
      shapes: [[extent]],
    }),
  )
}

/** A dictionary without one of its keys. */
export function without(dim: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(dim).filter(([name]) => name !== key))
}

/** A value that JSON lacks. */
export function special($special: SpecialName, rest: { type?: DType; value?: Json } = {}): JsonObject {
  return { $special, ...rest }
}
