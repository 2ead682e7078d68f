import t from 'tap'
import { importArray, type ProtocolOptions, protocolOptions, validate, validateGlobal } from '../../protocol/index.js'

const block = { dist_type: 'b', size: 10, proc_grid_size: 2, proc_grid_rank: 0, start: 0, stop: 5 }
const cyclic = { dist_type: 'c', size: 9, proc_grid_size: 4, proc_grid_rank: 3, start: 15, block_size: 5 }
const unstructured = { dist_type: 'u', size: 3, proc_grid_size: 2, proc_grid_rank: 0 }

function of(dim: object, extent: number, version = '0.10.0'): object {
  return { __version__: version, buffer: new Float64Array(extent), dim_data: [dim] }
}

/** For each option: an export, the rules it breaks by default, and those it breaks by the other readings. */
const cases: { option: ProtocolOptions; name: string; exported: object; byDefault: string[]; otherwise: string[] }[] = [
  {
    option: { unknownVersions: 'as-0.10' },
    name: 'a version that is not known',
    exported: of(block, 5, '0.11.0'),
    byDefault: ['DAP-V2'],
    otherwise: ['DAP-V3'],
  },
  {
    option: { emptyBlocks: 'refuse' },
    name: 'an empty block',
    exported: of({ ...block, stop: 0 }, 0),
    byDefault: [],
    otherwise: ['DAP-B2'],
  },
  {
    option: { periodicPadding: 'communication' },
    name: 'copies at the ends of a periodic dimension',
    exported: of({ ...block, start: -2, stop: 6, padding: [2, 1], periodic: true }, 8),
    byDefault: ['DAP-B1'],
    otherwise: [],
  },
  {
    option: { periodicPadding: 'communication' },
    name: 'padding inside the ends of a periodic dimension',
    exported: of({ ...block, stop: 6, padding: [2, 1], periodic: true }, 6),
    byDefault: [],
    otherwise: ['DAP-B3'],
  },
  {
    option: { periodicPadding: 'communication' },
    name: 'copies at the ends, in version 0.9',
    exported: of({ ...block, stop: 5, padding: [2, 1], periodic: true }, 8, '0.9.0'),
    byDefault: ['DAP-V3', 'DAP-N2'],
    otherwise: ['DAP-V3'],
  },
  {
    option: { boundaryPadding: 'outside' },
    name: 'boundary padding outside size',
    exported: of({ ...block, proc_grid_rank: 1, start: 4, stop: 13, padding: [1, 3] }, 9),
    byDefault: ['DAP-B2', 'DAP-B4'],
    otherwise: [],
  },
  {
    option: { boundaryPadding: 'outside' },
    name: 'boundary padding inside size',
    exported: of({ ...block, proc_grid_rank: 1, start: 4, stop: 10, padding: [1, 3] }, 6),
    byDefault: [],
    otherwise: ['DAP-B4'],
  },
  {
    option: { unstructuredSize: 'free' },
    name: 'more indices than size',
    exported: of({ ...unstructured, indices: Int8Array.of(1, 2, 3, 4) }, 4),
    byDefault: ['DAP-U7'],
    otherwise: [],
  },
  {
    option: { cyclicStart: 'clamped' },
    name: 'a start that is no more than size',
    exported: of({ ...cyclic, start: 9 }, 0),
    byDefault: ['DAP-C2'],
    otherwise: [],
  },
  {
    option: { cyclicStart: 'clamped' },
    name: 'a start past size',
    exported: of(cyclic, 0),
    byDefault: [],
    otherwise: ['DAP-C2'],
  },
  {
    option: { blockSizes: 'listed' },
    name: 'a block size that the text does not list',
    exported: of({ ...cyclic, proc_grid_rank: 0, start: 0 }, 5),
    byDefault: [],
    otherwise: ['DAP-C1'],
  },
  {
    option: { blockEnds: 'free' },
    name: 'a dimension that starts at 1',
    exported: of({ ...block, start: 1 }, 4),
    byDefault: ['DAP-B3'],
    otherwise: [],
  },
  {
    option: { blockEnds: 'free' },
    name: 'a dimension that stops early',
    exported: of({ ...block, proc_grid_rank: 1, start: 5, stop: 9 }, 4),
    byDefault: ['DAP-B4'],
    otherwise: [],
  },
  {
    option: { ghostWidth: 'any' },
    name: 'more copies than the neighbour can own',
    exported: of({ ...block, padding: [0, 3] }, 5),
    byDefault: ['DAP-B7'],
    otherwise: [],
  },
  {
    option: { ghostWidth: 'any' },
    name: 'more padding than entries',
    exported: of({ ...block, padding: [0, 6] }, 5),
    byDefault: ['DAP-B7'],
    otherwise: ['DAP-B7'],
  },
  {
    option: { emptyPadding: 'ignore' },
    name: 'padding of an empty block',
    exported: of({ ...block, stop: 0, padding: [1, 1] }, 0),
    byDefault: ['DAP-B7'],
    otherwise: [],
  },
  {
    option: { emptyDictionary: 'refuse' },
    name: 'the empty dictionary',
    exported: of({}, 5),
    byDefault: [],
    otherwise: ['DAP-D4'],
  },
  {
    option: { extensionKey: 'refuse' },
    name: 'an extension',
    exported: { ...of(block, 5), __extension__: {} },
    byDefault: [],
    otherwise: ['DAP-E3'],
  },
  {
    option: { flatBuffers: 'row-major' },
    name: 'a flat buffer of two dimensions',
    exported: { ...of(block, 15), dim_data: [block, { ...unstructured, indices: Int8Array.of(3, 1, 2) }] },
    byDefault: ['DAP-D2', 'DAP-B5'],
    otherwise: [],
  },
  {
    option: { flatBuffers: 'row-major' },
    name: 'a flat buffer of another length',
    exported: { ...of(block, 10), dim_data: [block, { ...block, stop: 3 }] },
    byDefault: ['DAP-D2', 'DAP-B5'],
    otherwise: ['DAP-D2'],
  },
  {
    option: { flatBuffers: 'row-major' },
    name: 'a flat buffer and the empty dictionary',
    exported: { ...of(block, 5), dim_data: [block, {}] },
    byDefault: ['DAP-D2'],
    otherwise: ['DAP-D2'],
  },
]

