// The consumer believes every export and checks nothing; what it makes of a wrong one does not matter.
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

const harmless = { __version__: '0.10.0', buffer: new Uint8Array(1), dim_data: [{}] }

export const { producer, consumer, claims } = implementation({
  take(exported) {
    try {
      return right.take(exported)
    } catch {
      return right.take(harmless)
    }
  },
})
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-B3', ranks: 1, family: 'negative/DAP-B3' }
