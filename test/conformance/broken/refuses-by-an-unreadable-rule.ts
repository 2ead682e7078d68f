// Every refusal is an error whose rule cannot be read.
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

class Unreadable extends Error {
  get rule(): string {
    throw new Error('no rule')
  }
}

export const { producer, consumer, claims } = implementation({
  take(exported) {
    try {
      return right.take(exported)
    } catch {
      throw new Unreadable('refused')
    }
  },
})
export const caught: Caught = { role: 'consumer', check: 'refuse', ranks: 1, family: 'negative/DAP-B3' }
