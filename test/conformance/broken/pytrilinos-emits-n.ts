// PyTrilinos, Epetra: the axis of a multivector is exported with dist_type 'n' of 0.9, in an export that need not be of 0.9.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  send: (exported) => ({
    ...exported,
    dim_data: exported.dim_data.map((dim) => (dim.proc_grid_size === 1 ? { dist_type: 'n', size: dim.size } : dim)),
  }),
})
export const caught: Caught = { role: 'producer', check: 'local', rule: 'DAP-D4' }
