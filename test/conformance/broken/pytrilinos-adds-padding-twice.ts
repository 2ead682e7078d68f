// PyTrilinos, Domi: start and stop of an import, which include the padding, are taken for bounds without it (as 0.9 had it), and
// the padding is added again in the export.
import { communicationPadding } from '../../../protocol/dim-data.js'
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  take(exported) {
    const piece = right.take(exported)
    const dims = piece.dims.map((dim) => {
      if (dim.dist_type !== 'b') return dim
      const [low, high] = communicationPadding(dim)
      return { ...dim, start: dim.start - low, stop: dim.stop + high }
    })
    return { ...piece, dims }
  },
})
export const caught: Caught = { role: 'consumer', check: 'local', rule: 'DAP-B5', family: 'padded' }
