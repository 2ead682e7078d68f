// block_size is written down and not used: elements are dealt one by one.
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  globalIndex: (dim, position) =>
    dim.dist_type === 'c' ? dim.proc_grid_rank + position * dim.proc_grid_size : right.globalIndex(dim, position),
})
export const caught: Caught = { role: 'producer', check: 'values', family: 'cyclic/' }
