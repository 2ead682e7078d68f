// A section without elements is taken for a mistake.
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  take(exported) {
    const piece = right.take(exported)
    if (piece.shape.includes(0)) throw new RangeError('no elements')
    return piece
  },
})
export const caught: Caught = { role: 'consumer', check: 'accept', family: 'empty/' }
