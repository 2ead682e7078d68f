// The elements are taken to lie row-major without gaps.
import { itemSize } from '../../../protocol/dtype.js'
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  keep: (piece) => ({ ...piece, strides: right.strides(piece.shape, itemSize(piece.dtype)) }),
})
export const caught: Caught = { role: 'consumer', check: 'values', family: 'memory/' }
