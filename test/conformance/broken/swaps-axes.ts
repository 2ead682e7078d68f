// The first index is taken for the fastest: elements are filled in column-major order into memory that is said to be row-major.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  look(piece) {
    let stride = Math.min(...piece.strides.map(Math.abs))
    const strides = piece.shape.map((extent) => {
      const own = stride
      stride *= extent
      return own
    })
    return { ...piece, strides }
  },
})
export const caught: Caught = { role: 'producer', check: 'values', family: 'padded/plane' }
