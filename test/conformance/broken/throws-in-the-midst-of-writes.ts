// The third export throws: after the second look, while writes on both sides are compared.
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
      if (++calls > 2) throw new Error('exported twice already')
      return array.__distarray__()
    },
  }
}

export const caught: Caught = { role: 'consumer', check: 'zero-copy', rule: 'DAP-G1', family: 'block/' }
