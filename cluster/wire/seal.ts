import { lower, type Share } from './lower.js'
import { pack, unpack } from './packed.js'
import { raise, type Source } from './raise.js'
import { Sealed } from './sealed.js'

/**
 * Encode a value now. It may change afterwards.
 *
 * @param share Puts typed arrays where the receiver can fetch them; those that it does not take are copied.
 * @throws {ArgumentError} As `encodeMessage`.
 */
export function seal(value: unknown, share?: Share): Sealed {
  const frames: Uint8Array[] = []
  let isForOne = false
  const noting: Share = (bytes) => {
    const name = share?.(bytes)
    isForOne ||= name !== undefined
    return name
  }
  const packed = pack(lower(value, { frames, share: noting }))
  return new Sealed(
    packed,
    frames.map((frame) => Uint8Array.from(frame)),
    isForOne,
  )
}

/**
 * Return the value that was sealed.
 *
 * @param fetch Gets bytes that `share` put elsewhere.
 * @throws {WireError} It was not made by {@link seal}, or its bytes are gone.
 */
export function openSealed({ packed, frames }: Sealed, fetch?: Source['fetch']): unknown {
  return raise(unpack(packed), { frames, fetch, isSealed: true })
}
