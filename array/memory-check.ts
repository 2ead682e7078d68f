import { hostname } from 'node:os'
import { allgatherObjects } from '../bindings/allgather-objects.js'
import { availableMemory } from '../bindings/available-memory.js'
import type { Communicator } from '../bindings/communicator.js'
import { MemoryError } from '../bindings/errors.js'
import { memoryStatistics, trim } from '../bindings/memory.js'
import type { Distribution } from '../protocol/distribution.js'
import { product } from '../protocol/integers.js'

/** What is known of a communicator's machines. */
interface Machines {
  /** Name of the machine of each rank. */
  readonly hosts: readonly string[]
  /** Bytes of the arrays made since the memory was last looked at. */
  unchecked: number
}

/** Looking costs a message and some 50 microseconds; below this many bytes of new arrays it would cost more than it saves. */
const uncheckedLimit = 16 * 2 ** 20
/** Part of the available memory that arrays may have; the rest is for everything else that the processes do. */
const usablePart = 0.95

const machinesOf = new WeakMap<Communicator, Machines>()

/**
 * Make sure that the pieces of a new array fit into the memory of their machines, before anything is allocated.
 *
 * Collective over `comm`. Small arrays are looked at together, once there are enough of them.
 *
 * @param itemBytes Bytes per element.
 * @throws {MemoryError} They do not; on all ranks alike.
 */
export function requireMemory(comm: Communicator, distribution: Distribution, itemBytes: number): void {
  requireBytes(comm, distribution.size * itemBytes, (rank) => product(distribution.localShape(rank)) * itemBytes)
}

/**
 * Make sure that new memory fits into the machines, as {@link requireMemory}.
 *
 * Collective over `comm`.
 *
 * @param total   Of all ranks; the same on all.
 * @param bytesOf What a rank will allocate; the same on all ranks.
 * @throws {MemoryError} It does not; on all ranks alike.
 */
export function requireBytes(comm: Communicator, total: number, bytesOf: (rank: number) => number): void {
  let machines = machinesOf.get(comm)
  if (!machines) {
    machines = { hosts: allgatherObjects(comm, hostname()), unchecked: 0 }
    machinesOf.set(comm, machines)
  }
  // The same on all ranks, so that all look or none does.
  machines.unchecked += total
  if (machines.unchecked < uncheckedLimit) return
  const needed = bytesPerHost(machines.hosts, bytesOf)
  if (findShortage(comm, machines.hosts, needed)) {
    trim() // memory that waits for reuse
    comm.barrier()
    const shortage = findShortage(comm, machines.hosts, needed)
    if (shortage) throw shortage
  }
  machines.unchecked = 0
}

function bytesPerHost(hosts: readonly string[], bytesOf: (rank: number) => number): Map<string, number> {
  const needed = new Map<string, number>()
  hosts.forEach((host, rank) => {
    needed.set(host, (needed.get(host) ?? 0) + bytesOf(rank))
  })
  return needed
}

/** The error for the first machine with too little memory; the same on all ranks. */
function findShortage(comm: Communicator, hosts: readonly string[], needed: ReadonlyMap<string, number>): MemoryError | undefined {
  const mine = Float64Array.of(availableMemory(), untouchedBytes())
  const all = comm.allgather(mine, new Float64Array(2 * comm.size))
  for (const [host, bytes] of needed) {
    const ranks = Array.from(hosts.keys()).filter((rank) => hosts[rank] === host)
    const available = Math.min(...ranks.map((rank) => all[2 * rank]!))
    const promised = ranks.reduce((sum, rank) => sum + all[2 * rank + 1]!, 0)
    const usable = Math.max(0, available * usablePart - promised)
    if (bytes > usable) return shortageError(host, ranks, bytes, usable)
  }
  return undefined
}

/** Bytes of blocks that the system has promised but not given yet: it gives a page at its first use. A lower bound. */
function untouchedBytes(): number {
  const { liveBytes, pooledBytes } = memoryStatistics()
  return Math.max(0, liveBytes + pooledBytes - process.memoryUsage.rss())
}

function shortageError(host: string, ranks: readonly number[], bytes: number, usable: number): MemoryError {
  const who = ranks.length === 1 ? `rank ${ranks[0]}` : `ranks ${ranks.join(', ')} together`
  const message = `Expected arrays of at most ${inWords(usable)} on machine ${host} (${who}) but ${inWords(bytes)} were asked for; free arrays, choose a smaller dtype, or spread the array over more machines`
  return Object.assign(new MemoryError(message), { bytes })
}

function inWords(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? Math.floor(value) : value.toPrecision(4)} ${units[unit]}`
}
