// PyTrilinos, Domi: cyclic dimensions are read and then refused ("'dist_type' ... = 'CYCLIC' is invalid"), and nothing says so
// beforehand. With `claims` this would be honest.
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  take(exported) {
    const piece = right.take(exported)
    if (piece.dims.some(({ dist_type }) => dist_type === 'c')) throw new Error("'dist_type' = 'CYCLIC' is invalid")
    return piece
  },
})
export const caught: Caught = { role: 'consumer', check: 'accept', family: 'cyclic' }
