// The reference validator: proc_grid_rank is not compared with zero.
import { implementation } from './base.js'
import type { Caught } from './caught.js'
import { withoutRules } from './lenient.js'

export const { producer, consumer, claims } = implementation({ take: withoutRules('DAP-D7') })
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-D7', ranks: 1, family: 'negative/' }
