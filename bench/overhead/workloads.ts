import type { ContextCore } from '../../array/context-core.js'
import type { DistArray } from '../../array/dist-array.js'
import { cast, type Elementwise, reduction } from '../../array/expression/node.js'
import { elementwise, take } from '../../array/lazy/elementwise.js'
import { Communicator } from '../../bindings/communicator.js'

const itself = (state: Elementwise): Elementwise => state

/** What is done over and over; the names are those of `peer.py`. */
export type Workload = 'add' | 'expression' | 'get' | 'sum'

/** The methods of a communicator that make one MPI call each. */
const counted = ['allreduce', 'allgather', 'allgatherv', 'barrier', 'bcast', 'reduce', 'send', 'recv', 'alltoall'] as const

/** Return the steps, on arrays of 8 elements. Collective over the ranks of the context. */
export function stepsOf(ctx: ContextCore & { full(shape: readonly number[], value: number): DistArray }): Record<Workload, () => unknown> {
  const a = ctx.full([8], 3)
  const b = ctx.full([8], 4)
  const forced = (array: DistArray): void => {
    ctx.compute(array)
    array.free()
  }
  return {
    add: () => forced(elementwise('add', [a, b])),
    // a * b - 4.1 * a
    expression: () => {
      const product = elementwise('multiply', [a, b])
      const scaled = elementwise('multiply', [4.1, a])
      forced(elementwise('subtract', [product, scaled]))
      product.free()
      scaled.free()
    },
    get: () => a.getSync([5]),
    sum: () => {
      const { operands, sources } = take('sum', [a])
      const node = reduction('sum', [cast(operands[0] as never, 'float64')], { dtype: 'float64' })
      const total = ctx.express({ node, sources, finish: itself })
      const value = total.itemSync()
      total.free()
      return value
    },
  }
}

/** Count the collective and message calls that a step makes here from JavaScript. */
export function messagesOf(step: () => unknown): number {
  let calls = 0
  const prototype = Communicator.prototype as unknown as Record<string, (...args: unknown[]) => unknown>
  const before = counted.map((name) => prototype[name] as (...args: unknown[]) => unknown)
  for (const [k, name] of counted.entries())
    prototype[name] = function (this: unknown, ...args: unknown[]) {
      calls++
      return before[k]?.apply(this, args)
    }
  step()
  for (const [k, name] of counted.entries()) prototype[name] = before[k] as (...args: unknown[]) => unknown
  return calls
}
