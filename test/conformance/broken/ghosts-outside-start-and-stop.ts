// start and stop leave the ghosts out, as 0.9 had it, in an export of 0.10.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  send: (exported) => ({
    ...exported,
    dim_data: exported.dim_data.map((dim) => {
      if (dim.dist_type !== 'b') return dim
      const { proc_grid_rank: p, proc_grid_size: processes } = dim
      const [low, high] = dim.padding as [number, number]
      const start = Number(dim.start) + (p === 0 ? 0 : low)
      return { ...dim, start, stop: Number(dim.stop) - (p === Number(processes) - 1 ? 0 : high) }
    }),
  }),
})
export const caught: Caught = { role: 'producer', check: 'local', rule: 'DAP-B5', family: 'padded/ghosts' }
