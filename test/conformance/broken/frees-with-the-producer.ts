// The memory lives as long as the producer object, not as long as the export. Zeros stand for memory that was given back.
import type { Communicator } from '../../../bindings/communicator.js'
import type { CaseSection, ConformanceCase } from '../../../conformance/case.js'
import { implementation, type Outgoing } from './base.js'
import type { Caught } from './caught.js'

const base = implementation()

export const { claims } = base

export function producer(comm: Communicator, one: ConformanceCase, section: CaseSection): unknown {
  const whole = base.producer(comm, one, section) as { __distarray__(): Outgoing }
  const owner = { whole }
  return { owner, __distarray__: () => lent(new WeakRef(owner)) }
}

/** An export whose memory is there while its owner is. */
function lent(owner: WeakRef<{ whole: { __distarray__(): Outgoing } }>): unknown {
  const exported = owner.deref()!.whole.__distarray__()
  const { data: _held, ...rest } = exported.buffer
  const bytes = (exported.buffer.data as Uint8Array).byteLength
  const buffer = {
    ...rest,
    get data() {
      return owner.deref()?.whole.__distarray__().buffer.data ?? new Uint8Array(bytes)
    },
  }
  return { ...exported, buffer }
}

export const caught: Caught = { role: 'producer', check: 'lifetime', family: 'block/' }
