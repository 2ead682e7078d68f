// The reference validator: a size that is negative, missing or no number passes in cyclic and unstructured dimensions.
import { implementation } from './base.js'
import type { Caught } from './caught.js'
import { withoutRules } from './lenient.js'

export const { producer, consumer, claims } = implementation({ take: withoutRules('DAP-D5') })
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-D5', ranks: 1, family: 'negative/' }
