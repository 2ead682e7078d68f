// Every refusal names the same rule, so that nobody learns what is wrong.
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  take(exported) {
    try {
      return right.take(exported)
    } catch {
      throw Object.assign(new Error('not a valid export'), { rule: 'DAP-E1' })
    }
  },
})
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-B3', ranks: 1, family: 'negative/DAP-B3' }
