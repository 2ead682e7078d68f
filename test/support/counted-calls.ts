import type { Communicator } from '../../bindings/communicator.js'

/** Collective operations of a communicator that were called, and what each brought. */
export interface CountedCalls {
  /** Names in the order of the calls. */
  readonly names: string[]
  /** Bytes that this rank received by alltoallv. */
  received: number
}

const counted = ['allgather', 'allgatherv', 'allreduce', 'alltoall', 'alltoallv', 'barrier', 'bcast', 'gather', 'gatherv'] as const

/** Run `body` and count the collective operations that it calls on `comm`. */
export function countCalls<T>(comm: Communicator, body: () => T): { calls: CountedCalls; result: T } {
  const calls: CountedCalls = { names: [], received: 0 }
  for (const name of counted) {
    const original = comm[name] as (...args: unknown[]) => unknown
    const counting = (...args: unknown[]): unknown => {
      calls.names.push(name)
      if (name === 'alltoallv') calls.received += (args[1] as { data: ArrayBufferView }).data.byteLength
      return original.apply(comm, args)
    }
    Object.defineProperty(comm, name, { value: counting, configurable: true })
  }
  try {
    return { calls, result: body() }
  } finally {
    for (const name of counted) Reflect.deleteProperty(comm, name) // the methods of the class show again
  }
}
