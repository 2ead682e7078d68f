// PyTrilinos, Domi: PyArray_STRIDE, in bytes, is passed where strides in elements are expected.
import { itemSize } from '../../../protocol/index.js'
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  keep: (piece) => ({ ...piece, strides: piece.strides.map((stride) => stride * itemSize(piece.dtype)) }),
})
export const caught: Caught = { role: 'consumer', check: 'local', rule: 'DAP-S5', family: 'block' }
