import type { ConformanceCase } from '../../case.js'
import { block, cyclic, evenCounts, type Line } from '../line.js'
import { makeCase } from '../make-case.js'

const grids = [
  [1, 1],
  [1, 2],
  [2, 1],
  [1, 3],
  [3, 1],
  [2, 2],
  [1, 4],
  [5, 1],
  [2, 3],
  [3, 2],
  [6, 1],
  [1, 6],
  [1, 7],
  [7, 1],
  [2, 1, 3],
  [1, 3, 2],
  [2, 2, 1],
  [1, 2, 1, 3],
]

/** Process grids: ranks count through them with the last coordinate fastest. */
export function gridCases(): ConformanceCase[] {
  return grids.map((grid) =>
    makeCase({
      name: `grids/${grid.join('x')}`,
      about: `${grid.join(' x ')} processes, the last coordinate counting fastest`,
      lines: grid.map((processes, d) => lineOf(processes, d)),
      rules: ['DAP-D6', 'DAP-D7'],
    }),
  )
}

/** Extents that differ by dimension, so that exchanged axes show. */
function lineOf(processes: number, d: number): Line {
  return d % 2 === 0 ? block(evenCounts(processes + 2, processes)) : cyclic(processes + 1, processes)
}
