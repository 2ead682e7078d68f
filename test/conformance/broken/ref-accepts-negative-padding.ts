// The reference validator: any two numbers are a padding.
import { implementation } from './base.js'
import type { Caught } from './caught.js'
import { withoutRules } from './lenient.js'

export const { producer, consumer, claims } = implementation({ take: withoutRules('DAP-B6') })
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-B6', ranks: 1, family: 'negative/' }
