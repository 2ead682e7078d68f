// PyTrilinos: does not compare the number of dictionaries with the dimensions of the buffer.
import { implementation } from './base.js'
import type { Caught } from './caught.js'
import { withoutRules } from './lenient.js'

export const { producer, consumer, claims } = implementation({ take: withoutRules('DAP-D2') })
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-D2', ranks: 1, family: 'negative/' }
