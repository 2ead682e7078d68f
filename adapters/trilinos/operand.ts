import type { Communicator } from '../../bindings/communicator.js'
import { runOnOperands } from '../common/operand.js'
import type { OperandHandle } from './native.js'
import { Vector } from './vector.js'

/** As {@link runOnOperands}, a vector being a Vector. Collective over `comm`. */
export function withOperands<H, T>(
  comm: Communicator,
  first: unknown,
  second: unknown,
  owner: () => H,
  run: (owner: H, first: OperandHandle, second: OperandHandle) => T,
): T {
  return runOnOperands(comm, first, second, owner, (value) => (value instanceof Vector ? value._use() : undefined), run)
}
