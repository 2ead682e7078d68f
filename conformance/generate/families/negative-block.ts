import type { ConformanceCase, JsonObject } from '../../case.js'
import { refuse, special, validDim, wrongValues } from '../refuse.js'

/** Two processes with four entries each, and keys to put in place of theirs. */
function pair(first: JsonObject, second: JsonObject = {}): JsonObject[][] {
  const common = { dist_type: 'b', size: 8, proc_grid_size: 2 }
  return [[{ ...common, proc_grid_rank: 0, start: 0, stop: 4, ...first }], [{ ...common, proc_grid_rank: 1, start: 4, stop: 8, ...second }]]
}

/** Block dimensions: rules DAP-B. */
export function negativeBlockCases(): ConformanceCase[] {
  return [
    ...wrongValues('DAP-B1', 'start', validDim, 4, { absent: special('undefined'), negative: -1, fraction: 0.5, text: '0', nothing: null }),
    ...wrongValues('DAP-B2', 'stop', validDim, 4, { absent: special('undefined'), negative: -1, fraction: 4.5, text: '4' }),
    refuse({ rule: 'DAP-B2', brokenToo: ['DAP-B4'], name: 'past-size', about: 'stop is past size', dims: [[{ ...validDim, stop: 5 }]] }),
    refuse({
      rule: 'DAP-B2',
      brokenToo: ['DAP-B3', 'DAP-B4'], // the ends of the dimension are too
      name: 'before-start',
      about: 'stop is before start',
      dims: pair({ start: 2, stop: 0 }, { start: 8, stop: 6 }),
      shapes: [[2], [2]],
    }),
    refuse({ rule: 'DAP-B3', name: 'starts-at-1', about: 'indices counted from 1', dims: [[{ ...validDim, start: 1, stop: 4 }]] }),
    refuse({
      rule: 'DAP-B4',
      name: 'stops-early',
      about: 'stop is the last index instead of the one after it',
      dims: [[{ ...validDim, stop: 3 }]],
    }),
    refuse({ rule: 'DAP-B5', name: 'longer', about: 'a buffer one longer than stop - start', shapes: [[5]] }),
    refuse({ rule: 'DAP-B5', name: 'shorter', about: 'a buffer one shorter than stop - start', shapes: [[3]] }),
    refuse({
      rule: 'DAP-B5',
      name: 'ghosts-left-out',
      about: 'start and stop leave the ghosts out, as 0.9 did; the buffer has them',
      dims: pair({ padding: [0, 1] }, { padding: [1, 0] }),
      shapes: [[5], [5]],
    }),
    refuse({
      rule: 'DAP-B5',
      name: 'transposed',
      about: 'a 2 by 3 buffer whose dictionaries are exchanged',
      dims: [
        [
          { ...validDim, size: 3, stop: 3 },
          { ...validDim, size: 2, stop: 2 },
        ],
      ],
      shapes: [[2, 3]],
    }),
    ...wrongValues('DAP-B6', 'padding', validDim, 4, {
      number: 1,
      'one-entry': [1],
      'three-entries': [1, 1, 1],
      negative: [-1, 0],
      fraction: [0.5, 0],
      text: ['a', 'b'],
      nothing: null,
    }),
    refuse({
      rule: 'DAP-B7',
      name: 'beyond-section',
      about: 'more ghosts than the buffer has entries',
      dims: pair({ padding: [0, 5] }, { padding: [5, 0] }),
    }),
    refuse({
      rule: 'DAP-B7',
      name: 'wider-than-own',
      about: 'more ghosts than owned entries',
      dims: pair({ padding: [0, 3] }, { padding: [3, 0] }),
    }),
    refuse({
      rule: 'DAP-B7',
      name: 'boundary',
      about: 'boundary padding beyond what is owned',
      dims: [[{ ...validDim, padding: [4, 1] }]],
    }),
    refuse({
      rule: 'DAP-B7',
      name: 'empty',
      about: 'padding of an empty block',
      dims: [[{ ...validDim, size: 0, stop: 0, padding: [1, 1] }]],
    }),
    ...wrongValues('DAP-B8', 'periodic', validDim, 4, { text: 'yes', number: 1, nothing: null }),
  ]
}
