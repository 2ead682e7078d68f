import type { ReferenceVerdict, RuleId } from '../../protocol/index.js'

/** An export that the validator of 2014 judges otherwise than ours, on purpose. */
export interface Divergence {
  name: string
  exported: unknown
  reference: ReferenceVerdict['verdict']
  /** The rules of severity error that it breaks; none when it is valid. */
  ours: RuleId[]
}

const block = { dist_type: 'b', size: 10, proc_grid_size: 2, proc_grid_rank: 0, start: 0, stop: 4 }
const cyclic = { dist_type: 'c', size: 9, proc_grid_size: 2, proc_grid_rank: 1, start: 2, block_size: 2 }
const unstructured = { dist_type: 'u', size: 9, proc_grid_size: 2, proc_grid_rank: 1, indices: Int32Array.of(7, -3, 2) }

const of = (dim: object, extent: number, version: unknown = '0.10.0') => ({
  __version__: version,
  buffer: new Float64Array(extent),
  dim_data: [dim],
})

/** It accepts what breaks a rule: it never calls its check of the common keys, nor compares dictionaries with the buffer. */
const accepted: [string, object, RuleId[]][] = [
  ['a buffer of another length than stop - start', of(block, 5), ['DAP-B5']],
  ["periodic 'yes'", of({ ...block, periodic: 'yes' }, 4), ['DAP-B8']],
  ['no size on a cyclic dimension', of({ ...cyclic, size: undefined }, 4), ['DAP-D5']],
  ['no size on an unstructured dimension', of({ ...unstructured, size: undefined }, 3), ['DAP-D5']],
  ['size -5 on a cyclic dimension', of({ ...cyclic, size: -5 }, 4), ['DAP-D5']],
  ["size 'abc' on an unstructured dimension", of({ ...unstructured, size: 'abc' }, 3), ['DAP-D5']],
  ['size 9.5 on a block dimension', of({ ...block, size: 9.5 }, 4), ['DAP-D5']],
  ['proc_grid_rank -1', of({ ...block, proc_grid_rank: -1 }, 4), ['DAP-D7']],
  ['negative padding', of({ ...block, padding: [-1, -3] }, 4), ['DAP-B6']],
  ['padding beyond the extent', of({ ...block, padding: [5, 6] }, 4), ['DAP-B7']],
  ['padding on a cyclic dimension', of({ ...cyclic, padding: [1, 1] }, 4), ['DAP-D3']],
  ['unknown keys', of({ ...block, colour: 'red' }, 4), ['DAP-D3']],
  ['an index twice', of({ ...unstructured, indices: Int32Array.of(7, -3, 7) }, 3), ['DAP-U3']],
  ['indices of floats', of({ ...unstructured, indices: Float64Array.of(7, -3, 2) }, 3), ['DAP-U1']],
  ['an ArrayBuffer as indices', of({ ...unstructured, indices: new ArrayBuffer(3) }, 3), ['DAP-U1']],
  ['fewer indices than elements', of(unstructured, 4), ['DAP-U2']],
  ['more indices than size', of({ ...unstructured, size: 2 }, 3), ['DAP-U7']],
  ['an index past 2^53', of({ ...unstructured, indices: BigInt64Array.of(1n, 2n ** 60n) }, 2), ['DAP-U5']],
  ['a cyclic dimension with a buffer of any length', of(cyclic, 9), ['DAP-C3']],
  ['its own count of a cyclic dimension', of({ ...cyclic, size: 4, proc_grid_rank: 0, start: 0, block_size: 3 }, 4), ['DAP-C3']],
  ['true as an integer', of({ ...block, proc_grid_size: true, stop: 10 }, 10), ['DAP-D6']],
  ['a bigint as an integer', of({ ...block, stop: 4n }, 4), ['DAP-B2']],
  ['a last process that stops before the size', of({ ...block, proc_grid_rank: 1, start: 5, stop: 9 }, 4), ['DAP-B4']],
  ['a version of two numbers', of(block, 4, '0.10'), ['DAP-V1']],
  ['a version with leading zeros', of(block, 4, '00.10.0'), ['DAP-V1']],
  ['a version before 0.10.0', of(block, 4, '0.10.0a1'), ['DAP-V1']],
  ['a buffer of no format', { ...of(block, 4), buffer: new DataView(new ArrayBuffer(4)) }, ['DAP-S1']],
  ['an ArrayBuffer', { ...of(block, 4), buffer: new ArrayBuffer(4) }, ['DAP-S2', 'DAP-S3', 'DAP-S4', 'DAP-S1']],
  [
    'a buffer of another byte order',
    { ...of(block, 4), buffer: { data: new Float64Array(4), shape: [4], strides: [8], format: '>d' } },
    ['DAP-S2'],
  ],
  [
    'unaligned elements',
    { ...of(block, 4), buffer: { data: new Uint8Array(40).subarray(1), shape: [4], strides: [8], format: 'd' } },
    ['DAP-S6'],
  ],
]

