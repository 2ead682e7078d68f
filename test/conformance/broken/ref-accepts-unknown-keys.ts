// The reference validator: keys that do not belong to the dist_type, such as padding of a cyclic dimension, are ignored.
import { implementation } from './base.js'
import type { Caught } from './caught.js'
import { withoutRules } from './lenient.js'

export const { producer, consumer, claims } = implementation({ take: withoutRules('DAP-D3') })
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-D3', ranks: 1, family: 'negative/' }
