import type { DType } from '../protocol/dtype.js'

/**
 * One conformance case: an array, how it is distributed, and what an implementation must do with it. Plain JSON, so that
 * a program in any language can read it; `conformance/vectors/*.json` hold lists of these.
 */
export interface ConformanceCase {
  /** Family and name, e.g. `'block/irregular-3'`; unique. */
  name: string
  /** What is special about it, for people. */
  about: string
  /** Rules that an implementation that gets this case wrong is likely to have misread. */
  rules: string[]
  /** Protocol version of the export. */
  version: string
  dtype: DType
  /** Number of processes: the product of the process grid, and of the replicated dimensions when the extension has some. */
  ranks: number
  /** Global extents, shape [ndim]. */
  globalShape: number[]
  /** Extents of the process grid, shape [ndim]; ranks count through it, and then through replicated dimensions, in row-major order. */
  gridShape: number[]
  /** One per rank. */
  sections: CaseSection[]
  /** Whether a consumer must take the export or refuse it. */
  expect: 'accept' | 'refuse'
  /** The rule that must be found; a warning when `expect` is `'accept'`. */
  rule?: string
  /** Who can see that the rule is broken: each process by itself, or only all together. Only when `expect` is `'refuse'`. */
  scope?: 'local' | 'global'
  /** False for what an implementation may leave out: its outcome is told but does not decide. */
  required: boolean
  /** What an implementation needs to support; one that does not says so in its claims, and the case is skipped. */
  features: string[]
}

/** One process's section of a case. */
export interface CaseSection {
  /** Local extents, communication padding included, shape [ndim]. */
  shape: number[]
  /** Bytes between neighbours along each dimension, shape [ndim]; absent: row-major without gaps. */
  strides?: number[]
  /** Byte of element (0, ..., 0) in the memory; absent: 0. */
  offset?: number
  /** Bytes of memory; absent: what a row-major section without gaps takes. */
  bytes?: number
  /** The consumer must not write; absent: false. */
  readonly?: boolean
  /** Element type of the indices of unstructured dimensions; absent: int32 where all fit, else int64. */
  indexType?: DType
  /**
   * The dimension dictionaries as the export has them, shape [ndim]. The indices of an unstructured dimension are a list of
   * numbers here and an integer array of `indexType` in the export.
   */
  dim_data: JsonObject[]
  /** The extension dictionary (key `__extension__`), when the export has one. */
  extension?: JsonObject
  /** What else to change in the export, in order: how negative cases break rules that are not about dictionaries. */
  changes?: Change[]
  /** Global index of each local position, per dimension: the oracle. Empty in cases to refuse. */
  globalIndices: number[][]
}

/** Set, or remove, one entry of an export, found by its keys from the top: `['buffer', 'shape', 0]`. */
export type Change = { path: (string | number)[]; value: Json } | { path: (string | number)[]; remove: true }

export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

/**
 * A value that JSON lacks, as it stands in a case. An implementation whose language has no such value skips the case.
 *
 * - `undefined`, `nan`, `infinity`: the value.
 * - `bigint`: an arbitrary-precision integer; `value` is its decimal text.
 * - `getter-throws`: reading the entry fails.
 * - `list`: `value`, a plain list of numbers where an array of a fixed element type belongs.
 * - `typed-array`: an array with elements of type `type` (a dtype) and values `value`; 64-bit ones are decimal texts.
 * - `bare`: the section's memory as a plain typed array, instead of a buffer with shape and strides.
 * - `resizable`: the memory, or with `type` and `value` an array of these, in a buffer that can change its size.
 * - `detached`: a view on memory that was given away.
 * - `object`: an instance of an unrelated class.
 */
export interface SpecialValue {
  $special: SpecialName
  type?: DType
  value?: Json
}

export type SpecialName =
  | 'undefined'
  | 'nan'
  | 'infinity'
  | 'bigint'
  | 'getter-throws'
  | 'list'
  | 'typed-array'
  | 'bare'
  | 'resizable'
  | 'detached'
  | 'object'

/** Tell whether an entry of a case stands for a value that JSON lacks. */
export function isSpecial(value: unknown): value is SpecialValue {
  return typeof value === 'object' && value !== null && '$special' in value
}
