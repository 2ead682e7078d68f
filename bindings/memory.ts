import { native } from './native.js'
import type { MemoryStatistics } from './native-memory.js'

export type { MemoryStatistics } from './native-memory.js'

/**
 * Return how much native memory the blocks of this process use.
 *
 * Not collective.
 *
 * @returns A new object: the state at the time of the call.
 */
export function memoryStatistics(): MemoryStatistics {
  return native().memory_statistics()
}

/**
 * Give the memory that waits for reuse back to the operating system. Live blocks are not touched.
 *
 * Not collective.
 */
export function trim(): void {
  native().memory_trim()
}
