// A negative global index is taken to count from the end, as in Python.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  send: (exported) => ({
    ...exported,
    dim_data: exported.dim_data.map((dim) => (dim.dist_type === 'u' ? { ...dim, indices: wrapped(dim.indices, Number(dim.size)) } : dim)),
  }),
})
export const caught: Caught = { role: 'consumer', check: 'description', rule: 'DAP-U1', family: 'unstructured/labels' }

function wrapped(indices: unknown, size: number): BigInt64Array {
  return BigInt64Array.from(Array.from(indices as Int32Array, (index) => BigInt(index) + (index < 0 ? BigInt(size) : 0n)))
}
