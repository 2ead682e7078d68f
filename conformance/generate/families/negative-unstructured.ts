import type { ConformanceCase, JsonObject } from '../../case.js'
import { refuse, special, wrongValues } from '../refuse.js'

const alone: JsonObject = { dist_type: 'u', size: 3, proc_grid_size: 1, proc_grid_rank: 0, indices: [7, -3, 2] }

/** Unstructured dimensions: rules DAP-U. */
export function negativeUnstructuredCases(): ConformanceCase[] {
  return [
    ...wrongValues('DAP-U1', 'indices', alone, 3, {
      absent: special('undefined'),
      floats: special('typed-array', { type: 'float64', value: [7, -3, 2] }),
      list: special('list', { value: [7, -3, 2] }),
      text: 'abc',
      nothing: null,
    }),
    refuse({ rule: 'DAP-U2', name: 'fewer', about: 'fewer indices than elements', dims: [[alone]], shapes: [[4]] }),
    refuse({ rule: 'DAP-U2', name: 'more', about: 'more indices than elements', dims: [[alone]], shapes: [[2]] }),
    refuse({ rule: 'DAP-U3', name: 'twice', about: 'an index twice', dims: [[{ ...alone, indices: [7, -3, 7] }]] }),
    refuse({
      rule: 'DAP-U3',
      name: 'twice-wide',
      about: 'an index of 64 bits twice',
      dims: [[{ ...alone, size: 2, indices: [-(2 ** 40), -(2 ** 40)] }]],
    }),
    ...wrongValues('DAP-U6', 'indices', alone, 3, { resizable: special('resizable', { type: 'int32', value: [7, -3, 2] }) }),
    refuse({ rule: 'DAP-U7', name: 'alone', about: 'more indices than size on the only process', dims: [[{ ...alone, size: 2 }]] }),
    refuse({ rule: 'DAP-U7', name: 'gap', about: 'fewer indices than size on the only process', dims: [[{ ...alone, size: 4 }]] }),
    refuse({
      rule: 'DAP-U7',
      name: 'together',
      about: 'more indices on each of two processes than the whole dimension has',
      dims: [0, 1].map((p) => [{ ...alone, size: 2, proc_grid_size: 2, proc_grid_rank: p }]),
    }),
    ...wrongValues('DAP-U4', 'one_to_one', alone, 3, { number: 1, text: 'yes', nothing: null }),
    ...wrongValues('DAP-U5', 'indices', { ...alone, size: 2 }, 2, {
      'past-2-to-53': special('typed-array', { type: 'uint64', value: ['1', '9223372036854775808'] }),
    }).map((one) => ({ ...one, features: ['int64-indices'] })),
  ]
}