for (const { option, name, exported, byDefault, otherwise } of cases)
  t.test(`${JSON.stringify(option)}: ${name}`, async (t) => {
    const rules = (options?: ProtocolOptions) => validate(exported, options).map(({ rule }) => rule)
    t.strictSame(rules(), byDefault, 'by default')
    t.strictSame(rules(option), otherwise, 'by the other reading')
    const isRefused = otherwise.some((rule) => rule !== 'DAP-V3')
    if (isRefused) t.throws(() => importArray(exported, option), { name: 'ProtocolError', rule: otherwise[0] })
    else t.doesNotThrow(() => importArray(exported, option))
  })

t.test('every option that one process can tell has a case', async (t) => {
  const global = ['edgePadding'] // of two processes; see validate-global.test.ts
  const shown = new Set(cases.flatMap(({ option }) => Object.keys(option)))
  t.strictSame(
    Object.keys(protocolOptions).filter((name) => !shown.has(name) && !global.includes(name)),
    [],
  )
})

t.test('copies at the ends are left out of the section', async (t) => {
  const data = Float64Array.from({ length: 8 }, (_, i) => i)
  const periodic = { ...block, start: -2, stop: 6, padding: [2, 1], periodic: true }
  const imported = importArray({ __version__: '0.10.0', buffer: data, dim_data: [periodic] }, { periodicPadding: 'communication' })
  t.match(imported.dimData[0], { start: 0, stop: 6, padding: [0, 1], periodic: true })
  t.strictSame([imported.shape, imported.buffer.data.byteOffset, imported.buffer.data.buffer === data.buffer], [[6], 16, true])

  const unpadded = { ...block, stop: 8, padding: [0, 1], periodic: true }
  const same = importArray({ __version__: '0.10.0', buffer: data, dim_data: [unpadded] }, { periodicPadding: 'communication' })
  t.equal(same.buffer.data, data, 'nothing to leave out: the same view')

  const one = { ...block, proc_grid_size: 1, start: -2, stop: 13, padding: [2, 3] }
  const columns = { data, shape: [15, 0], strides: [8, 8], format: 'd' }
  const empty = importArray({ __version__: '0.10.0', buffer: columns, dim_data: [one, {}] }, { boundaryPadding: 'outside' })
  t.strictSame(empty.shape, [10, 0], 'of a section without elements')

  const reversed = { data: new Float64Array(data.buffer, 56), shape: [8], strides: [-8], format: 'd' }
  const backwards = importArray({ __version__: '0.10.0', buffer: reversed, dim_data: [periodic] }, { periodicPadding: 'communication' })
  t.strictSame([backwards.shape, backwards.buffer.data.byteOffset], [[6], 40], 'of a section with negative strides')

  const old = { ...block, proc_grid_size: 1, start: 0, stop: 10, padding: [1, 2], periodic: true }
  const from09 = importArray({ __version__: '0.9.0', buffer: new Float64Array(13), dim_data: [old] }, { periodicPadding: 'communication' })
  t.match([from09.shape, from09.buffer.data.byteOffset, from09.dimData[0]], [[10], 8, { start: 0, stop: 10, padding: [0, 0] }])
})

