// The reference validator: does not know how many indices of a cyclic dimension a process has.
import { implementation } from './base.js'
import type { Caught } from './caught.js'
import { withoutRules } from './lenient.js'

export const { producer, consumer, claims } = implementation({ take: withoutRules('DAP-C3') })
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-C3', ranks: 1, family: 'negative/' }
