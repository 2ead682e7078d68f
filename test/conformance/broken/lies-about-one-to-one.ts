// one_to_one is true whatever the indices are.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  send: (exported) => ({
    ...exported,
    dim_data: exported.dim_data.map((dim) => (dim.dist_type === 'u' ? { ...dim, one_to_one: true } : dim)),
  }),
})
export const caught: Caught = { role: 'producer', check: 'collective', rule: 'DAP-G15', family: 'unstructured/shared' }
