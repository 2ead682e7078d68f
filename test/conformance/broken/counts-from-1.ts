// Global indices are counted from 1, as in Fortran.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  send: (exported) => ({
    ...exported,
    dim_data: exported.dim_data.map((dim) => (dim.dist_type === 'b' ? { ...dim, start: Number(dim.start) + 1 } : dim)),
  }),
})
export const caught: Caught = { role: 'producer', check: 'local', rule: 'DAP-B3', family: 'block/' }
