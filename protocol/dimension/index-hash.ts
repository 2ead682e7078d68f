/**
 * Hash a global index to 32 bits.
 *
 * Not collective.
 *
 * @param index Any safe integer, also negative.
 * @param salt  An int32; another salt spreads the indices differently.
 * @returns     An unsigned integer below 2^32. The last steps are those of MurmurHash3's finalizer.
 */
export function hashIndex(index: number, salt: number): number {
  let h = (index | 0) ^ salt ^ Math.imul(Math.floor(index / 0x1_0000_0000), 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
