// PyTrilinos, Domi: knows C and Fortran order, and takes every buffer that is not the first for the second.
import { itemSize } from '../../../protocol/index.js'
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  keep(piece) {
    const size = itemSize(piece.dtype)
    const isRowMajor = piece.strides.every((stride, d) => stride === right.strides(piece.shape, size)[d])
    return isRowMajor ? piece : { ...piece, strides: right.strides([...piece.shape].reverse(), size).reverse() }
  },
})
export const caught: Caught = { role: 'consumer', check: 'values', family: 'memory' }
