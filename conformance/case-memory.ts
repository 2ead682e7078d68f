import { contiguousStrides } from '../protocol/buffer.js'
import { formatOf, itemSize, typedArrayFor } from '../protocol/dtype.js'
import { product } from '../protocol/integers.js'
import type { CaseSection, ConformanceCase, JsonObject } from './case.js'
import { applyChanges } from './changes.js'
import { Elements, indicesOf } from './elements.js'
import { indexArray } from './index-array.js'
import { revive } from './special.js'
import { type ElementValue, valueAt } from './value.js'

/** What stands in every byte of a case's memory that is no element's. */
export const guardByte = 0xa5

/** One section of a case in memory: the harness's own producer. */
export class CaseMemory {
  readonly memory: ArrayBuffer
  readonly elements: Elements
  private readonly _case: ConformanceCase
  private readonly _section: CaseSection

  /**
   * Lay out the section of `rank` and give every element its value.
   *
   * @param memory Where, of {@link bytesOf} bytes; default: new memory.
   */
  constructor(one: ConformanceCase, rank: number, memory?: ArrayBuffer) {
    const section = one.sections[rank]!
    this._case = one
    this._section = section
    this.memory = memory ?? new ArrayBuffer(bytesOf(one, rank))
    new Uint8Array(this.memory).fill(guardByte)
    this.elements = new Elements(one.dtype, this.memory, section.offset ?? 0, section.shape, stridesOf(one, section))
    if (section.globalIndices.length === section.shape.length)
      for (const index of indicesOf(section.shape)) this.elements.set(index, wantedValue(one, section, index))
  }

  /**
   * Export the section as a producer would: a new dictionary over the same memory each time.
   *
   * @throws {NotExpressible} The case needs a value that JavaScript lacks.
   */
  export(): unknown {
    const { _case: one, _section: section } = this
    const exported: Record<string, unknown> = {
      __version__: one.version,
      buffer: {
        data: new Uint8Array(this.memory, this.elements.start),
        shape: [...section.shape],
        strides: [...this.elements.strides],
        format: formatOf(one.dtype),
        ...(section.readonly === undefined ? {} : { readonly: section.readonly }),
      },
      dim_data: section.dim_data.map((dim) => this.dimension(dim)),
    }
    if (section.extension) exported.__extension__ = revive(section.extension, this)
    return applyChanges(exported, section.changes ?? [], this)
  }

  /** The memory as a plain typed array. */
  bare(): ArrayBufferView {
    return new (typedArrayFor(this._case.dtype))(this.memory, this.elements.start, product(this._section.shape))
  }

  /** Bytes outside every element that no longer hold the guard. */
  touchedGuards(): number[] {
    const occupied = this.elements.occupied()
    const bytes = new Uint8Array(this.memory)
    return [...bytes.keys()].filter((byte) => !occupied[byte] && bytes[byte] !== guardByte)
  }

  private dimension(dim: JsonObject): unknown {
    const copy = revive(dim, this) as Record<string, unknown>
    if (Array.isArray(dim.indices)) copy.indices = indexArray(dim.indices as number[], this._section.indexType)
    return copy
  }
}

/** Bytes of memory that the section of `rank` takes. */
export function bytesOf(one: ConformanceCase, rank: number): number {
  const { bytes, shape } = one.sections[rank]!
  return bytes ?? product(shape) * itemSize(one.dtype)
}

/** The value that belongs at a local index of a section. */
export function wantedValue(one: ConformanceCase, section: CaseSection, index: readonly number[]): ElementValue {
  return valueAt(
    one.dtype,
    index.map((i, d) => section.globalIndices[d]![i]!),
  )
}

function stridesOf(one: ConformanceCase, { strides, shape }: CaseSection): readonly number[] {
  return strides ?? contiguousStrides(shape, itemSize(one.dtype))
}
