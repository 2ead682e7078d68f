// The export can be had once: the second call of `__distarray__` throws, on the last rank only.
import type { Communicator } from '../../../bindings/communicator.js'
import { implementation } from './base.js'
import type { Caught } from './caught.js'

const base = implementation()

export const { producer, claims } = base

export function consumer(comm: Communicator, exported: unknown): unknown {
  const array = base.consumer(comm, exported) as { __distarray__(): unknown }
  let calls = 0
  return {
    __distarray__() {
      if (calls++ > 0 && comm.rank === comm.size - 1) throw new Error('already exported')
      return array.__distarray__()
    },
  }
}

export const caught: Caught = { role: 'consumer', check: 'local', rule: 'DAP-G1', family: 'block/' }
