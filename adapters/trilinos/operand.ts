import { agree } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import { DapArray } from '../../bindings/dap-array.js'
import type { OperandHandle } from './native.js'
import { Vector } from './vector.js'

/**
 * Run an operation of `owner` on two arrays, each a Vector or anything with `__distarray__()`.
 *
 * Collective over `comm`.
 *
 * @param owner Returns the handle of the matrix or solver, or throws when it was freed.
 * @param run   Collective; takes over the arrays that are no Vectors.
 * @returns     What `run` returned.
 * @throws      What `owner` and the imports throw on some rank, on all ranks.
 */
export function withOperands<H, T>(
  comm: Communicator,
  first: unknown,
  second: unknown,
  owner: () => H,
  run: (owner: H, first: OperandHandle, second: OperandHandle) => T,
): T {
  const made: DapArray[] = []
  const handleOf = (value: unknown): OperandHandle => {
    if (value instanceof Vector) return value._use()
    const array = DapArray.from(value)
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
