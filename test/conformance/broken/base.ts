import type { Communicator } from '../../../bindings/communicator.js'
import type { CaseSection, ConformanceCase, JsonObject } from '../../../conformance/case.js'
import { Elements, indicesOf } from '../../../conformance/elements.js'
import { indexArray } from '../../../conformance/index-array.js'
import type { Claims } from '../../../conformance/subject.js'
import { type ElementValue, valueAt } from '../../../conformance/value.js'
import type { FullDim, IndexArray } from '../../../protocol/dim-data.js'
import { type DType, formatOf, importArray, itemSize } from '../../../protocol/index.js'

/** One section, as the small implementation below keeps it. */
export interface Piece {
  dtype: DType
  memory: ArrayBufferLike
  /** Byte of element (0, ..., 0). */
  start: number
  shape: readonly number[]
  strides: readonly number[]
  readonly: boolean
  dims: readonly FullDim[]
}

/** An export on its way out, before anybody has looked at it. */
export interface Outgoing {
  __version__: string
  buffer: Record<string, unknown>
  dim_data: Record<string, unknown>[]
}

/** What the implementation does, step by step. A broken implementation does one step wrong. */
export interface Steps {
  /** Producer: the dictionaries of the array that is asked for, optional keys filled in. */
  describe(section: CaseSection): readonly FullDim[]
  /** Producer: local extent of a dimension. */
  extent(dim: FullDim): number
  /** Producer: strides of new memory, in bytes. */
  strides(shape: readonly number[], itemsize: number): number[]
  /** Producer: global index at a local position. */
  globalIndex(dim: FullDim, position: number): number
  /** Producer: the value at a global index. */
  value(dtype: DType, index: readonly number[]): ElementValue
  /** Consumer: check an export and take it apart; throws to refuse. */
  take(exported: unknown): Piece
  /** Consumer: what to keep of a section that was taken; the same memory. */
  keep(piece: Piece): Piece
  /** Both: the memory at the moment of an export. */
  look(piece: Piece): Piece
  /** Both: the export, last of all. */
  send(exported: Outgoing, piece: Piece): unknown
}

/** Every step done right. */
export const right: Steps = {
  describe: ({ dim_data, shape, indexType }) => dim_data.map((dim, d) => filled(dim, shape[d]!, indexType)),
  extent: (dim) => (dim.dist_type === 'b' ? dim.stop - dim.start : dim.dist_type === 'u' ? dim.indices.length : dealt(dim).length),
  strides(shape, itemsize) {
    const strides: number[] = []
    let stride = itemsize
    for (const extent of [...shape].reverse()) {
      strides.unshift(stride)
      stride *= extent
    }
    return strides
  },
  globalIndex: (dim, position) =>
    dim.dist_type === 'b' ? dim.start + position : dim.dist_type === 'u' ? Number(dim.indices[position]) : dealt(dim)[position]!,
  value: valueAt,
  take(exported) {
    const { dtype, buffer, shape, dimData } = importArray(exported)
    const { data, strides, readonly = false } = buffer
    return { dtype, memory: data.buffer, start: data.byteOffset, shape, strides, readonly, dims: dimData }
  },
  keep: (piece) => piece,
  look: (piece) => piece,
  send: (exported) => exported,
}

/** What a plug-in module exports. */
export interface Implementation {
  producer(comm: Communicator, one: ConformanceCase, section: CaseSection): unknown
  consumer(comm: Communicator, exported: unknown): unknown
  claims: Claims
}

/**
 * A small implementation of the protocol that uses none of distarray's arrays, with some of its steps replaced.
 *
 * @param bug What it does instead of the right thing; none makes a correct implementation.
 */
export function implementation(bug: Partial<Steps> = {}): Implementation {
  const steps: Steps = { ...right, ...bug }
  return {
    producer: (_comm, one, section) => exporting(produced(steps, one, section), steps),
    consumer: (_comm, exported) => exporting(steps.keep(steps.take(exported)), steps),
    claims: { zeroCopy: true, producer: { unsupported: ['extension'] }, consumer: { unsupported: ['replicated'] } },
  }
}

function produced(steps: Steps, one: ConformanceCase, section: CaseSection): Piece {
  const dims = steps.describe(section)
  const shape = dims.map((dim) => steps.extent(dim))
  const strides = steps.strides(shape, itemSize(one.dtype))
  const memory = new ArrayBuffer(shape.reduce((n, extent) => n * extent, 1) * itemSize(one.dtype))
  const elements = new Elements(one.dtype, memory, 0, shape, strides)
  for (const index of indicesOf(shape)) {
    const place = index.map((i, d) => steps.globalIndex(dims[d]!, i))
    elements.set(index, steps.value(one.dtype, place))
  }
  return { dtype: one.dtype, memory, start: 0, shape, strides, readonly: section.readonly ?? false, dims }
}

function exporting(piece: Piece, steps: Steps): { __distarray__(): unknown } {
  return {
    __distarray__() {
      const { dtype, memory, start, shape, strides, readonly, dims } = steps.look(piece)
      const data = new Uint8Array(memory as ArrayBuffer, start)
      const buffer = { data, shape: [...shape], strides: [...strides], format: formatOf(dtype), readonly }
      const dim_data = dims.map((dim) => ({ ...dim }) as Record<string, unknown>)
      return steps.send({ __version__: '0.10.0', buffer, dim_data }, piece)
    },
  }
}

/** A dictionary of a case with its optional keys. */
function filled(dim: JsonObject, extent: number, indexType: DType | undefined): FullDim {
  const { dist_type: type = 'b', size = extent, proc_grid_size = 1, proc_grid_rank = 0 } = dim
  const common = { size, proc_grid_size, proc_grid_rank } as { size: number; proc_grid_size: number; proc_grid_rank: number }
  if (type === 'c') return { dist_type: 'c', ...common, start: dim.start as number, block_size: (dim.block_size as number) ?? 1 }
  if (type === 'u') {
    const indices = indexArray(dim.indices as number[], indexType) as IndexArray
    return { dist_type: 'u', ...common, indices, one_to_one: dim.one_to_one === true }
  }
  const { start = 0, stop = extent, padding = [0, 0], periodic = false } = dim
  return {
    dist_type: 'b',
    ...common,
    start: start as number,
    stop: stop as number,
    padding: padding as [number, number],
    periodic: periodic as boolean,
  }
}

/** Global indices that are dealt to a process of a cyclic dimension, one by one. */
function dealt(dim: Extract<FullDim, { dist_type: 'c' }>): number[] {
  const indices: number[] = []
  for (let first = dim.start; first < dim.size; first += dim.block_size * dim.proc_grid_size)
    for (let g = first; g < Math.min(first + dim.block_size, dim.size); g++) indices.push(g)
  return indices
}