/** It rejects what breaks no rule of severity error. */
const rejected: [string, object][] = [
  ['a later patch', of(block, 4, '0.10.1')],
  ['version 0.9', of(block, 4, '0.9.0')],
  ['the extension key', { ...of(block, 4), __extension__: {} }],
]

/** It throws instead of answering. */
const raised: [string, object, RuleId[]][] = [
  ['no dist_type', of({ ...block, dist_type: undefined }, 4), ['DAP-D4']],
  ['a list as dist_type', of({ ...block, dist_type: ['b'] }, 4), ['DAP-D4']],
  ['no size on a block dimension', of({ ...block, size: undefined }, 4), ['DAP-D5']],
  ["size '10' on a block dimension", of({ ...block, size: '10' }, 4), ['DAP-D5']],
  ['__version__ null', of(block, 4, null), ['DAP-V1']],
  ['an empty version', of(block, 4, ''), ['DAP-V1']],
  ['a version that is a number', of(block, 4, 10), ['DAP-V1']],
]

export const divergences: readonly Divergence[] = [
  ...accepted.map(([name, exported, ours]) => ({ name, exported, reference: 'accept' as const, ours })),
  ...rejected.map(([name, exported]) => ({ name, exported, reference: 'reject' as const, ours: [] })),
  ...raised.map(([name, exported, ours]) => ({ name, exported, reference: 'raise' as const, ours })),
]

/** Exports of the reference validator's own tests and others that both judge alike. */
export const agreements: readonly { name: string; exported: unknown; reference: 'accept' | 'reject' }[] = [
  ...(
    [
      ['a block', of(block, 4)],
      ['a cyclic section', of({ ...cyclic, size: 50, proc_grid_rank: 0, start: 0, block_size: undefined }, 25)],
      ['a block-cyclic section', of({ ...cyclic, size: 50, start: 5, block_size: 5 }, 25)],
      ['an unstructured section', of({ ...unstructured, indices: Uint32Array.of(1, 22, 44) }, 3)],
      ['an empty process', of({ ...cyclic, size: 3, proc_grid_size: 4, proc_grid_rank: 3, start: 3, block_size: undefined }, 0)],
      ['the empty dictionary', of({}, 0)],
      ['a padded periodic dimension on one process', of({ ...block, proc_grid_size: 1, stop: 10, padding: [2, 2], periodic: true }, 10)],
      ['an empty block', of({ ...block, stop: 0 }, 0)],
      ['a cyclic start past the size', of({ ...cyclic, size: 9, proc_grid_size: 4, proc_grid_rank: 3, start: 15, block_size: 5 }, 0)],
    ] as [string, object][]
  ).map(([name, exported]) => ({ name, exported, reference: 'accept' as const })),
  ...(
    [
      ['a missing key', { __version__: '0.10.0', buffer: new Float64Array(4) }],
      ['a list as buffer', { ...of(block, 4), buffer: [1, 2, 3, 4] }],
      ['version v1.0.0alpha', of(block, 4, 'v1.0.0alpha')],
      ['dist_type q', of({ ...block, dist_type: 'q' }, 4)],
      ['stop past the size', of({ ...block, stop: 51, size: 50 }, 51)],
      ['stop before start', of({ ...block, start: 10, stop: 9 }, 0)],
      ['a negative start', of({ ...block, start: -1 }, 5)],
      ['padding of letters', of({ ...block, padding: ['a', 'b'] }, 4)],
      ['a negative block size', of({ ...cyclic, block_size: -10 }, 4)],
      ['a list as indices', of({ ...unstructured, indices: [1, 2, 3, 4] }, 4)],
      ['a clamped cyclic start', of({ ...cyclic, size: 9, proc_grid_size: 4, proc_grid_rank: 3, start: 9, block_size: 5 }, 0)],
      ['the first process starts at 1', of({ ...block, start: 1 }, 3)],
      ['two dictionaries for one dimension', { ...of(block, 4), dim_data: [block, {}] }],
    ] as [string, object][]
  ).map(([name, exported]) => ({ name, exported, reference: 'reject' as const })),
]
