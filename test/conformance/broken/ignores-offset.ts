// The first element is taken to lie at the start of the ArrayBuffer, wherever the view begins.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  keep: (piece) => ({ ...piece, start: 0 }),
})
export const caught: Caught = { role: 'consumer', check: 'values', family: 'memory/inside' }
