import t from 'tap'
import { importArray, ProtocolError, type RuleId, rules, validate } from '../../protocol/index.js'
import { localRules } from '../../protocol/rules.js'
import { badExports, valid } from '../support/bad-exports.js'

t.test('a valid export has no findings', async (t) => {
  t.strictSame(validate(valid), [])
  t.doesNotThrow(() => importArray(valid))
})

for (const { name, rule, path, exported } of badExports)
  t.test(`${rule}: ${name}`, async (t) => {
    const findings = validate(exported)
    const finding = findings.find((found) => found.rule === rule && found.path === path)
    t.ok(finding, `found at ${path || 'the top'}`, { findings })
    t.equal(finding?.severity, rules[rule].severity)
    t.match(finding?.message, /^(Expected|Reading|Writing|Version)/)
    if (rules[rule].severity === 'error') {
      const errors = findings.filter(({ severity }) => severity === 'error')
      const thrown = refusal(exported)
      t.ok(thrown instanceof ProtocolError, 'the importer refuses it')
      t.equal(thrown?.rule, errors[0]?.rule, 'naming the first rule')
      t.strictSame(
        thrown?.findings.map((found) => found.rule),
        findings.map((found) => found.rule),
        'with all findings',
      )
      for (const found of errors.slice(0, 5)) t.match(thrown?.message, found.rule)
    }
  })

/** What importing an export as a producer would return it throws. */
function refusal(exported: unknown): ProtocolError | undefined {
  try {
    importArray({ __distarray__: () => exported })
  } catch (error) {
    if (error instanceof ProtocolError) return error
    throw error
  }
  return undefined
}

t.test('every rule of one export has an example that breaks it', async (t) => {
  const shown = new Set(badExports.map(({ rule }) => rule))
  t.strictSame(
    (Object.keys(localRules) as RuleId[]).filter((rule) => !shown.has(rule)),
    [],
  )
})

t.test('one slip breaks one rule', async (t) => {
  const lone: RuleId[] = [
    'DAP-E3',
    'DAP-V3',
    'DAP-S6',
    'DAP-S8',
    'DAP-S9',
    'DAP-D3',
    'DAP-B3',
    'DAP-B4',
    'DAP-B5',
    'DAP-B7',
    'DAP-B8',
    'DAP-C3',
    'DAP-U3',
    'DAP-U4',
  ]
  for (const { name, rule, exported } of badExports)
    if (lone.includes(rule)) t.strictSame([...new Set(validate(exported).map((found) => found.rule))], [rule], `${rule}: ${name}`)
})

t.test('a broken rule hides no other', async (t) => {
  const of = (dim: object, extent: number) =>
    validate({ __version__: '0.10.0', buffer: new Float64Array(extent), dim_data: [dim] }).map(({ rule }) => rule)
  const last = { dist_type: 'b', size: 10, proc_grid_size: 2, proc_grid_rank: 1 }
  t.strictSame(of({ ...last, start: 8, stop: 7, padding: [-1, 0], periodic: 1 }, 0), ['DAP-B6', 'DAP-B8', 'DAP-B2', 'DAP-B4'])
  t.strictSame(of({ ...last, start: '0', stop: 11 }, 0), ['DAP-B1', 'DAP-B2', 'DAP-B4'])
  t.strictSame(of({ ...last, proc_grid_rank: 0, start: 1, stop: 9, padding: [0, 7] }, 7), ['DAP-B3', 'DAP-B5', 'DAP-B7'])
  t.strictSame(of({ ...last, dist_type: 'c', start: '0' }, 4), ['DAP-C2', 'DAP-C3'])
  t.strictSame(of({ ...last, dist_type: 'c', size: '10', start: 3 }, 4), ['DAP-D5', 'DAP-C2'])
  const indices = BigInt64Array.of(2n ** 60n, 5n, 5n, -(2n ** 60n))
  t.strictSame(of({ ...last, dist_type: 'u', size: 3, indices, one_to_one: 0 }, 3), ['DAP-U4', 'DAP-U2', 'DAP-U7', 'DAP-U5', 'DAP-U3'])
})

