// What may not be written is exported again as if it might.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  look: (piece) => ({ ...piece, readonly: false }),
})
export const caught: Caught = { role: 'consumer', check: 'description', rule: 'DAP-S8', family: 'memory/readonly' }
