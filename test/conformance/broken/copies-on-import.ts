// The consumer copies the elements when it takes an array, and exports its copy.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  keep: (piece) => ({ ...piece, memory: piece.memory.slice(0) }),
})
export const caught: Caught = { role: 'consumer', check: 'zero-copy', family: 'block/' }
