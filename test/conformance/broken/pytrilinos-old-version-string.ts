// PyTrilinos, Epetra and Tpetra: "0.9.0" is written into exports that follow 0.10. Where there is communication padding the
// two mean different things.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({ send: (exported) => ({ ...exported, __version__: '0.9.0' }) })
export const caught: Caught = { role: 'producer', check: 'local', rule: 'DAP-B5', family: 'padded' }
