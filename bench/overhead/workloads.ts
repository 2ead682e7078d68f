import { native } from '../../bindings/native.js'
import type { Context } from '../../cluster/context.js'
import { add, type DistArray } from '../../index.js'

/** What is done over and over, in the words of a user; the names are those of `peer.py`. */
export type Workload = 'add' | 'function' | 'expression' | 'get' | 'sum' | 'free'

/** Return the steps, on arrays of 8 elements. Collective over the ranks of the context. */
export function stepsOf(ctx: Context): Record<Workload, () => unknown> {
  const a = ctx.full([8], 3)
  const b = ctx.full([8], 4)
  const forced = (array: DistArray): void => {
    ctx.compute(array)
    array.free()
  }
  return {
    add: () => forced(a.add(b)),
    function: () => forced(add(a, b)),
    expression: () => forced(ctx.expr`${a} * ${b} - 4.1 * ${a}`),
    get: () => a.getSync([5]),
    sum: () => {
      const total = a.sum()
      const value = total.itemSync()
      total.free()
      return value
    },
    free: () => ctx.empty([8]).free(),
  }
}

type Functions = Record<string, (...args: never[]) => unknown>

/** The addon's functions that make one MPI call each, and those that return such functions. */
const callers = ['allreduce', 'allgather', 'allgatherv', 'barrier', 'bcast', 'reduce', 'combine_states', 'send', 'recv', 'alltoall']
const makers = ['repeated_allgather', 'repeated_bcast']

/**
 * Count the collective and message calls that this rank makes from now on, in contexts that are made from now on.
 *
 * Not collective.
 *
 * @returns Tells how many there were.
 */
export function countCalls(): () => number {
  let calls = 0
  const core = native() as unknown as Functions
  const counting = (call: Functions[string]) => {
    return (...args: never[]): unknown => {
      calls++
      return call(...args)
    }
  }
  for (const name of callers) core[name] = counting(core[name] as Functions[string])
  for (const name of makers) {
    const make = core[name] as Functions[string]
    core[name] = (...args: never[]) => counting(make(...args) as Functions[string])
  }
  return () => calls
}
