import type { ConformanceCase, JsonObject } from '../../case.js'
import { refuse, special, wrongValues } from '../refuse.js'

const alone: JsonObject = { dist_type: 'c', size: 5, proc_grid_size: 1, proc_grid_rank: 0, start: 0, block_size: 2 }

/** Dimensions in blocks over several processes. */
function dealt(size: number, blockSize: number, starts: number[]): JsonObject[][] {
  return starts.map((start, p) => [
    { dist_type: 'c', size, proc_grid_size: starts.length, proc_grid_rank: p, start, block_size: blockSize },
  ])
}

/** Cyclic dimensions: rules DAP-C. */
export function negativeCyclicCases(): ConformanceCase[] {
  return [
    ...wrongValues('DAP-C1', 'block_size', alone, 5, { zero: 0, negative: -2, fraction: 1.5, text: '2', bool: true, nothing: null }),
    ...wrongValues('DAP-C2', 'start', alone, 5, { one: 1, negative: -2, text: '0', absent: special('undefined') }),
    refuse({
      rule: 'DAP-C2',
      name: 'past-the-end',
      about: 'an empty process whose start is clamped to size, and a first one that starts late',
      dims: dealt(3, 2, [1, 3]),
      shapes: [[2], [1]],
    }),
    refuse({ rule: 'DAP-C3', name: 'longer', about: 'a buffer longer than what is dealt', dims: [[alone]], shapes: [[6]] }),
    refuse({ rule: 'DAP-C3', name: 'shorter', about: 'a buffer shorter than what is dealt', dims: [[alone]], shapes: [[4]] }),
    refuse({
      rule: 'DAP-C3',
      name: 'reference-count',
      about: 'the short block on rank 0, as the own count of the reference implementation has it',
      dims: dealt(4, 3, [0, 3]),
      shapes: [[4], [0]],
    }),
    refuse({
      rule: 'DAP-C3',
      name: 'as-block',
      about: 'the extents of a block dimension',
      dims: dealt(9, 2, [0, 2]),
      shapes: [[6], [3]],
    }),
  ]
}
