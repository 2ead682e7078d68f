import type { DType } from '../protocol/dtype.js'
import { isSpecial, type Json, type SpecialValue } from './case.js'
import { typedArrayOf } from './index-array.js'

/** What a special value may refer to: the memory of its section. */
export interface SpecialSource {
  readonly memory: ArrayBuffer
  bare(): ArrayBufferView
}

/** A special value that this version of the runtime cannot make. */
export class NotExpressible extends Error {
  override readonly name = 'NotExpressible'
}

/** The value of a `getter-throws` entry until {@link setEntry} puts it in its place. */
export const throwing = Symbol('getter-throws')

/** Turn JSON of a case into the value it stands for: new objects, special values resolved. */
export function revive(value: Json, source: SpecialSource): unknown {
  if (Array.isArray(value)) return value.map((item) => revive(item, source))
  if (isSpecial(value)) return make(value, source)
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) setEntry(copy, key, revive(item, source))
  return copy
}

/** Put a revived value into a dictionary or list. */
export function setEntry(target: object, key: string | number, value: unknown): void {
  if (value !== throwing) {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
    return
  }
  const get = (): never => {
    throw new Error(`Reading ${key} fails, as this case wants`)
  }
  Object.defineProperty(target, key, { get, enumerable: true, configurable: true })
}

function make(special: SpecialValue, source: SpecialSource): unknown {
  const name = special.$special
  switch (name) {
    case 'undefined':
      return undefined
    case 'nan':
      return Number.NaN
    case 'infinity':
      return Number.POSITIVE_INFINITY
    case 'bigint':
      return BigInt(special.value as string)
    case 'getter-throws':
      return throwing
    case 'list':
      return [...(special.value as number[])]
    case 'typed-array':
      return typedArrayOf(special.type as DType, special.value as (number | string)[])
    case 'bare':
      return source.bare()
    case 'resizable':
      return resizable(special.type ? typedArrayOf(special.type, special.value as number[]) : new Uint8Array(source.memory))
    case 'detached':
      return detached(source.memory)
    case 'object':
      return new Date(0)
    default:
      throw new NotExpressible(`Unknown special value '${name satisfies never}'`)
  }
}

/** An array of the same kind and contents on memory that can change its size. */
function resizable(array: ArrayBufferView): ArrayBufferView {
  const { byteLength } = array
  const memory: ArrayBuffer = Reflect.construct(ArrayBuffer, [byteLength, { maxByteLength: 2 * byteLength }])
  new Uint8Array(memory).set(new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, byteLength))
  return Reflect.construct(array.constructor as new () => ArrayBufferView, [memory])
}

function detached(memory: ArrayBuffer): ArrayBufferView {
  const view = new Uint8Array(memory.byteLength)
  structuredClone(view.buffer, { transfer: [view.buffer] })
  return view
}
