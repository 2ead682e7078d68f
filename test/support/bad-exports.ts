import type { RuleId } from '../../protocol/rules.js'

/** An export that breaks one rule. */
export interface BadExport {
  name: string
  rule: RuleId
  /** Where the finding is. */
  path: string
  exported: unknown
}

const float64 = (...shape: number[]): object => {
  const n = shape.reduce((a, b) => a * b, 1)
  return { data: new Float64Array(n), shape, strides: shape.map((_, d) => 8 * shape.slice(d + 1).reduce((a, b) => a * b, 1)), format: 'd' }
}
const block = { dist_type: 'b', size: 10, proc_grid_size: 2, proc_grid_rank: 0, start: 0, stop: 4 }
const cyclic = { dist_type: 'c', size: 9, proc_grid_size: 2, proc_grid_rank: 1, start: 2, block_size: 2 }
const unstructured = { dist_type: 'u', size: 9, proc_grid_size: 2, proc_grid_rank: 1, indices: Int32Array.of(7, -3, 2), one_to_one: true }

/** A valid export of four elements. */
export const valid = { __version__: '0.10.0', buffer: float64(4), dim_data: [block] }

/** Leave a key out. */
function without<T extends object>(object: T, key: keyof T): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key))
}

const bad: BadExport[] = []

function add(rule: RuleId, path: string, name: string, exported: unknown): void {
  bad.push({ name, rule, path, exported })
}

/** The valid export with another dictionary, over a buffer of the given extent. */
function addDim(rule: RuleId, key: string, name: string, dim: unknown, extent = 4, version = '0.10.0'): void {
  const path = key ? `dim_data[0].${key}` : 'dim_data[0]'
  add(rule, path, name, { __version__: version, buffer: float64(extent), dim_data: [dim] })
}

/** The valid export with another buffer. */
function addBuffer(rule: RuleId, key: string, name: string, buffer: unknown): void {
  add(rule, key ? `buffer.${key}` : 'buffer', name, { ...valid, buffer })
}

/** Objects that are no dictionaries; read as such they would be empty ones, or have entries that nobody lists. */
const foreignObjects = {
  'a Map': new Map([['dist_type', 'c']]),
  'a Date': new Date(0),
  'an instance of a class': new (class Dictionary {
    readonly dist_type = 'b'
  })(),
  'an object with inherited keys': Object.create({ ...valid, odd: 1 }),
}
for (const [name, value] of Object.entries({
  ...foreignObjects,
  null: null,
  'a number': 3,
  'an array': [],
  'a typed array': new Float64Array(2),
}))
  add('DAP-E1', '', name, value)
for (const key of ['__version__', 'buffer', 'dim_data'] as const) add('DAP-E2', key, `no ${key}`, without(valid, key))
add('DAP-E3', 'extra', 'an unknown key', { ...valid, extra: 1 })
add('DAP-E4', 'buffer', 'a getter that throws', {
  ...without(valid, 'buffer'),
  get buffer(): unknown {
    throw new Error('no')
  },
})
for (const version of ['0.10', 'v1.0.0alpha', '', '0.10.0-rc.1', '00.10.0', '0.10.9007199254740992', 10, null])
  add('DAP-V1', '__version__', `version ${version}`, { ...valid, __version__: version })
for (const version of ['0.11.0', '1.0.0', '0.8.0', '1.10.0', '0.100.0'])
  add('DAP-V2', '__version__', `version ${version}`, { ...valid, __version__: version })
add('DAP-V3', '__version__', 'version 0.9', { ...valid, __version__: '0.9.0' })

addBuffer('DAP-S1', '', 'an array of numbers', [1, 2, 3, 4])
addBuffer('DAP-S1', '', 'a string', 'abcd')
addBuffer('DAP-S1', 'data', 'no data', without({ ...float64(4), data: 0 }, 'data'))
addBuffer('DAP-S1', 'data', 'an ArrayBuffer without a view', { ...float64(4), data: new ArrayBuffer(32) })
for (const format of ['l', '>d', 'dd', '', 3, undefined]) addBuffer('DAP-S2', 'format', `format ${format}`, { ...float64(4), format })
for (const shape of [4, [-4], [4.5], ['4'], [4n], [Number.NaN], [2 ** 53], new Array(65).fill(1), undefined])
  addBuffer('DAP-S3', 'shape', `shape ${String(shape).slice(0, 20)}`, { ...float64(4), shape })
