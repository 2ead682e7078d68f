import type { Communicator } from '../bindings/communicator.js'

/** Per communicator of engines, the communicators of some of them by the list of their ranks. */
const cache = new WeakMap<Communicator, Map<string, Communicator>>()

/**
 * Return the communicator of some engines; the same object each time, in all sessions.
 *
 * Collective over `targets` at first use, then not collective.
 *
 * @param targets Ranks of `comm`, ascending, this one among them.
 */
export function subCommunicator(comm: Communicator, targets: readonly number[]): Communicator {
  if (targets.length === comm.size) return comm
  let known = cache.get(comm)
  if (!known) {
    known = new Map()
    cache.set(comm, known)
  }
  const key = targets.join()
  let sub = known.get(key)
  if (!sub) {
    sub = comm.createGroup(targets)
    known.set(key, sub)
  }
  return sub
}

/**
 * Free the communicators made of parts of `comm`.
 *
 * Collective over `comm`.
 */
export function freeSubCommunicators(comm: Communicator): void {
  // In the order of first use, which all members of each share.
  for (const sub of cache.get(comm)?.values() ?? []) sub.free()
  cache.delete(comm)
}
