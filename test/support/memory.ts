import assert from 'node:assert/strict'
import { closeSync, openSync, readSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { memoryStatistics } from '../../bindings/memory.js'

/** A copy of the bytes at an address of this process, also where JavaScript has no view. */
export function memoryAt(address: bigint, bytes: number): ArrayBuffer {
  const fd = openSync('/proc/self/mem', 'r')
  try {
    const out = new ArrayBuffer(bytes)
    assert.equal(readSync(fd, new Uint8Array(out), 0, bytes, address), bytes)
    return out
  } finally {
    closeSync(fd)
  }
}

/** Collect garbage until `done`; finalizers run between turns of the event loop. Needs node --expose-gc. */
export async function collectUntil(done: () => boolean): Promise<void> {
  for (let i = 0; i < 50; i++) {
    globalThis.gc!()
    await delay(10)
    if (done()) return
  }
  assert.fail(`still not: ${JSON.stringify(memoryStatistics())}`)
}
