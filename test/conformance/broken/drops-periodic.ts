// periodic is forgotten on the way out.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  send: (exported) => ({
    ...exported,
    dim_data: exported.dim_data.map((dim) => (dim.dist_type === 'b' ? { ...dim, periodic: false } : dim)),
  }),
})
export const caught: Caught = { role: 'consumer', check: 'description', rule: 'DAP-B8', family: 'periodic/' }
