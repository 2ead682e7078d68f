import type { DapArray } from '../../bindings/dap-array.js'
import type { DistArrayExport } from '../../protocol/export.js'
import type { ImportedArray } from '../../protocol/import.js'
import { requireMemory } from './section.js'

/** Where the entries of a library's vector are. */
export interface VectorMemory {
  /**
   * Check that the memory is still there.
   *
   * Not collective.
   *
   * @param what The vector's class, for the message.
   * @throws {UseAfterFreeError} It is gone.
   */
  require(what: string): void
  /** This rank's entries, shape [n], as a view of the memory. Not collective. */
  entries(n: number): Float64Array
  /** This rank's section of the array that the memory is. Not collective. */
  export(): DistArrayExport
  /** Let go of the memory. Not collective. Idempotent. */
  free(): void
}

/** The memory of an array that the library was lent. */
export class LentMemory implements VectorMemory {
  private readonly array: DapArray

  /** @param array Taken over: freed with this object. */
  constructor(array: DapArray) {
    this.array = array
  }

  private get imported(): ImportedArray {
    return this.array.imported
  }

  require(what: string): void {
    requireMemory(this.imported, what)
  }

  entries(n: number): Float64Array {
    return entriesOf(this.imported.buffer.data, n)
  }

  export(): DistArrayExport {
    const { version, buffer, dimData } = this.imported
    return { __version__: version, buffer, dim_data: dimData }
  }

  free(): void {
    this.array.free()
  }
}

/** Memory that the library itself made for the vector. */
export class OwnMemory implements VectorMemory {
  private readonly makeExport: () => DistArrayExport
  private made: DistArrayExport | undefined

  /** @param makeExport Returns a new export, which keeps the memory alive by itself. Called once at most, when first needed. */
  constructor(makeExport: () => DistArrayExport) {
    this.makeExport = makeExport
  }

  private get exported(): DistArrayExport {
    this.made ??= this.makeExport() // one ArrayBuffer for everybody who asks
    return this.made
  }

  require(): void {} // it lives as long as the vector

  entries(n: number): Float64Array {
    const { buffer } = this.exported
    return entriesOf('data' in buffer ? buffer.data : buffer, n)
  }

  export(): DistArrayExport {
    return { ...this.exported }
  }

  free(): void {
    this.made = undefined
  }
}

function entriesOf(view: ArrayBufferView, n: number): Float64Array {
  return new Float64Array(view.buffer, view.byteOffset, n)
}