for (const strides of [8, [8.5], ['8'], [8, 8], [], undefined])
  addBuffer('DAP-S4', 'strides', `strides ${strides}`, { ...float64(4), strides })
addBuffer('DAP-S5', '', 'a stride beyond the data', { ...float64(4), strides: [16] })
addBuffer('DAP-S5', '', 'less data than elements', { ...float64(4), data: new Float64Array(3) })
addBuffer('DAP-S5', '', 'before the memory', { ...float64(4), strides: [-8] })
addBuffer('DAP-S5', '', 'a view that says it is longer', {
  ...float64(4),
  data: Object.defineProperty(new Float64Array(2), 'byteLength', { value: 1000 }),
})
addBuffer('DAP-S5', '', 'a view that was detached', { ...float64(4), data: detached(new Float64Array(4)) })
addBuffer('DAP-S5', '', 'a DataView that was detached', { ...float64(4), data: detached(new DataView(new ArrayBuffer(32))) })
addBuffer('DAP-S6', '', 'an unaligned start', { ...float64(4), data: new Uint8Array(new ArrayBuffer(40), 1, 32) })
addBuffer('DAP-S6', '', 'an unaligned stride', { ...float64(4), strides: [9], data: new Float64Array(5) })
addBuffer('DAP-S7', '', 'a resizable buffer', { ...float64(4), data: new Float64Array(resizable(32)) })
addBuffer('DAP-S7', '', 'a bare array on a resizable buffer', new Float64Array(resizable(32)))
addBuffer('DAP-S7', '', 'a growable shared buffer', { ...float64(4), data: new Float64Array(growable(32)) })
addBuffer('DAP-S8', 'readonly', 'readonly 1', { ...float64(4), readonly: 1 })
addBuffer('DAP-S9', 'strides', 'a stride of 0', { ...float64(4), strides: [0] })

addBuffer('DAP-S10', 'shape', 'more elements than can be counted', {
  data: new Float64Array(1),
  shape: [2 ** 40, 2 ** 40],
  strides: [0, 0],
  format: 'd',
  readonly: true,
})

for (const dims of ['b', 3, null, { 0: block, length: 1 }, new Array(65).fill(block)])
  add('DAP-D1', 'dim_data', `dim_data ${String(dims).slice(0, 20)}`, { ...valid, dim_data: dims })
for (const [name, value] of Object.entries(foreignObjects)) addDim('DAP-D1', '', name, value)
for (const dim of [3, null, [], 'b', new Float64Array(1)]) addDim('DAP-D1', '', `dictionary ${String(dim)}`, dim)
add('DAP-D2', 'dim_data', 'too few dictionaries', { ...valid, buffer: float64(4, 2) })
add('DAP-D2', 'dim_data', 'too many dictionaries', { ...valid, dim_data: [block, {}] })
add('DAP-D2', 'dim_data', 'a 1-d buffer for a 0-d array', { ...valid, dim_data: [] })
addDim('DAP-D3', 'stopp', 'an unknown key', { ...block, stopp: 3 })
addDim('DAP-D3', 'padding', 'padding on a cyclic dimension', { ...cyclic, padding: [0, 0] })
addDim('DAP-D3', 'periodic', 'periodic on a cyclic dimension', { ...cyclic, periodic: false })
addDim('DAP-D3', 'block_size', 'a block size on a block dimension', { ...block, block_size: 4 })
addDim('DAP-D4', 'dist_type', 'no dist_type', without(block, 'dist_type'))
for (const distType of ['q', 'n', 'bc', 3, null, 'toString'])
  addDim('DAP-D4', 'dist_type', `dist_type ${distType}`, { ...block, dist_type: distType })
