// The reference implementation's utils.num_owned_indices_from_cyclic (and DistArray, three times): the last, partial block
// goes to rank 0, whoever it is dealt to.
import type { FullCyclicDim, FullDim } from '../../../protocol/dim-data.js'
import { implementation, right } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  extent: (dim) => (dim.dist_type === 'c' ? countOf(dim) : right.extent(dim)),
  globalIndex: (dim, position) => (position < right.extent(dim) ? right.globalIndex(dim, position) : lastOf(dim)),
})
export const caught: Caught = { role: 'producer', check: 'local', rule: 'DAP-C3', family: 'cyclic' }

function countOf({ size, block_size, proc_grid_size, proc_grid_rank }: FullCyclicDim): number {
  const blocks = Math.floor(size / block_size)
  const mine = Math.floor(blocks / proc_grid_size) + (proc_grid_rank < blocks % proc_grid_size ? 1 : 0)
  return mine * block_size + (proc_grid_rank === 0 ? size % block_size : 0)
}

const lastOf = (dim: FullDim) => dim.size - 1
