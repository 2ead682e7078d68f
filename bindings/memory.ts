import { native } from './native.js'

/** What the native memory of this process's blocks comes to, in bytes and counts. */
export interface MemoryStatistics {
  /** Bytes asked for by blocks that are not freed, or whose memory a native holder still uses. */
  readonly liveBytes: number
  /** Number of those blocks. */
  readonly liveBlocks: number
  /** Highest `liveBytes` so far. */
  readonly peakBytes: number
  /** Buffers returned by the garbage collector because nobody called `free()`. */
  readonly collectedBuffers: number
  /** Allocations served by memory freed before. */
  readonly poolHits: number
  /** Allocations for which the operating system was asked. */
  readonly poolMisses: number
  /** Bytes that wait for reuse. */
  readonly pooledBytes: number
  /** Most bytes that may wait for reuse: a sixteenth of the machine's memory, or `DISTARRAY_POOL_BYTES`. */
  readonly poolLimit: number
}

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
