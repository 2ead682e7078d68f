import type { Communicator } from './communicator.js'
import { collectiveCheck } from './native.js'

/**
 * With `DISTARRAY_CHECK=1`, compare over the ranks what each is about to do; else do nothing.
 *
 * Collective over `comm` with `DISTARRAY_CHECK=1`, else not collective.
 *
 * @param comm The ranks that are to do the same.
 * @param call What this rank does, with all that must be the same on every rank: `'create.full([4, 4], float64)'`. A function is
 *             called only when there is something to compare.
 * @throws {CollectiveMismatchError} The ranks do different things; on all ranks. The message tells which rank does what.
 * @remarks The collectives of `Communicator` are compared by themselves; this is for those that are built upon them.
 */
export function checkCollective(comm: Communicator, call: string | (() => string)): void {
  const check = collectiveCheck()
  if (check !== undefined) check.compare(comm.handle, typeof call === 'string' ? call : call())
}
