// PyTrilinos: reads the items of an uninitialised variable instead of those of padding. What was in it is anybody's guess; here it
// is the object read before, (start, stop).
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  take(exported) {
    const piece = right.take(exported)
    return { ...piece, dims: piece.dims.map((dim) => (dim.dist_type === 'b' ? { ...dim, padding: [dim.start, dim.stop] } : dim)) }
  },
})
export const caught: Caught = { role: 'consumer', check: 'local', rule: 'DAP-B7', family: 'padded' }
