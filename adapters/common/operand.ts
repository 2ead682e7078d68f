import { agree } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import type { DapArray } from '../../bindings/dap-array.js'
import type { DapArrayHandle } from '../../bindings/native.js'
import { sectionOf } from './section.js'

/**
 * Run an operation of `owner` on two arrays, each a vector of the library or anything with `__distarray__()`.
 *
 * Collective over `comm`.
 *
 * @param owner  Returns the handle of the matrix or solver, or throws when it was freed.
 * @param vector Returns the handle of a vector of the library; undefined for anything else.
 * @param run    Collective; takes over the arrays that are no vectors.
 * @returns      What `run` returned.
 * @throws       What `owner`, `vector` and the imports throw on some rank, on all ranks.
 */
export function runOnOperands<H, V, T>(
  comm: Communicator,
  first: unknown,
  second: unknown,
  owner: () => H,
  vector: (value: unknown) => V | undefined,
  run: (owner: H, first: V | DapArrayHandle, second: V | DapArrayHandle) => T,
): T {
  const made: DapArray[] = []
  const handleOf = (value: unknown): V | DapArrayHandle => {
    const handle = vector(value)
    if (handle !== undefined) return handle
    const array = sectionOf(value)
    made.push(array)
    return array.handle
  }
  try {
    const handles = agree(comm, () => [owner(), handleOf(first), handleOf(second)] as const)
    return run(...handles)
  } finally {
    for (const array of made) array.free()
  }
}
