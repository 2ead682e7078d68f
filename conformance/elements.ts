import type { DType } from '../protocol/dtype.js'
import { itemSize } from '../protocol/dtype.js'
import type { ElementValue } from './value.js'

/** Native byte order, as in every buffer of the protocol. */
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

interface Codec {
  read(view: DataView, byte: number): ElementValue
  write(view: DataView, byte: number, value: ElementValue): void
}

/** Reading and writing by the names that DataView has. */
function plain(name: 'Int8' | 'Int16' | 'Int32' | 'Uint8' | 'Uint16' | 'Uint32' | 'Float32' | 'Float64'): Codec {
  return {
    read: (view, byte) => view[`get${name}`](byte, littleEndian),
    write: (view, byte, value) => view[`set${name}`](byte, Number(value), littleEndian),
  }
}

function wide(name: 'BigInt64' | 'BigUint64'): Codec {
  return {
    read: (view, byte) => view[`get${name}`](byte, littleEndian),
    write: (view, byte, value) => view[`set${name}`](byte, BigInt(value as bigint), littleEndian),
  }
}

function complex(name: 'Float32' | 'Float64', bytes: number): Codec {
  const part = plain(name)
  return {
    read: (view, byte) => [part.read(view, byte) as number, part.read(view, byte + bytes) as number],
    write: (view, byte, value) => {
      const [re, im] = value as readonly [number, number]
      part.write(view, byte, re)
      part.write(view, byte + bytes, im)
    },
  }
}

const codecs: Readonly<Record<DType, Codec>> = {
  bool: { read: (view, byte) => view.getUint8(byte) !== 0, write: (view, byte, value) => view.setUint8(byte, value ? 1 : 0) },
  int8: plain('Int8'),
  int16: plain('Int16'),
  int32: plain('Int32'),
  int64: wide('BigInt64'),
  uint8: plain('Uint8'),
  uint16: plain('Uint16'),
  uint32: plain('Uint32'),
  uint64: wide('BigUint64'),
  float32: plain('Float32'),
  float64: plain('Float64'),
  complex64: complex('Float32', 4),
  complex128: complex('Float64', 8),
}

/** Elements of one dtype in memory with strides, by local index: the harness's own, so that it trusts nobody's. */
export class Elements {
  private readonly _view: DataView
  private readonly _codec: Codec

  /**
   * @param memory  The memory that holds the elements.
   * @param start   Byte of element (0, ..., 0) in it.
   * @param shape   Extents, shape [ndim].
   * @param strides Bytes, shape [ndim].
   */
  constructor(
    readonly dtype: DType,
    memory: ArrayBufferLike,
    readonly start: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {
    this._view = new DataView(memory as ArrayBuffer)
    this._codec = codecs[dtype]
  }

  get(index: readonly number[]): ElementValue {
    return this._codec.read(this._view, this.byteOf(index))
  }

  set(index: readonly number[], value: ElementValue): void {
    this._codec.write(this._view, this.byteOf(index), value)
  }

  /** First byte of an element, counted from the start of the memory. */
  byteOf(index: readonly number[]): number {
    return index.reduce((byte, i, d) => byte + i * this.strides[d]!, this.start)
  }

  /** The bytes that elements occupy, one entry per byte of the memory. */
  occupied(): Uint8Array {
    const marks = new Uint8Array(this._view.byteLength)
    const size = itemSize(this.dtype)
    for (const index of indicesOf(this.shape)) marks.fill(1, this.byteOf(index), this.byteOf(index) + size)
    return marks
  }
}

/** Every local index, the last dimension counting fastest. */
export function* indicesOf(shape: readonly number[]): Generator<number[]> {
  if (shape.includes(0)) return
  const index = new Array<number>(shape.length).fill(0)
  for (;;) {
    yield [...index]
    let d = shape.length - 1
    while (d >= 0 && ++index[d]! === shape[d]) index[d--] = 0
    if (d < 0) return
  }
}

/** Whether two elements are equal: NaN equals itself, and 0 equals -0. */
export function sameElement(a: ElementValue, b: ElementValue): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return sameNumber(a[0], b[0]) && sameNumber(a[1], b[1])
  return sameNumber(a, b)
}

function sameNumber(a: unknown, b: unknown): boolean {
  return a === b || Object.is(a, b)
}
