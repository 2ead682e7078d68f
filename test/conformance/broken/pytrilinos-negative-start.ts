// PyTrilinos, Domi: start is lessened by the padding on every process, also on the first one of a periodic dimension, where it
// goes below zero.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  send: (exported) => ({ ...exported, dim_data: exported.dim_data.map((dim) => (dim.periodic === true ? withHalo(dim) : dim)) }),
})
export const caught: Caught = { role: 'producer', check: 'local', rule: 'DAP-B1', family: 'periodic' }

function withHalo(dim: Record<string, unknown>): Record<string, unknown> {
  const [low] = dim.padding as [number, number]
  return { ...dim, start: (dim.start as number) - low }
}
