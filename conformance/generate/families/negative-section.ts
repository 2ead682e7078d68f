import type { ConformanceCase, Json, JsonObject } from '../../case.js'
import { refuse, special, validDim } from '../refuse.js'

const plane: JsonObject[] = [
  { dist_type: 'b', size: 2, proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: 2 },
  { dist_type: 'b', size: 3, proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: 3 },
]

/** Buffers that are not one: rules DAP-S. */
export function negativeSectionCases(): ConformanceCase[] {
  return [
    ...changed('DAP-S1', ['buffer'], { nothing: null, number: 3, list: [1, 2, 3, 4] }),
    ...changed('DAP-S1', ['buffer', 'data'], { 'no-data': special('undefined'), 'data-list': [1, 2, 3, 4], 'data-number': 140737 }),
    ...changed('DAP-S2', ['buffer', 'format'], {
      unknown: 'x',
      long: 'l',
      'unsigned-long': 'L',
      'foreign-order': '>d',
      record: 'dd',
      empty: '',
      'no-format': special('undefined'),
      code: 100,
    }),
    ...changed('DAP-S3', ['buffer', 'shape'], {
      negative: [-4],
      fraction: [3.5],
      text: ['4'],
      'no-shape': special('undefined'),
      number: 4,
      bigint: [special('bigint', { value: '4' })],
      nan: [special('nan')],
      long: new Array<number>(65).fill(1),
    }),
    ...changed('DAP-S4', ['buffer', 'strides'], {
      'too-many': [8, 8],
      none: [],
      fraction: [8.5],
      'no-strides': special('undefined'),
      infinite: [special('infinity')],
    }),
    refuse({
      rule: 'DAP-S5',
      name: 'short-memory',
      about: 'the memory ends before the last element',
      memory: { bytes: 24 },
    }),
    refuse({
      rule: 'DAP-S5',
      name: 'wide-stride',
      about: 'strides that lead past the end',
      memory: { strides: [16], bytes: 32 },
    }),
    refuse({
      rule: 'DAP-S5',
      name: 'before-start',
      about: 'a negative stride that leads before the start of the memory',
      memory: { strides: [-8], bytes: 32 },
    }),
    refuse({
      rule: 'DAP-S5',
      name: 'element-strides',
      about: 'strides of a column-major matrix counted in the wrong axis order',
      dims: [plane],
      memory: { strides: [24, 16], bytes: 48 },
    }),
    refuse({
      rule: 'DAP-S5',
      name: 'detached',
      about: 'memory that was given away',
      changes: [{ path: ['buffer', 'data'], value: special('detached') }],
    }),
    refuse({ rule: 'DAP-S6', name: 'start', about: 'the first element is not aligned', memory: { offset: 4, bytes: 40 } }),
    refuse({
      rule: 'DAP-S6',
      name: 'stride',
      about: 'strides counted in elements, not bytes',
      dims: [plane],
      memory: { strides: [3, 1], bytes: 48 },
    }),
    refuse({
      rule: 'DAP-S7',
      name: 'resizable',
      about: 'memory that can change its size under the consumer',
      changes: [{ path: ['buffer', 'data'], value: special('resizable') }],
    }),
    refuse({
      rule: 'DAP-S10',
      brokenToo: ['DAP-B5'], // sizes of such extents break D8
      name: 'too-many-elements',
      about: 'more elements than an integer counts',
      dims: [plane],
      changes: [
        { path: ['buffer', 'shape'], value: [2 ** 30, 2 ** 30] },
        { path: ['buffer', 'strides'], value: [0, 0] },
        { path: ['buffer', 'readonly'], value: true },
      ],
    }),
    ...changed('DAP-S8', ['buffer', 'readonly'], { number: 1, text: 'yes', nothing: null }),
  ]
}

function changed(rule: string, path: (string | number)[], values: Readonly<Record<string, Json>>): ConformanceCase[] {
  return Object.entries(values).map(([name, value]) =>
    refuse({
      rule,
      name,
      about: `${path.join('.')}: ${name.replaceAll('-', ' ')}`,
      dims: [[validDim]],
      changes: [{ path, value }],
    }),
  )
}
