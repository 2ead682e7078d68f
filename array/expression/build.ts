import { elementOf, type WeakScalar } from '../dtypes/weak-scalar.js'
import type { Builder } from '../operations/composed/builder.js'
import type { Argument, Resolution } from '../operations/operation.js'
import { resolve } from '../operations/resolve.js'
import { broadcastShapes } from './broadcast.js'
import { type Loop, loopOf } from './loop.js'
import { cast, constant, type Elementwise, operation, stretch } from './node.js'

/** An operand as it is given: a node, or a scalar that takes its precision from the others. */
export type Operand = Elementwise | WeakScalar

/** Makes nodes of nodes: promotion, casts and constants as the table of operations says. */
export const builder: Builder<Elementwise> = {
  op: (name, ...operands) => apply(name, operands),
  constant: (value, dtype) => constant(dtype, elementOf(value, dtype)),
  cast,
}

/** What is known of an operation for given operands: the next one's dtype leads on, or the value of a scalar. */
interface Known {
  readonly next: Map<string | number | bigint | boolean, Known>
  found: Found | undefined
}

/** How an operation is done, with the loop as nodes have it. */
interface Found {
  readonly resolution: Resolution
  readonly loop: Loop | undefined
}

/** By name and then by operands. */
const known: Known = { next: new Map(), found: undefined }

/** More ways to lead on than there are operations: a program that uses ever other scalars. */
const most = 512

/**
 * Make the node of an operation of the table.
 *
 * Not collective.
 *
 * @throws {ArgumentError} No such operation, or a scalar that does not fit.
 * @throws {DTypeError}    The operation has no meaning for these dtypes.
 * @throws {ShapeError}    The operands do not broadcast together.
 */
export function apply(name: string, operands: readonly Operand[]): Elementwise {
  const { resolution, loop } = find(name, operands)
  switch (resolution.kind) {
    case 'loop': {
      const taken: Elementwise[] = []
      for (const argument of resolution.args) taken.push(nodeOf(argument, operands))
      return operation(loop as Loop, taken)
    }
    case 'operand':
      return nodeOf({ operand: resolution.operand, dtype: resolution.dtype }, operands)
    case 'constant': {
      const shapes = operands.map((operand) => (isNode(operand) ? operand.shape : []))
      return stretch(constant(resolution.dtype, resolution.value), shapes.reduce(broadcastShapes))
    }
  }
}

function find(name: string, operands: readonly Operand[]): Found {
  let at = follow(known, name)
  for (const operand of operands) {
    if (isNode(operand)) at = follow(at, operand.dtype)
    // A map takes -0 for 0, and an object for itself only.
    else if (typeof operand === 'object' || Object.is(operand, -0)) return findNew(name, operands)
    else at = follow(at, operand)
  }
  at.found ??= findNew(name, operands)
  return at.found
}

function follow({ next }: Known, key: string | number | bigint | boolean): Known {
  let following = next.get(key)
  if (!following) {
    if (next.size === most) next.clear()
    following = { next: new Map(), found: undefined }
    next.set(key, following)
  }
  return following
}

function findNew(name: string, operands: readonly Operand[]): Found {
  const resolution = resolve(name, operands)
  if (resolution.kind !== 'loop') return { resolution, loop: undefined }
  const { name: called, inputs, output } = resolution.loop
  return { resolution, loop: loopOf(called, inputs, output) }
}

function nodeOf(argument: Argument, operands: readonly Operand[]): Elementwise {
  if ('constant' in argument) return constant(argument.dtype, argument.constant)
  const operand = operands[argument.operand] as Operand
  return isNode(operand) ? cast(operand, argument.dtype) : constant(argument.dtype, elementOf(operand, argument.dtype))
}

function isNode(operand: Operand): operand is Elementwise {
  return typeof operand === 'object' && 'kind' in operand
}
