// bool is exported as uint8, which has the same bytes.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  look: (piece) => (piece.dtype === 'bool' ? { ...piece, dtype: 'uint8' } : piece),
})
export const caught: Caught = { role: 'consumer', check: 'description', rule: 'DAP-S2', family: 'dtypes/bool' }
