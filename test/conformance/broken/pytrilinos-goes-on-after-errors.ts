// PyTrilinos: a value out of range sets a Python error but does not throw, so that reading goes on with it.
import { implementation } from './base.js'
import type { Caught } from './caught.js'
import { withoutRules } from './lenient.js'

export const { producer, consumer, claims } = implementation({
  take: withoutRules('DAP-B1', 'DAP-B2', 'DAP-B3', 'DAP-B4', 'DAP-B5', 'DAP-D7'),
})
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-B2', ranks: 1, family: 'negative/' }
