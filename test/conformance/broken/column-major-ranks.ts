// Ranks count through the process grid with the first coordinate fastest.
import type { Communicator } from '../../../bindings/communicator.js'
import type { ConformanceCase } from '../../../conformance/case.js'
import { implementation } from './base.js'
import type { Caught } from './caught.js'

const base = implementation()

export const { claims } = base

export function producer(comm: Communicator, one: ConformanceCase): unknown {
  const { gridShape } = one
  let rest = comm.rank
  const coords = gridShape.map((extent) => {
    const coord = rest % extent
    rest = (rest - coord) / extent
    return coord
  })
  const rank = coords.reduce((sum, coord, d) => sum * gridShape[d]! + coord, 0)
  return base.producer(comm, one, one.sections[rank]!)
}

export const caught: Caught = { role: 'producer', check: 'collective', rule: 'DAP-G7', ranks: 4, family: 'grids/' }
