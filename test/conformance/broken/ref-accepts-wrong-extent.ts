// The reference validator: never compares stop - start with the extent of the buffer.
import { implementation } from './base.js'
import type { Caught } from './caught.js'
import { withoutRules } from './lenient.js'

export const { producer, consumer, claims } = implementation({ take: withoutRules('DAP-B5') })
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-B5', ranks: 1, family: 'negative/' }
