import { isArrayBuffer, isUint8Array } from 'node:util/types'
import { typedArrayName } from '../../protocol/memory.js'
import { WireError } from './errors.js'

type Build = (buffer: ArrayBuffer, byteOffset: number, bytes: number) => ArrayBuffer | ArrayBufferView

interface Kind {
  readonly align: number
  readonly build: Build
}

interface ArrayType {
  new (buffer: ArrayBuffer, byteOffset: number, length: number): ArrayBufferView
  readonly BYTES_PER_ELEMENT: number
}

function typed(type: ArrayType): Kind {
  const align = type.BYTES_PER_ELEMENT
  return { align, build: (buffer, byteOffset, bytes) => new type(buffer, byteOffset, bytes / align) }
}

/** How each kind of binary data is rebuilt on its bytes. */
const kinds: ReadonlyMap<unknown, Kind> = new Map<unknown, Kind>([
  ['Int8Array', typed(Int8Array)],
  ['Uint8Array', typed(Uint8Array)],
  ['Uint8ClampedArray', typed(Uint8ClampedArray)],
  ['Int16Array', typed(Int16Array)],
  ['Uint16Array', typed(Uint16Array)],
  ['Int32Array', typed(Int32Array)],
  ['Uint32Array', typed(Uint32Array)],
  ['Float32Array', typed(Float32Array)],
  ['Float64Array', typed(Float64Array)],
  ['BigInt64Array', typed(BigInt64Array)],
  ['BigUint64Array', typed(BigUint64Array)],
  ['Buffer', { align: 1, build: (buffer, byteOffset, bytes) => Buffer.from(buffer, byteOffset, bytes) }],
  ['DataView', { align: 1, build: (buffer, byteOffset, bytes) => new DataView(buffer, byteOffset, bytes) }],
  ['ArrayBuffer', { align: 1, build: (buffer, byteOffset, bytes) => wholeBuffer(buffer, byteOffset, bytes) }],
])

function wholeBuffer(buffer: ArrayBuffer, byteOffset: number, bytes: number): ArrayBuffer {
  return byteOffset === 0 && bytes === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + bytes)
}

/** Binary data as its kind and its bytes; the bytes are a view, not a copy. Undefined for anything else. */
export function asBytes(value: object): { kind: string; bytes: Uint8Array } | undefined {
  if (ArrayBuffer.isView(value)) {
    const kind = Buffer.isBuffer(value) ? 'Buffer' : (typedArrayName(value) ?? 'DataView')
    return { kind, bytes: new Uint8Array(value.buffer, value.byteOffset, value.byteLength) }
  }
  if (isArrayBuffer(value)) return { kind: 'ArrayBuffer', bytes: new Uint8Array(value) }
  return undefined
}

/**
 * Rebuild binary data on its bytes; they are copied only where the kind needs an alignment that they do not have.
 *
 * @throws {WireError} No such kind, or not its bytes.
 */
export function fromBytes(kind: unknown, bytes: unknown): ArrayBuffer | ArrayBufferView {
  const found = kinds.get(kind)
  if (found === undefined || !isUint8Array(bytes) || bytes.length % found.align !== 0)
    throw new WireError('Expected bytes of a typed array but received something else')
  const buffer = bytes.buffer
  if (bytes.byteOffset % found.align === 0 && buffer instanceof ArrayBuffer) return found.build(buffer, bytes.byteOffset, bytes.length)
  return found.build(Uint8Array.from(bytes).buffer, 0, bytes.length)
}
