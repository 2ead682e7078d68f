// Padding is forgotten on the way out: ghosts look like owned entries.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  send: (exported) => ({
    ...exported,
    dim_data: exported.dim_data.map((dim) => (dim.dist_type === 'b' ? { ...dim, padding: [0, 0] } : dim)),
  }),
})
export const caught: Caught = { role: 'consumer', check: 'collective', rule: 'DAP-G11', family: 'padded/' }
