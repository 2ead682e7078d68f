// The producer answers the first call of `__distarray__` with its export, and every later one with null.
import type { Communicator } from '../../../bindings/communicator.js'
import type { CaseSection, ConformanceCase } from '../../../conformance/case.js'
import { implementation } from './base.js'
import type { Caught } from './caught.js'

const base = implementation()

export const { consumer, claims } = base

export function producer(comm: Communicator, one: ConformanceCase, section: CaseSection): unknown {
  const array = base.producer(comm, one, section) as { __distarray__(): unknown }
  let calls = 0
  return { __distarray__: () => (calls++ > 0 ? null : array.__distarray__()) }
}

export const caught: Caught = { role: 'producer', check: 'local', rule: 'DAP-G1', family: 'block/' }
