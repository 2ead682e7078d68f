// PyTrilinos, older Epetra: stop is MaxMyGID(), the last index instead of the one behind it.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  send: (exported) => ({
    ...exported,
    dim_data: exported.dim_data.map((dim) => (dim.dist_type === 'b' ? { ...dim, stop: (dim.stop as number) - 1 } : dim)),
  }),
})
export const caught: Caught = { role: 'producer', check: 'local', rule: 'DAP-B5', family: 'block' }
