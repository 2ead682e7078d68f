// The consumer prepares what it takes for its own results: the elements become 0.
import { Elements, indicesOf } from '../../../conformance/elements.js'
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  keep(piece) {
    const elements = new Elements(piece.dtype, piece.memory, piece.start, piece.shape, piece.strides)
    const zero = { bool: false, int64: 0n, uint64: 0n, complex64: [0, 0], complex128: [0, 0] } as const
    const value = piece.dtype in zero ? zero[piece.dtype as keyof typeof zero] : 0
    for (const index of indicesOf(piece.shape)) elements.set(index, value)
    return piece
  },
})
export const caught: Caught = { role: 'consumer', check: 'values', family: 'block/' }
