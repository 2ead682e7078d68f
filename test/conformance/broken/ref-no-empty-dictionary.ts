// The reference implementation and DistArray: the empty dictionary, which stands for an undistributed dimension, raises
// KeyError 'dist_type' (ambiguity B12).
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  take(exported) {
    const { dim_data } = exported as { dim_data: unknown }
    if (Array.isArray(dim_data) && dim_data.some((dim: object) => Object.keys(dim).length === 0)) throw new Error("KeyError: 'dist_type'")
    return right.take(exported)
  },
})
export const caught: Caught = { role: 'consumer', check: 'accept', family: 'alias' }
