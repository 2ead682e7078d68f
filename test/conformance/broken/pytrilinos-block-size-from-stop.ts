// PyTrilinos: block_size is read from the object of stop, which a cyclic dimension does not have; here it then has the value
// of one that goes to the end.
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  take(exported) {
    const piece = right.take(exported)
    const dims = piece.dims.map((dim) => (dim.dist_type === 'c' ? { ...dim, block_size: Math.max(dim.size, 1) } : dim))
    return { ...piece, dims }
  },
})
export const caught: Caught = { role: 'consumer', check: 'local', rule: 'DAP-C2', family: 'cyclic' }
