// The reference validator: periodic='yes' passes, because _validate_common is never called.
import { implementation } from './base.js'
import type { Caught } from './caught.js'
import { withoutRules } from './lenient.js'

export const { producer, consumer, claims } = implementation({ take: withoutRules('DAP-B8') })
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-B8', ranks: 1, family: 'negative/' }
