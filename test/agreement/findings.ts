import fc from 'fast-check'
import { componentSize, type DType, dapDType, dtypes, formatOf } from '../../protocol/dtype.js'
import { validate } from '../../protocol/validate.js'
import { runNative } from './native.js'

/** One section on which the two validators do not agree. */
export interface FindingsDisagreement {
  readonly index: number
  readonly input: string
  readonly typescript: string
  readonly cpp: string
}

interface Section {
  dtype: DType
  readonly: boolean
  /** Bytes by which the first element is off its alignment. */
  offset: number
  dims: Dim[]
}

interface Dim {
  extent: number
  /** In units of the element's component, plus `crooked` bytes. */
  stride: number
  crooked: number
  letter: string
  size: number
  gridSize: number
  gridRank: number
  start: number
  stop: number
  padding: [number, number]
  blockSize: number
  periodic: boolean
  oneToOne: boolean
  indices: number[]
}

const mostly = <T>(usual: fc.Arbitrary<T>, seldom: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: seldom })
const small = mostly(fc.integer({ min: 0, max: 4 }), fc.integer({ min: -2, max: 9 }))
const absent = mostly(fc.constant(0), small)

/** What a correct producer writes, from a few numbers. */
const sound: fc.Arbitrary<Dim> = fc
  .record({
    letter: fc.constantFrom('b', 'c', 'u'),
    own: fc.nat(4),
    rank: fc.nat(2),
    after: fc.nat(2),
    low: fc.nat(1),
    block: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ letter, own, rank, after, low, block }) => {
    const base = {
      stride: 1,
      crooked: 0,
      letter,
      gridSize: rank + after + 1,
      gridRank: rank,
      padding: [0, 0] as [number, number],
      blockSize: 1,
    }
    const flags = { periodic: false, oneToOne: false, indices: [] as number[], start: 0, stop: 0 }
    if (letter === 'u') return { ...base, ...flags, extent: own, size: 9, indices: Array.from({ length: own }, (_, i) => 7 - 3 * i) }
    if (letter === 'c') return { ...base, ...flags, extent: block, size: block * base.gridSize, start: rank * block, blockSize: block }
    const start = rank > 0 ? 3 * rank : 0
    const stop = start + own
    return { ...base, ...flags, extent: own, size: after > 0 ? stop + 3 * after : stop, start, stop, padding: own > 1 ? [low, 0] : [0, 0] }
  })

/** Anything a struct can hold. */
const wild: fc.Arbitrary<Dim> = fc.record({
  extent: small,
  stride: fc.integer({ min: -3, max: 3 }),
  crooked: absent,
  letter: mostly(fc.constantFrom('b', 'c', 'u'), fc.constantFrom('n', 'x', 'B')),
  size: small,
  gridSize: small,
  gridRank: small,
  start: small,
  stop: small,
  padding: fc.tuple(absent, absent),
  blockSize: mostly(fc.integer({ min: 0, max: 2 }), small),
  periodic: fc.boolean(),
  oneToOne: fc.boolean(),
  indices: fc.array(mostly(small, fc.constant(Number.MAX_SAFE_INTEGER)), { maxLength: 4 }),
})

/** A sound dimension with one thing changed for what a wild one has there. */
const bent: fc.Arbitrary<Dim> = fc.tuple(sound, wild, fc.nat()).map(([dim, other, which]) => {
  const keys = Object.keys(dim) as (keyof Dim)[]
  const key = keys[which % keys.length]!
  return { ...dim, [key]: other[key] }
})

const sections: fc.Arbitrary<Section> = fc.record({
  dtype: fc.constantFrom(...dtypes),
  readonly: fc.boolean(),
  offset: mostly(fc.constant(0), fc.nat(15)),
  dims: fc.array(fc.oneof(sound, bent, bent, wild), { maxLength: 3 }),
})

/**
 * Compare the findings of the TypeScript and the C++ validator on random sections, sound and broken.
 *
 * Not collective.
 *
 * @returns The first disagreement, or undefined; and how many sections each rule was found in.
 */
export function compareFindings(
  runs: number,
  seed: number,
): { disagreement: FindingsDisagreement | undefined; rules: Map<string, number> } {
  const cases = fc.sample(sections, { numRuns: runs, seed })
  const inputs = cases.map(inputOf)
  const lines = runNative('describe_findings', inputs)
  const rules = new Map<string, number>()
  for (let index = 0; index < cases.length; index++) {
    const typescript = sorted(validate(exportOf(cases[index]!)).map(({ rule, path }) => `${rule} ${path}`))
    const cpp = sorted(lines[index]!.split(';').filter(Boolean))
    if (cpp !== typescript) return { disagreement: { index, input: inputs[index]!, typescript, cpp }, rules }
    for (const rule of new Set(cpp.match(/DAP-\w+/g) ?? ['none'])) rules.set(rule, (rules.get(rule) ?? 0) + 1)
  }
  return { disagreement: undefined, rules }
}

/** Which of two equal indices is named is not agreed on. */
function sorted(findings: string[]): string {
  return findings
    .map((finding) => finding.replace(/indices\[\d+\]$/, 'indices'))
    .sort()
    .join('; ')
}

function strideOf(dim: Dim, dtype: DType): number {
  return dim.stride * componentSize(dtype) + dim.crooked
}

/** A section as describe_findings.cc reads it. */
function inputOf({ dtype, readonly, offset, dims }: Section): string {
  const { code, bits } = dapDType(dtype)
  const numbers = dims.flatMap((dim) => [
    dim.extent,
    strideOf(dim, dtype),
    dim.letter.charCodeAt(0),
    dim.size,
    dim.gridSize,
    dim.gridRank,
    dim.start,
    dim.stop,
    ...dim.padding,
    dim.blockSize,
    dim.periodic ? 1 : 0,
    dim.oneToOne ? 1 : 0,
    dim.indices.length,
    ...dim.indices,
  ])
  return [code, bits, readonly ? 1 : 0, offset, dims.length, ...numbers].join(' ')
}

const memory = new ArrayBuffer(8192)

/** The same as an export; memory enough for every stride. */
function exportOf({ dtype, readonly, offset, dims }: Section): unknown {
  const data = new Uint8Array(memory, 4096 + offset)
  const strides = dims.map((dim) => strideOf(dim, dtype))
  const buffer = { data, shape: dims.map(({ extent }) => extent), strides, format: formatOf(dtype), readonly }
  return { __version__: '0.10.0', buffer, dim_data: dims.map(dictionaryOf) }
}

/** The keys of the dist_type; of the others those that a C struct would have to leave zero. */
function dictionaryOf(dim: Dim): object {
  const { letter, start, stop, padding, periodic, blockSize, oneToOne } = dim
  return {
    dist_type: letter,
    size: dim.size,
    proc_grid_size: dim.gridSize,
    proc_grid_rank: dim.gridRank,
    ...((letter !== 'u' || start !== 0) && { start }),
    ...((letter === 'b' || stop !== 0) && { stop }),
    ...((letter === 'b' || padding.some(Boolean)) && { padding }),
    ...((letter === 'b' || periodic) && { periodic }),
    ...((letter === 'c' || (blockSize !== 0 && blockSize !== 1)) && { block_size: blockSize }),
    ...((letter === 'u' || oneToOne) && { one_to_one: oneToOne }),
    ...(letter === 'u' && { indices: BigInt64Array.from(dim.indices, BigInt) }),
  }
}
