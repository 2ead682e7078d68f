import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Collect garbage until finalizers have run, and write over memory that was given back, so that whoever still reads it
 * reads something else.
 *
 * Not collective.
 *
 * @param bytes Size of the memory that may have been given back.
 */
export async function collectGarbage(bytes: number): Promise<void> {
  if (!globalThis.gc) throw new Error('Expected node --expose-gc: without it the lifetime of memory cannot be checked')
  await nextTurn() // what a WeakRef gave out in this turn lives until its end
  globalThis.gc()
  await nextTurn() // finalizers run between turns
  const reused = Array.from({ length: 32 }, () => new Uint8Array(Math.max(bytes, 1)).fill(0x5a))
  if (reused.some((memory) => memory[0] !== 0x5a)) throw new Error('Fresh memory does not keep what is written to it')
}
