// The reference validator: never looks into the indices of an unstructured dimension.
import { implementation } from './base.js'
import type { Caught } from './caught.js'
import { withoutRules } from './lenient.js'

export const { producer, consumer, claims } = implementation({ take: withoutRules('DAP-U3') })
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-U3', ranks: 1, family: 'negative/' }
