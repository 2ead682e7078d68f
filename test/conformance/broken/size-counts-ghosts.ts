// size is the sum of all local extents, ghosts included.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  send: (exported) => ({
    ...exported,
    dim_data: exported.dim_data.map((dim) => {
      if (dim.dist_type !== 'b') return dim
      const [low, high] = dim.padding as [number, number]
      const inner = Number(dim.proc_grid_size) - 1
      return { ...dim, size: Number(dim.size) + (low + high) * inner }
    }),
  }),
})
export const caught: Caught = { role: 'producer', check: 'local', rule: 'DAP-B4', family: 'padded/ghosts' }