for (const dim of [block, cyclic, unstructured]) {
  const extent = dim.dist_type === 'u' ? 3 : 4
  const type = dim.dist_type
  for (const size of [undefined, -5, '10', 'abc', 9.5, 10n, true, Number.NaN, 2 ** 53])
    addDim('DAP-D5', 'size', `size ${String(size)} on ${type}`, { ...dim, size }, extent)
  for (const processes of [undefined, 0, -1, 2.5, '2', null])
    addDim('DAP-D6', 'proc_grid_size', `proc_grid_size ${processes} on ${type}`, { ...dim, proc_grid_size: processes }, extent)
  for (const rank of [undefined, -1, 2, 0.5, '0', true])
    addDim('DAP-D7', 'proc_grid_rank', `proc_grid_rank ${rank} on ${type}`, { ...dim, proc_grid_rank: rank }, extent)
}

const huge = { dist_type: 'b', size: 2 ** 40, proc_grid_size: 2, proc_grid_rank: 1, start: 2 ** 40, stop: 2 ** 40 }
add('DAP-D8', 'dim_data', 'more elements than can be counted', { ...valid, buffer: float64(0, 0), dim_data: [huge, huge] })

const second = { ...block, proc_grid_rank: 1, start: 6, stop: 10 }
for (const start of [undefined, -1, 0.5, '0']) addDim('DAP-B1', 'start', `start ${start}`, { ...block, start })
for (const stop of [undefined, -1, 4.5, '4']) addDim('DAP-B2', 'stop', `stop ${stop}`, { ...block, stop })
addDim('DAP-B2', 'stop', 'stop past the size', { ...block, stop: 11 }, 11)
addDim('DAP-B2', 'stop', 'stop before start', { ...second, start: 8, stop: 7 }, 0)
addDim('DAP-B3', 'start', 'the first process starts at 1', { ...block, start: 1, stop: 5 })
addDim('DAP-B4', 'stop', 'the last process stops before the size', { ...second, start: 5, stop: 9 })
addDim('DAP-B5', '', 'a longer buffer', block, 5)
addDim('DAP-B5', '', 'a shorter buffer', second, 3)
for (const padding of [3, [1], [1, 1, 1], ['a', 'b'], [-1, 0], [0.5, 0], null, '00'])
  addDim('DAP-B6', 'padding', `padding ${JSON.stringify(padding)}`, { ...block, padding })
addDim('DAP-B7', 'padding', 'communication padding beyond the section', { ...block, padding: [0, 5] })
addDim('DAP-B7', 'padding', 'communication padding wider than what is owned', { ...block, padding: [0, 3] })
addDim('DAP-B7', 'padding', 'boundary padding beyond what is owned', { ...block, padding: [4, 1] })
addDim('DAP-B7', 'padding', 'padding in an empty section', { ...second, start: 10, padding: [1, 1] }, 0)
addDim('DAP-B8', 'periodic', "periodic 'yes'", { ...block, periodic: 'yes' })

for (const blockSize of [0, -10, 1.5, '2', true])
  addDim('DAP-C1', 'block_size', `block_size ${blockSize}`, { ...cyclic, block_size: blockSize })
for (const start of [undefined, 1, 0, -2, '2']) addDim('DAP-C2', 'start', `start ${start}`, { ...cyclic, start })
addDim('DAP-C3', '', 'a longer buffer', cyclic, 5)
addDim('DAP-C3', '', 'the count of the reference implementation', { ...cyclic, size: 4, proc_grid_rank: 0, start: 0, block_size: 3 }, 4)

for (const indices of [undefined, [7, -3, 2], Float64Array.of(7, -3, 2), new DataView(new ArrayBuffer(3)), 'abc'])
  addDim('DAP-U1', 'indices', `indices ${String(indices)}`, { ...unstructured, indices }, 3)
