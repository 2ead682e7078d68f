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

/** bindings/src/memory/block.cc */
export interface MemoryNative {
  block_take(bytes: number, zero: boolean): number
  block_show(taken: number, windowBytes: number): ArrayBuffer[]
  block_release(taken: number): void
  block_read(taken: number, offset: number, into: Uint8Array): void
  block_fill(taken: number, item: Uint8Array): void
  block_address(taken: number): bigint
  block_free(window: ArrayBuffer): void
  address_of(window: ArrayBuffer): bigint
  memory_statistics(): MemoryStatistics
  memory_trim(): void
}
