import t from 'tap'
import { Distribution, importArray, validate } from '../../protocol/index.js'

const of = (dims: object[], extents: number[]) => ({
  __version__: '0.9.0',
  buffer: {
    data: new Float64Array(extents.reduce((a, b) => a * b, 1)),
    shape: extents,
    strides: extents.map((_, d) => 8 * extents.slice(d + 1).reduce((a, b) => a * b, 1)),
    format: 'd',
  },
  dim_data: dims,
})
const common = { dist_type: 'b', size: 18, proc_grid_size: 2 }

t.test('the padded example of the 0.9.0 document', async (t) => {
  const first = of([{ ...common, proc_grid_rank: 0, start: 0, stop: 9, padding: [1, 1] }], [10])
  const second = of([{ ...common, proc_grid_rank: 1, start: 9, stop: 18, padding: [1, 1] }], [10])
  t.strictSame(
    [first, second].map((exported) => validate(exported).map(({ rule, severity }) => [rule, severity])),
    [[['DAP-V3', 'warning']], [['DAP-V3', 'warning']]],
  )
  const imports = [first, second].map((exported) => importArray(exported))
  t.strictSame(
    imports.map(({ version }) => version),
    ['0.9.0', '0.9.0'],
  )
  t.strictSame(
    imports.map(({ dimData: [dim] }) => dim),
    [
      { ...common, proc_grid_rank: 0, start: 0, stop: 10, padding: [1, 1], periodic: false },
      { ...common, proc_grid_rank: 1, start: 8, stop: 18, padding: [1, 1], periodic: false },
    ],
    'in 0.10 terms',
  )
  const distribution = Distribution.fromDimDataPerRank(imports.map(({ dimData }) => dimData))
  t.ok(distribution.equals(Distribution.from([18], { ranks: 2, padding: [{ communication: 1, boundary: [1, 1] }] })))
})

t.test('the same dictionary means something else in 0.10', async (t) => {
  const dim = { ...common, proc_grid_rank: 0, start: 0, stop: 10, padding: [1, 1] }
  t.match(validate(of([dim], [10])), [{ rule: 'DAP-V3' }, { rule: 'DAP-B5', message: /extent .* 11 / }])
  t.strictSame(validate({ ...of([dim], [10]), __version__: '0.10.0' }), [])
})

t.test("the undistributed dimension, 'n'", async (t) => {
  const imported = importArray(
    of(
      [
        { ...common, proc_grid_rank: 0, start: 0, stop: 9 },
        { dist_type: 'n', size: 5, padding: [1, 2] },
      ],
      [9, 5],
    ),
  )
  t.strictSame(imported.dimData[1], {
    dist_type: 'b',
    size: 5,
    proc_grid_size: 1,
    proc_grid_rank: 0,
    start: 0,
    stop: 5,
    padding: [1, 2],
    periodic: false,
  })
  t.match(validate(of([{ dist_type: 'n' }], [5])), [{ rule: 'DAP-V3' }, { rule: 'DAP-D5' }])
  t.match(validate(of([{ dist_type: 'n', size: 4 }], [5])), [{ rule: 'DAP-V3' }, { rule: 'DAP-B5' }])
  t.match(validate(of([{}], [5])), [{ rule: 'DAP-V3' }, { rule: 'DAP-D4' }], 'the empty dictionary came with 0.10')
})

t.test('periodic was for every dist_type', async (t) => {
  const cyclic = { dist_type: 'c', size: 4, proc_grid_size: 1, proc_grid_rank: 0, start: 0, periodic: true }
  t.strictSame(importArray(of([cyclic], [4])).dimData[0], {
    dist_type: 'c',
    size: 4,
    proc_grid_size: 1,
    proc_grid_rank: 0,
    start: 0,
    block_size: 1,
  })
})

t.test('copies at the ends of a periodic dimension have no place in 0.10', async (t) => {
  const dim = { ...common, proc_grid_rank: 1, start: 9, stop: 18, periodic: true }
  t.throws(() => importArray(of([{ ...dim, padding: [1, 1] }], [11])), { name: 'ProtocolError', rule: 'DAP-N2' })
  t.match(importArray(of([{ ...dim, padding: [1, 0] }], [10])).dimData[0], { start: 8, stop: 18, padding: [1, 0], periodic: true })
})

t.test('copies of what is not in the array', async (t) => {
  const dim = { ...common, proc_grid_rank: 1, start: 1, stop: 18, padding: [2, 0] }
  t.throws(() => importArray(of([dim], [19])), { name: 'ProtocolError', rule: 'DAP-B7' })
})
