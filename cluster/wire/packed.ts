import { Packr } from 'msgpackr'
import { WireError } from './errors.js'
import { checkWellFormed } from './well-formed.js'

const packr = new Packr({ useRecords: false, mapsAsObjects: true, moreTypes: false, variableMapSize: true, int64AsType: 'bigint' })

/** Write a lowered value as MessagePack. */
export function pack(lowered: unknown): Uint8Array {
  return packr.pack(lowered)
}

/**
 * Read MessagePack.
 *
 * @throws {WireError} It is none.
 */
export function unpack(packed: Uint8Array): unknown {
  checkWellFormed(packed)
  try {
    return packr.unpack(packed)
  } catch (cause) {
    throw new WireError(`Expected a message but it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
