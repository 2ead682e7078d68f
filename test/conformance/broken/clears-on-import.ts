// The consumer clears the gaps between the elements that it takes, although they may belong to somebody else's.
import { Elements } from '../../../conformance/elements.js'
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  keep(piece) {
    const marks = new Elements(piece.dtype, piece.memory, piece.start, piece.shape, piece.strides).occupied()
    const bytes = new Uint8Array(piece.memory as ArrayBuffer)
    for (const byte of bytes.keys()) if (!marks[byte]) bytes[byte] = 0
    return piece
  },
})
export const caught: Caught = { role: 'consumer', check: 'untouched', family: 'memory/' }
