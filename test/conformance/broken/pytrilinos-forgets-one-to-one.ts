// PyTrilinos: one_to_one is read and never written, so that a map without duplicates comes back as one that may have them.
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  take(exported) {
    const piece = right.take(exported)
    return { ...piece, dims: piece.dims.map((dim) => (dim.dist_type === 'u' ? { ...dim, one_to_one: false } : dim)) }
  },
})
export const caught: Caught = { role: 'consumer', check: 'description', rule: 'DAP-U4', family: 'unstructured' }