addDim('DAP-U2', 'indices', 'fewer indices than elements', unstructured, 4)
addDim('DAP-U3', 'indices[2]', 'an index twice', { ...unstructured, indices: Int32Array.of(7, -3, 7) }, 3)
addDim('DAP-U3', 'indices[1]', 'a 64-bit index twice', { ...unstructured, indices: BigInt64Array.of(-(2n ** 40n), -(2n ** 40n)) }, 2)
addDim('DAP-U4', 'one_to_one', 'one_to_one 1', { ...unstructured, one_to_one: 1 }, 3)
const growing = new Int32Array(resizable(12))
growing.set([7, -3, 2])
addDim('DAP-U6', 'indices', 'resizable indices', { ...unstructured, indices: growing }, 3)
addDim('DAP-U7', 'indices', 'more indices than size', { ...unstructured, size: 2 }, 3)
addDim('DAP-U7', 'indices', 'fewer indices than size on one process', { ...unstructured, proc_grid_size: 1, proc_grid_rank: 0 }, 3)
addDim('DAP-U5', 'indices[1]', 'an index past 2^53', { ...unstructured, indices: BigUint64Array.of(1n, 2n ** 63n) }, 2)

addDim('DAP-N1', 'proc_grid_size', "a distributed 'n'", { dist_type: 'n', size: 4, proc_grid_size: 2, proc_grid_rank: 0 }, 4, '0.9.0')
addDim('DAP-N2', 'padding', 'copies at the ends', { ...block, padding: [1, 0], periodic: true }, 5, '0.9.0')

/** The valid export with an extension. */
function addExtension(rule: RuleId, key: string, name: string, extension: unknown, exported: object = valid): void {
  add(rule, key ? `__extension__.${key}` : '__extension__', name, { ...exported, __extension__: extension })
}

const replicated = [{ proc_grid_size: 2, proc_grid_rank: 1 }]
for (const [name, value] of Object.entries(foreignObjects)) addExtension('DAP-X1', '', name, value)
for (const extension of [null, 3, [], 'cpu']) addExtension('DAP-X1', '', `extension ${extension}`, extension)
addExtension('DAP-X2', 'colour', 'an unknown entry', { colour: 'red' })
for (const dtype of ['float32', 'd', 8, null]) addExtension('DAP-X3', 'dtype', `dtype ${dtype}`, { dtype })
const badDevices: [string, unknown][] = [
  ['device', 1],
  ['device', null],
  ['device.id', { type: 1 }],
  ['device.id', { type: 1, id: -1 }],
  ['device.type', { type: 'cpu', id: 0 }],
  ['device.name', { type: 1, id: 0, name: 'cpu' }],
]
for (const [key, device] of badDevices) addExtension('DAP-X4', key, `device ${JSON.stringify(device)}`, { device })
addExtension('DAP-X5', 'device.type', 'memory of a CUDA device', { device: { type: 2, id: 0 } })
for (const readonly of ['yes', 1, null]) addExtension('DAP-X6', 'readonly', `readonly ${readonly}`, { readonly })
addExtension('DAP-X7', 'replicated', 'a number of replicas', { replicated: 2 })
addExtension('DAP-X7', 'replicated[0]', 'a list of numbers', { replicated: [2] })
addExtension('DAP-X7', 'replicated[0].proc_grid_size', 'no replicas', { replicated: [{ proc_grid_size: 0, proc_grid_rank: 0 }] })
addExtension('DAP-X7', 'replicated[1].proc_grid_rank', 'a rank past the size', {
  replicated: [...replicated, { proc_grid_size: 2, proc_grid_rank: 2 }],
})
addExtension('DAP-X7', 'replicated[0].size', 'an unknown key', { replicated: [{ ...replicated[0], size: 2 }] })
for (const partial of ['mean', 1, null]) addExtension('DAP-X8', 'partial', `partial ${partial}`, { partial, replicated })
addExtension('DAP-X9', 'partial', 'partial results of one process', { partial: 'sum' })
addExtension(
  'DAP-X9',
  'partial',
  'the greatest complex number',
  { partial: 'max', replicated },
  {
    ...valid,
    buffer: { data: new Float64Array(8), shape: [4], strides: [16], format: 'Zd' },
  },
)

function detached<T extends ArrayBufferView>(view: T): T {
  structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] })
  return view
}

function resizable(bytes: number): ArrayBuffer {
  return Reflect.construct(ArrayBuffer, [bytes, { maxByteLength: 2 * bytes }])
}

function growable(bytes: number): SharedArrayBuffer {
  return Reflect.construct(SharedArrayBuffer, [bytes, { maxByteLength: 2 * bytes }])
}

/** At least one export per rule that breaks it. */
export const badExports: readonly BadExport[] = bad
