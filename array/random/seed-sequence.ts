/**
 * Turn a seed and the path of a stream into the two words of a Philox key.
 *
 * Not collective.
 *
 * @param seed At least 0, of any size.
 * @param path Numbers of the streams from the outermost on, each in [0, 2^53); shape [depth].
 * @returns    Shape [2]: the key that NumPy's `Philox(SeedSequence(seed, spawn_key=path))` has.
 * @remarks    Seeds that differ in one bit have keys with nothing in common, and so have neighbouring streams of one seed.
 * @see source: O'Neill, Developing a seed_seq Alternative (2015), in the arrangement of NumPy's SeedSequence.
 */
export function keyOf(seed: bigint, path: readonly number[]): BigUint64Array {
  const entropy = wordsOf(seed)
  // So that no seed with a path is another seed without: a seed has at least as many words as the pool then.
  while (path.length > 0 && entropy.length < poolSize) entropy.push(0)
  for (const step of path) entropy.push(...wordsOf(BigInt(step)))
  const pool = mixEntropy(entropy)
  return BigUint64Array.from([0, 2], (at) => joined(stateWord(pool, at), stateWord(pool, at + 1)))
}

const poolSize = 4
const multiplierA = 0x931e8875
const multiplierB = 0x58f38ded
const startA = 0x43b0d7e5
const startB = 0x8b51f9dd

/** 32-bit words, the lowest first; at least one. */
function wordsOf(value: bigint): number[] {
  const words = [Number(value & 0xffffffffn)]
  for (let rest = value >> 32n; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn))
  return words
}

/** A hash whose constant changes with every use, by one multiplier. */
function hasher(start: number, multiplier: number): (value: number) => number {
  let constant = start
  return (value) => {
    const mixed = value ^ constant
    constant = Math.imul(constant, multiplier)
    return folded(Math.imul(mixed, constant))
  }
}

function folded(value: number): number {
  return (value ^ (value >>> 16)) >>> 0
}

function mixed(x: number, y: number): number {
  return folded(Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y))
}

/** Mix words of entropy into a pool in which each affects all. */
function mixEntropy(entropy: readonly number[]): number[] {
  const hash = hasher(startA, multiplierA)
  const pool = Array.from({ length: poolSize }, (_, i) => hash(entropy[i] ?? 0))
  for (let from = 0; from < poolSize; from++)
    for (let to = 0; to < poolSize; to++) if (from !== to) pool[to] = mixed(pool[to] as number, hash(pool[from] as number))
  for (const word of entropy.slice(poolSize)) for (let to = 0; to < poolSize; to++) pool[to] = mixed(pool[to] as number, hash(word))
  return pool
}

/** Word `at` of what a pool makes. */
function stateWord(pool: readonly number[], at: number): number {
  const hash = hasher(startB, multiplierB)
  for (let i = 0; i < at; i++) hash(0)
  return hash(pool[at % poolSize] as number)
}

function joined(low: number, high: number): bigint {
  return BigInt(low) | (BigInt(high) << 32n)
}
