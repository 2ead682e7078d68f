import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Return how much memory this process could still be given: what the machine has left, or less where a limit of its control group
 * (a container, a batch job) comes first.
 *
 * Not collective.
 *
 * @returns Bytes. All processes of the machine share them, so several ranks on it must fit in together. Memory that can be reclaimed
 *          (caches of files) counts as available; freed memory that this process keeps for reuse does not, see `memoryStatistics`.
 *          Infinity where the system does not tell.
 * @remarks Reads a few files of the kernel, some 50 microseconds.
 */
export function availableMemory(): number {
  return Math.min(machineMemory(readText('/proc/meminfo')), groupMemory(readText('/proc/self/cgroup'), readText))
}

/** What the machine has left, by the text of /proc/meminfo. */
function machineMemory(meminfo: string): number {
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1]
  return kilobytes === undefined ? Number.POSITIVE_INFINITY : Number(kilobytes) * 1024
}

/**
 * What the control groups of a process leave it.
 *
 * @internal Apart from {@link availableMemory} for tests.
 * @param cgroup Text of /proc/self/cgroup.
 * @param read   Reads a file; empty when there is none.
 * @returns      Bytes; Infinity without a limit.
 * @see source: Linux, Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst.
 */
export function groupMemory(cgroup: string, read: (path: string) => string): number {
  let least = Number.POSITIVE_INFINITY
  for (const line of cgroup.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    if (path === undefined) continue
    const files = controllers === '' ? unified : controllers!.split(',').includes('memory') ? original : undefined
    if (files === undefined) continue
    // In a container the path may be one of the machine outside: then the group is the one at the root of what is mounted.
    for (let folder = join('/', path); ; folder = join(folder, '..')) {
      least = Math.min(least, leftIn(join(files.root, folder), files, read))
      if (folder === '/') break
    }
  }
  return least
}

/** Where one version of control groups keeps what. */
interface GroupFiles {
  readonly root: string
  readonly limit: string
  readonly usage: string
  /** Field of `memory.stat`: caches of files that are not in active use. */
  readonly reclaimable: string
}

const unified: GroupFiles = { root: '/sys/fs/cgroup', limit: 'memory.max', usage: 'memory.current', reclaimable: 'inactive_file' }
const original: GroupFiles = {
  root: '/sys/fs/cgroup/memory',
  limit: 'memory.limit_in_bytes',
  usage: 'memory.usage_in_bytes',
  reclaimable: 'total_inactive_file',
}

function leftIn(folder: string, files: GroupFiles, read: (path: string) => string): number {
  const limit = numberIn(read(join(folder, files.limit)))
  const usage = numberIn(read(join(folder, files.usage)))
  // Without a limit version 2 says 'max', and version 1 a number beyond every machine.
  if (limit === undefined || usage === undefined || limit > 2 ** 53) return Number.POSITIVE_INFINITY
  const reclaimable = new RegExp(`^${files.reclaimable} (\\d+)$`, 'm').exec(read(join(folder, 'memory.stat')))?.[1]
  return Math.max(0, limit - usage + Number(reclaimable ?? 0))
}

function numberIn(text: string): number | undefined {
  return /^\d+\s*$/.test(text) ? Number(text) : undefined
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
