// The consumer takes the array on every rank but the last, where it throws.
import type { Communicator } from '../../../bindings/communicator.js'
import { implementation } from './base.js'
import type { Caught } from './caught.js'

const base = implementation()

export const { producer, claims } = base

export function consumer(comm: Communicator, exported: unknown): unknown {
  if (comm.rank === comm.size - 1) throw new Error('this rank has no room')
  return base.consumer(comm, exported)
}

export const caught: Caught = { role: 'consumer', check: 'accept', family: 'block/' }
