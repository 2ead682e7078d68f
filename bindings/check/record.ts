/*
 * What a rank is about to do, as a record of fixed length, so that one allgather brings all of them together.
 */

/** Bytes of a record. */
export const recordLength = 192
const tailLength = 9
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Write the text of a call; of a long one the beginning and a hash of all. */
export function encodeRecord(text: string): Uint8Array {
  const record = new Uint8Array(recordLength)
  const { read, written } = encoder.encodeInto(text, record)
  if (read === text.length) return record
  // Up to a whole character, for which encodeInto has cared.
  const cut = encoder.encodeInto(text, record.subarray(0, recordLength - tailLength)).written
  record.fill(0, cut, written)
  encoder.encodeInto(`#${hashOf(text)}`, record.subarray(cut))
  return record
}

/** The text of a record. */
export function decodeRecord(record: Uint8Array): string {
  const end = record.indexOf(0)
  return decoder.decode(end === -1 ? record : record.subarray(0, end))
}

/** FNV-1a over the UTF-16 units, as 8 hexadecimal digits. */
export function hashOf(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
