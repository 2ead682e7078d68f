import type { Communicator } from '../bindings/communicator.js'

/**
 * Per communicator of engines, the communicators of some of them by the list of their ranks.
 *
 * None is given back before the engines end. Freeing one is collective over its members, who share no order of calls beyond those
 * that are for all of them: "the least recently used" is another list on each. And arrays over it need it for as long as they live,
 * which an engine knows only of its own.
 */
const cache = new WeakMap<Communicator, Map<string, Communicator>>()

/**
 * Return the communicator of some engines; the same object each time, in all sessions.
 *
 * Collective over `targets` at first use, then not collective.
 *
 * @param targets Ranks of `comm`, this one among them; in the order of the new ranks.
 */
export function subCommunicator(comm: Communicator, targets: readonly number[]): Communicator {
  if (targets.length === comm.size && targets.every((rank, k) => rank === k)) return comm
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
 * Free the communicators made of parts of `comm`, and of parts of these.
 *
 * Collective over `comm`.
 */
export function freeSubCommunicators(comm: Communicator): void {
  // In the order of first use, which all members of each share.
  for (const sub of cache.get(comm)?.values() ?? []) {
    freeSubCommunicators(sub)
    sub.free()
  }
  cache.delete(comm)
}
