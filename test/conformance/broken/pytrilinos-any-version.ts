// PyTrilinos: stores the version of an export and never looks at it.
import { implementation } from './base.js'
import type { Caught } from './caught.js'
import { withoutRules } from './lenient.js'

export const { producer, consumer, claims } = implementation({ take: withoutRules('DAP-V1', 'DAP-V2') })
export const caught: Caught = { role: 'consumer', check: 'refuse', rule: 'DAP-V2', ranks: 1, family: 'negative/' }
