import t from 'tap'
import type { FullBlockDim, FullDim } from '../../protocol/dim-data.js'
import { DistributionError, ProtocolError } from '../../protocol/errors.js'
import { type DimData, Distribution, type DistributionOptions } from '../../protocol/index.js'

/** The dictionaries of all ranks, with some of their values replaced. */
function changed(shape: number[], options: DistributionOptions, changes: [rank: number, d: number, values: object][]): DimData[][] {
  const distribution = Distribution.from(shape, options)
  const dimData: FullDim[][] = Array.from({ length: distribution.ranks }, (_, rank) => distribution.dimData(rank))
  for (const [rank, d, values] of changes) dimData[rank]![d] = { ...dimData[rank]![d]!, ...values } as FullBlockDim
  return dimData
}

const square = { ranks: 4, dist: 'bb' }
const line = { ranks: 3, dist: 'b' }
const padded = { ranks: 3, dist: 'b', padding: [1] }

const disagreements: [string, DimData[][], RegExp][] = [
  ['no ranks', [], /per rank/],
  ['a rank of other ndim', [...changed([4, 4], square, []).slice(0, 3), []], /2 dimension dictionaries/],
  ['a missing rank', changed([4, 4], square, []).slice(0, 3), /3 processes/],
  ['an extra rank', [...changed([4], line, []), ...changed([4], line, []).slice(0, 1)], /4 processes/],
  ['ranks in another order', changed([4, 4], square, []).reverse(), /proc_grid_rank of dimension 0 on rank 0/],
  ['column-major ranks', [0, 2, 1, 3].map((rank) => changed([4, 4], square, [])[rank]!), /proc_grid_rank/],
  ['another grid', changed([4, 4], square, [[3, 1, { proc_grid_size: 3 }]]), /proc_grid_size of dimension 1 on rank 3/],
  ['another size', changed([9], line, [[1, 0, { size: 10 }]]), /size of dimension 0 on rank 1/],
  ['another dictionary at the same coordinate', changed([4, 4], square, [[1, 0, { stop: 1 }]]), /stop of dimension 0 on rank 1/],
  ['a gap', changed([9], line, [[1, 0, { start: 4 }]]), /own from 3.* owns from 4/],
  ['an overlap', changed([9], line, [[1, 0, { start: 2 }]]), /own from 3.* owns from 2/],
  ['periodic here only', changed([9], line, [[1, 0, { periodic: true }]]), /periodic of dimension 0 on rank 1/],
  ['unequal padding at a cut', changed([9], padded, [[1, 0, { start: 3, padding: [0, 1] }]]), /equal padding/],
  ['another block size', changed([9], { ranks: 2, dist: 'c' }, [[1, 0, { block_size: 2, start: 2 }]]), /block_size/],
  ['another dist type', changed([9], { ranks: 2, dist: 'c' }, [[1, 0, { ...changed([9], { ranks: 2 }, [])[1]![0]! }]]), /D3|dist_type/],
  ['an unresolved alias', [[{}]], /importArray/],
]

const lists = { ranks: 2, dist: 'u', indices: [[[0, 3], [1]]] }
disagreements.push(
  ['one_to_one here only', changed([3], lists, [[1, 0, { one_to_one: false }]]), /one_to_one/],
  [
    'an index on two processes that is to be on one',
    changed([3], lists, [[1, 0, { indices: Int32Array.of(3) }]]),
    /one_to_one but has a global index on two processes/,
  ],
  ['too few indices', changed([3], lists, [[1, 0, { indices: Int32Array.of() }]]), /2, the entries of all lists/],
  [
    'another list at the same coordinate',
    changed([3, 4], { ranks: 4, dist: 'ub', indices: [[[0, 3], [1]]] }, [[1, 0, { indices: Int32Array.of(3, 0) }]]),
    /indices of dimension 0 on rank 1/,
  ],
)

for (const [name, dimData, message] of disagreements)
  t.test(`dictionaries that do not fit each other: ${name}`, async (t) => {
    t.throws(() => Distribution.fromDimDataPerRank(dimData), { message })
    try {
      Distribution.fromDimDataPerRank(dimData)
    } catch (error) {
      t.ok(error instanceof DistributionError || error instanceof ProtocolError)
    }
  })

t.test('a dictionary that breaks a rule by itself is named by the rule', async (t) => {
  t.throws(() => Distribution.fromDimDataPerRank(changed([9], line, [[2, 0, { stop: 10 }]])), {
    name: 'ProtocolError',
    rule: 'DAP-B2',
    message: /dimData\[2\]\[0\].stop/,
  })
})

t.test('indices are the same whatever integer type lists them', async (t) => {
  const options = { ranks: 4, dist: 'ub', indices: [[[0, 3], [1]]] }
  const dimData = changed([3, 4], options, [[1, 0, { indices: BigInt64Array.of(0n, 3n) }]])
  t.ok(Distribution.fromDimDataPerRank(dimData).equals(Distribution.from([3, 4], options)))
})
