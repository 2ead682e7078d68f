import { readdirSync, readFileSync } from 'node:fs'

/**
 * Find the processes of this machine that have `entry` in the environment they were started with, this one excepted.
 *
 * Not collective.
 *
 * @param entry E.g. `'DISTARRAY_ENGINE=/dev/shm/distarray-x/engine.json'`.
 * @returns Their ids. Processes of other users are not seen.
 * @see source: proc(5), `/proc/pid/environ`.
 */
export function processesWith(entry: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && environment(pid).includes(entry))
}

/** Kill the processes that {@link processesWith} finds, and those they start meanwhile, until there are none. */
export function killProcessesWith(entry: string): void {
  for (let tries = 0; tries < 20; tries++) {
    const pids = processesWith(entry)
    if (pids.length === 0) return
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {} // it has ended meanwhile
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
  }
}

function environment(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
  } catch {
    return [] // it has ended, or is not ours
  }
}