t.test('all broken rules are found at once', async (t) => {
  const exported = {
    __version__: '0.10.0',
    buffer: { data: new Float64Array(4), shape: [4, 1], strides: [8, 8], format: 'd', readonly: 'no' },
    dim_data: [
      { dist_type: 'b', size: 10, proc_grid_size: 2, proc_grid_rank: 1, start: 1, stop: 9, padding: [-1, 0], periodic: 0 },
      { dist_type: 'c', size: -1, proc_grid_size: 0, proc_grid_rank: 0, start: 5, block_size: 0, colour: 'red' },
    ],
  }
  t.strictSame(
    validate(exported).map(({ rule, path }) => `${rule} ${path}`),
    [
      'DAP-S8 buffer.readonly',
      'DAP-B6 dim_data[0].padding',
      'DAP-B8 dim_data[0].periodic',
      'DAP-B4 dim_data[0].stop',
      'DAP-D3 dim_data[1].colour',
      'DAP-D5 dim_data[1].size',
      'DAP-D6 dim_data[1].proc_grid_size',
      'DAP-C1 dim_data[1].block_size',
    ],
  )
})

t.test('a buffer that cannot be used hides no rule of the dictionaries', async (t) => {
  const dim = { dist_type: 'b', size: 5, proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: 5 }
  const buffer = { data: new Float64Array(4), shape: [4], strides: [8], format: 'd' }
  for (const [rule, wrong] of [
    ['DAP-S1', { data: [1, 2, 3, 4] }],
    ['DAP-S2', { format: 'x' }],
    ['DAP-S4', { strides: [8, 8] }],
    ['DAP-S5', { strides: [80] }],
    ['DAP-S6', { strides: [4] }],
    ['DAP-S8', { readonly: 1 }],
  ] as const)
    t.strictSame(
      validate({ __version__: '0.10.0', buffer: { ...buffer, ...wrong }, dim_data: [dim, {}] }).map((found) => found.rule),
      [rule, 'DAP-D2', 'DAP-B5'],
    )
})

t.test('what looks odd but is valid', async (t) => {
  const common = { size: 9, proc_grid_size: 5 }
  const f = (n: number) => new Float64Array(n)
  const odd: [string, object, ArrayBufferView][] = [
    ['the empty dictionary', {}, f(3)],
    ['an empty section in the middle', { dist_type: 'b', ...common, proc_grid_rank: 2, start: 4, stop: 4 }, f(0)],
    ['an empty section of a process without a block', { dist_type: 'c', ...common, proc_grid_rank: 4, start: 12, block_size: 3 }, f(0)],
    ['an empty list', { dist_type: 'u', ...common, proc_grid_rank: 4, indices: new Int32Array(0) }, f(0)],
    ['size 0', { dist_type: 'b', size: 0, proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: 0 }, f(0)],
    [
      'a padded periodic dimension on one process',
      { dist_type: 'b', size: 10, proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: 10, padding: [2, 2], periodic: true },
      f(10),
    ],
    [
      'optional keys that are undefined',
      { dist_type: 'c', ...common, proc_grid_rank: 0, start: 0, block_size: undefined, padding: undefined },
      f(2),
    ],
    ['an index past the size', { dist_type: 'u', ...common, proc_grid_rank: 0, indices: Uint32Array.of(2 ** 32 - 1, 3) }, f(2)],
  ]
  for (const [name, dim, buffer] of odd) t.strictSame(validate({ __version__: '0.10.99', buffer, dim_data: [dim] }), [], name)
  const strided = { data: new DataView(new ArrayBuffer(16)), shape: [1], strides: [7], format: '=d', readonly: true }
  t.strictSame(validate({ ...valid, buffer: strided, dim_data: [{}] }), [], 'a DataView; the stride of one element')
  const reversed = { data: new Float64Array(new ArrayBuffer(32), 24), shape: [4], strides: [-8], format: 'd' }
  t.strictSame(validate({ ...valid, buffer: reversed }), [], 'a negative stride back into the same buffer')
  const broadcast = { data: new Float64Array(1), shape: [4], strides: [0], format: 'd', readonly: true }
  t.strictSame(validate({ ...valid, buffer: broadcast }), [], 'one element seen four times, read-only')
  const shared = { ...valid, buffer: new Float64Array(new SharedArrayBuffer(32)) }
  t.strictSame(validate(shared), [], 'shared memory of fixed size')
})
