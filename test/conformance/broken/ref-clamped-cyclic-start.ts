// The reference implementation's tests of utils: the start of a cyclic dimension is clamped to its size, although its validator
// demands proc_grid_rank * block_size (ambiguity B7).
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  describe: (section) =>
    right.describe(section).map((dim) => (dim.dist_type === 'c' ? { ...dim, start: Math.min(dim.start, dim.size) } : dim)),
})
export const caught: Caught = { role: 'producer', check: 'local', rule: 'DAP-C2' }
