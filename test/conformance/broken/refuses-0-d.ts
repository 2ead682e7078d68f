// An array without dimensions is taken for a mistake.
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  take(exported) {
    const piece = right.take(exported)
    if (piece.shape.length === 0) throw new RangeError('no dimensions')
    return piece
  },
})
export const caught: Caught = { role: 'consumer', check: 'accept', ranks: 1, family: 'empty/zero-d' }