t.test('other readings end in the same terms', async (t) => {
  const clamped = importArray(of({ ...cyclic, start: 9 }, 0), { cyclicStart: 'clamped' })
  t.match(clamped.dimData[0], { start: 15 })
  const flat = importArray({ ...of(block, 15), dim_data: [block, { ...block, stop: 3 }] }, { flatBuffers: 'row-major' })
  t.strictSame(
    [flat.shape, flat.buffer.strides],
    [
      [5, 3],
      [24, 8],
    ],
  )
  const scalar = importArray({ ...of(block, 1), dim_data: [] }, { flatBuffers: 'row-major' })
  t.strictSame(scalar.shape, [])
  const ignored = importArray(of({ ...block, stop: 0, padding: [1, 1] }, 0), { emptyPadding: 'ignore' })
  t.match(ignored.dimData[0], { padding: [0, 0] })
})

t.test('options are checked', async (t) => {
  const bad: [unknown, RegExp][] = [
    [3, /object for options/],
    [null, /object for options/],
    [{ emptyBlock: 'accept' }, /did you mean emptyBlocks\?/],
    [{ cyclicStart: 'clampd' }, /exact, clamped for options.cyclicStart .* did you mean clamped\?/],
    [{ cyclicStart: 1 }, /exact, clamped .* 1 of type number$/],
    [{ cyclicStart: 'toString' }, /exact, clamped/],
    [{ toString: 'exact' }, /one of unknownVersions/],
  ]
  for (const [options, message] of bad)
    for (const use of [validate, importArray])
      t.throws(() => use(of(block, 5), options as ProtocolOptions), { name: 'ArgumentError', message })
  t.strictSame(validate(of(block, 5), { cyclicStart: undefined }), [], 'undefined is the default')
})

t.test('options that throw when they are read', async (t) => {
  const uses = [validate, importArray, (exported: object, options?: ProtocolOptions) => validateGlobal([exported], options)]
  for (const thrown of [new Error('no'), undefined, 'no', unreadable()]) {
    const refuse = () => {
      throw thrown
    }
    const getter = Object.defineProperty({}, 'cyclicStart', { get: refuse, enumerable: true })
    const traps = { ownKeys: refuse, get: refuse, getOwnPropertyDescriptor: refuse, getPrototypeOf: refuse }
    const value = { cyclicStart: new Proxy({}, { ...traps, has: refuse }) }
    for (const options of [getter, new Proxy({}, traps), unreadable(), value, { [`${unreadable}`]: value }])
      for (const use of uses) t.throws(() => use(of(block, 5), options as ProtocolOptions), { name: 'ArgumentError' })
  }
})

/** A value that throws whatever is asked of it. */
function unreadable(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

t.test('the table says what there is', async (t) => {
  for (const [name, { ambiguity, values, default: first, text }] of Object.entries(protocolOptions)) {
    t.match(ambiguity, /^B\d+$/, name)
    t.equal(first, values[0])
    t.ok(values.length > 1 && text.endsWith('.'))
  }
})
