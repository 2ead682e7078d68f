import type { Operation } from './operation.js'
import { loopOf, truthArgument, words } from './rules.js'

/** Each operand becomes a truth value by itself: there is no common dtype. */
function logical(name: string, numpy: string, arity: 1 | 2): Operation {
  return {
    name,
    numpy,
    arity,
    family: 'logical',
    takes: words.anything,
    find: (operands) => loopOf(name, operands.map(truthArgument), 'bool'),
  }
}

export const logicals: readonly Operation[] = [
  logical('logicalNot', 'logical_not', 1),
  logical('logicalAnd', 'logical_and', 2),
  logical('logicalOr', 'logical_or', 2),
  logical('logicalXor', 'logical_xor', 2),
]
