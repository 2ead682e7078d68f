// PyTrilinos, Epetra: size is NumMyElements(), the local count, instead of the global one.
import { implementation, type Outgoing, type Piece } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  send: (exported: Outgoing, { shape }: Piece) => ({
    ...exported,
    dim_data: exported.dim_data.map((dim, d) => ({ ...dim, size: shape[d] })),
  }),
})
export const caught: Caught = { role: 'producer', check: 'local', rule: 'DAP-B2', family: 'block' }
