import { WireError } from './errors.js'
import { mark } from './lower.js'
import { unpack } from './packed.js'
import { Sealed } from './sealed.js'
import { putTogether } from './special.js'
import { fromBytes } from './typed-arrays.js'

/** Where what is not in the first frame comes from. */
export interface Source {
  /** The frames after the first. */
  readonly frames: readonly Uint8Array[]
  /** Leave sealed parts as they are, to be passed on. */
  readonly keepSealed?: boolean | undefined
  /** What is being read is a sealed part: there is none in it. */
  readonly isSealed?: boolean | undefined
  /** Fetches bytes that were put elsewhere. Throws WireError when they are not there. */
  readonly fetch?: ((name: string, bytes: number) => Uint8Array) | undefined
}

/**
 * Undo `lower`, in place where it can.
 *
 * @throws {WireError} The value was not made by `lower`.
 */
export function raise(value: unknown, source: Source): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return raiseArray(value, source)
  if (ArrayBuffer.isView(value)) throw new WireError('Expected bytes only in a typed array')
  const object = value as Record<string, unknown>
  if (Object.hasOwn(object, mark)) return raiseSpecial(object[mark], source)
  for (const key of Object.keys(object)) {
    const item = object[key]
    if (typeof item === 'object' && item !== null) object[key] = raise(item, source)
  }
  return object
}

function raiseArray(array: unknown[], source: Source): unknown[] {
  for (let i = 0; i < array.length; i++) {
    const item = array[i]
    if (typeof item === 'object' && item !== null) array[i] = raise(item, source)
  }
  return array
}

function raiseSpecial(content: unknown, source: Source): unknown {
  if (!Array.isArray(content)) throw new WireError('Expected a tagged value but it has no content')
  const [tag, ...parts] = content
  if (tag === 'bytes') return fromBytes(parts[0], bytesAt(parts[1], source))
  if (tag === 'sealed') return raiseSealed(parts, source)
  return putTogether(raiseArray(content, source))
}

/** The inverse of `placeOf`. */
function bytesAt(place: unknown, { frames, fetch }: Source): unknown {
  if (typeof place === 'number') return frames[place - 1]
  if (!Array.isArray(place)) return place
  const [name, bytes] = place
  if (fetch === undefined || typeof name !== 'string' || !Number.isSafeInteger(bytes))
    throw new WireError('Expected data in the message but it is in memory that is not shared with this process')
  return fetch(name, bytes)
}

function raiseSealed([packed, first, count]: readonly unknown[], source: Source): unknown {
  const { frames, keepSealed, isSealed } = source
  if (isSealed || !(packed instanceof Uint8Array) || !isCount(first) || !isCount(count) || first + count > frames.length)
    throw new WireError('Expected a sealed part but it is incomplete')
  const own = frames.slice(first, first + count)
  if (keepSealed) return new Sealed(packed, own)
  return raise(unpack(packed), { ...source, frames: own, isSealed: true })
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
