// The consumer fails on one rank with an error whose message cannot be read.
import type { Communicator } from '../../../bindings/communicator.js'
import { implementation } from './base.js'
import type { Caught } from './caught.js'

const base = implementation()

export const { producer, claims } = base

class Unreadable extends Error {
  override get message(): string {
    throw new Error('no message')
  }
}

export function consumer(comm: Communicator, exported: unknown): unknown {
  if (comm.rank === comm.size - 1) throw new Unreadable()
  return base.consumer(comm, exported)
}

export const caught: Caught = { role: 'consumer', check: 'accept', family: 'block/' }
