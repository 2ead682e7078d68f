import { type DType, itemSize } from '../../protocol/dtype.js'
import type { CaseSection, ConformanceCase, JsonObject } from '../case.js'
import type { Line } from './line.js'

/** How a section lies in its memory, from its shape and the bytes of an element. */
export type Layout = (
  shape: number[],
  itemsize: number,
) => Pick<CaseSection, 'strides' | 'offset' | 'bytes' | 'readonly'> & { features: string[] }

export interface CaseChoices {
  name: string
  about: string
  /** One per dimension of the array. */
  lines: Line[]
  rules?: string[]
  dtype?: DType
  version?: string
  layout?: Layout
  indexType?: DType
  extension?: JsonObject
  features?: string[]
  required?: boolean
  /** A rule of severity warning that the case breaks. */
  rule?: string
}

/** Put dimensions together over a process grid: a case to accept. */
export function makeCase(choices: CaseChoices): ConformanceCase {
  const { name, about, lines, dtype = 'float64', version = '0.10.0', indexType, extension } = choices
  const gridShape = lines.map(({ pieces }) => pieces.length)
  const features = new Set([`${lines.length}-d`, ...(choices.features ?? []), ...lines.flatMap((line) => line.features)])
  if (lines.some(({ size }) => size === 0)) features.add('size-0')
  const sections = places(gridShape).map((coords) => {
    const pieces = coords.map((p, d) => lines[d]!.pieces[p]!)
    const shape = pieces.map(({ indices }) => indices.length)
    if (shape.includes(0)) features.add('empty')
    const { features: more = [], ...memory } = choices.layout?.(shape, itemSize(dtype)) ?? {}
    for (const feature of more) features.add(feature)
    const section: CaseSection = {
      shape,
      ...memory,
      dim_data: pieces.map(({ dim }) => dim),
      globalIndices: pieces.map(({ indices }) => indices),
    }
    if (indexType) section.indexType = indexType
    if (extension) section.extension = extension
    return section
  })
  return {
    name,
    about,
    rules: choices.rules ?? [],
    version,
    dtype,
    ranks: sections.length,
    globalShape: lines.map(({ size }) => size),
    gridShape,
    sections,
    expect: 'accept',
    ...(choices.rule === undefined ? {} : { rule: choices.rule }),
    required: choices.required ?? true,
    features: [...features].sort(),
  }
}

/** Every place of a grid, the last coordinate counting fastest. */
export function places(gridShape: number[]): number[][] {
  let all: number[][] = [[]]
  for (const extent of gridShape) all = all.flatMap((coords) => Array.from({ length: extent }, (_, p) => [...coords, p]))
  return all
}
