// __partitioned__: by hand, from the draft's text and examples (DPPY-Spec, Partitioned.md).
import fc from 'fast-check'
import t from 'tap'
import { Distribution } from '../../../protocol/index.js'
import { fromPartitioned, type Partition, type Partitioned, toPartitioned } from '../../../protocol/interop/index.js'
import { elementsOf, placesOf } from '../../support/places.js'
import { holds } from '../../support/property.js'
import { refuses } from '../../support/refusals.js'

t.test('to __partitioned__', async (t) => {
  t.strictSame(
    toPartitioned(Distribution.from([64], { ranks: 4 })),
    {
      shape: [64],
      partition_tiling: [4],
      partitions: {
        0: { start: [0], shape: [16], location: [0] },
        1: { start: [16], shape: [16], location: [1] },
        2: { start: [32], shape: [16], location: [2] },
        3: { start: [48], shape: [16], location: [3] },
      },
    },
    "the draft's first example",
  )
  const rows = toPartitioned(Distribution.from([8, 8], { ranks: 2, dist: 'cn', blockSizes: [2] }), 1)
  t.same(rows.partition_tiling, [4, 1])
  t.same(
    rows.locals,
    [
      [1, 0],
      [3, 0],
    ],
    "the draft's row-block-cyclic example",
  )
  t.strictSame(rows.partitions['3,0'], { start: [6, 0], shape: [2, 8], location: [1] })
  t.strictSame(toPartitioned(Distribution.from([], { ranks: 1 })).partitions, { '': { start: [], shape: [], location: [0] } })
  const copies = toPartitioned({ distribution: Distribution.from([4], { ranks: 2 }), replicated: [3] }, 4)
  t.same(copies.partitions['1']!.location, [3, 4, 5], 'copies are several locations')
  t.same(copies.locals, [[1]])
  t.throws(() => toPartitioned(Distribution.from([4], { ranks: 2 }), 2), { code: 'ERR_ARGUMENT' })
})

/** A line of parts. */
function line(widths: number[], locations: unknown[][]): Partitioned<unknown> {
  const partitions: Record<string, Partition<unknown>> = {}
  let next = 0
  widths.forEach((width, t) => {
    partitions[t] = { start: [next], shape: [width], location: locations[t]! }
    next += width
  })
  return { shape: [next], partition_tiling: [widths.length], partitions }
}

t.test('from __partitioned__', async (t) => {
  const addresses = [
    ['1.1.1.2', 55667],
    ['Alice', 3],
  ]
  const dealt = fromPartitioned(line([4, 4, 2], [[addresses[0]], [addresses[1]], [addresses[0]]]))
  t.same([dealt.distribution.dist, dealt.processes], ['c', addresses], 'locations may be pairs')
  t.equal(fromPartitioned(line([1, 4, 2], [['a'], ['a'], ['a']])).distribution.dist, 'n', 'several parts in one place are one section')
  t.match(
    fromPartitioned(
      line(
        [5, 3],
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
      ),
    ),
    { replicated: [2], processes: ['a', 'b', 'c', 'd'] },
  )
  refuses(t, 'no turns', () => fromPartitioned(line([3, 3, 2], [['a'], ['b'], ['b']])), 'irregular owners')
  refuses(t, 'blocks of several widths', () => fromPartitioned(line([3, 2, 3], [['a'], ['b'], ['a']])), 'irregular blocks')
  refuses(t, 'other numbers of copies', () => fromPartitioned(line([3, 3], [['a'], ['b', 'c']])), 'irregular copies')
  refuses(
    t,
    'a copy of everything, and a part',
    () =>
      fromPartitioned(
        line(
          [3, 3],
          [
            ['a', 'b'],
            ['b', 'c'],
          ],
        ),
      ),
    'irregular owners',
  )
  const good = line([3, 3], [['a'], ['b']])
  for (const wrong of [
    { ...good, partition_tiling: [3] },
    { ...good, partition_tiling: [0] },
    { ...good, shape: [7] },
    { ...good, partitions: { ...good.partitions, 1: { start: [4], shape: [3], location: ['b'] } } },
    { ...good, partitions: { ...good.partitions, 1: { start: [3], shape: [3], location: [] } } },
  ])
    t.throws(() => fromPartitioned(wrong), { code: 'ERR_ARGUMENT' })
})

/** Tiles of a grid, dealt to a smaller grid of locations with odd names. */
const dealtTiles = fc
  .array(
    fc.record({
      blockSize: fc.integer({ min: 1, max: 3 }),
      blocks: fc.integer({ min: 1, max: 5 }),
      last: fc.nat(2),
      processes: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((dims) =>
    dims.map((dim) => ({ ...dim, processes: Math.min(dim.processes, dim.blocks), last: Math.min(dim.last + 1, dim.blockSize) })),
  )

t.test('X -> DAP -> X', async (t) => {
  holds(
    t,
    'each location has the elements of its parts, there and back',
    fc.property(dealtTiles, (dims) => {
      const widths = dims.map(({ blockSize, blocks, last }) =>
        Array.from({ length: blocks }, (_, b) => (b === blocks - 1 ? last : blockSize)),
      )
      const shape = widths.map((list) => list.reduce((sum, width) => sum + width, 0))
      const tiling = dims.map(({ blocks }) => blocks)
      const partitions: Record<string, Partition<string>> = {}
      const expected = new Map<string, number[]>()
      let positions: number[][] = [[]]
      for (const count of tiling) positions = positions.flatMap((position) => Array.from({ length: count }, (_, t) => [...position, t]))
      for (const position of positions) {
        const start = position.map((t, d) => widths[d]!.slice(0, t).reduce((sum, width) => sum + width, 0))
        const extents = position.map((t, d) => widths[d]![t]!)
        const location = `host-${position.map((t, d) => t % dims[d]!.processes).join('-')}`
        partitions[position.join(',')] = { start, shape: extents, location: [location] }
        const ranges = start.map((first, d) => Array.from({ length: extents[d]! }, (_, i) => first + i))
        expected.set(location, [...(expected.get(location) ?? []), ...elementsOf(ranges, shape)])
      }
      const { distribution, processes } = fromPartitioned({ shape, partition_tiling: tiling, partitions })
      const again = fromPartitioned(toPartitioned(distribution)).distribution
      const ascending = (list: readonly number[]) => JSON.stringify([...list].sort((a, b) => a - b))
      return [distribution, again].every((d) =>
        placesOf(d).every(({ own }, rank) => ascending(elementsOf(own, shape)) === ascending(expected.get(processes[rank]!)!)),
      )
    }),
    { numRuns: 500 },
  )
})
