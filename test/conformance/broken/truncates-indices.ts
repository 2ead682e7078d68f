// Global indices are stored in 32 bits.
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  globalIndex: (dim, position) => right.globalIndex(dim, position) | 0,
  send: (exported) => ({
    ...exported,
    dim_data: exported.dim_data.map((dim) => (dim.dist_type === 'u' ? { ...dim, indices: narrow(dim.indices) } : dim)),
  }),
})
export const caught: Caught = { role: 'consumer', check: 'description', rule: 'DAP-U1', family: 'unstructured/wide' }

/** As a C program does that stores a long in an int. */
function narrow(indices: unknown): Int32Array {
  return Int32Array.from(indices as Int32Array | BigInt64Array, (index: number | bigint) => Number(BigInt.asIntN(32, BigInt(index))))
}
