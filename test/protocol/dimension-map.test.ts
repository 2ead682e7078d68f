import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import { UnstructuredMap } from '../../protocol/dimension/unstructured.js'
import { ArgumentError, DistributionError, SelectionError } from '../../protocol/errors.js'
import { BlockMap, CyclicMap } from '../../protocol/index.js'
import { cyclic, type DimensionCase, evenBlock, irregularBlock, undistributed, unstructured } from '../support/dimension-arbitraries.js'
import { blockOracle, type DimensionOracle } from '../support/dimension-oracle.js'
import { holds } from '../support/property.js'

/** Compare every answer of a map with the enumeration, for all processes and all indices in and around the dimension. */
function checkMap(map: DimensionMap, { size, own, held }: DimensionOracle): void {
  assert.equal(map.size, size)
  assert.equal(map.gridSize, own.length)
  const all = [...new Set(own.flat())]
  const around = [...all, -1, -2, size, size + 1, 0.5, Number.NaN]
  for (const [rank, indices] of held.entries()) {
    assert.equal(map.ownCount(rank), own[rank]!.length)
    assert.equal(map.localCount(rank), indices.length)
    assert.deepEqual([...map.ownIndices(rank)], own[rank])
    if (own[rank]!.length > 0) assert.equal(map.ownOffset(rank), indices.indexOf(own[rank]![0]!))
    indices.forEach((g, l) => {
      assert.equal(map.localToGlobal(rank, l), g)
    })
    for (const g of around) {
      const local = indices.indexOf(g)
      assert.equal(map.holds(rank, g), local !== -1)
      if (local === -1) assert.throws(() => map.globalToLocal(rank, g), SelectionError)
      else assert.equal(map.globalToLocal(rank, g), local)
    }
    for (const l of [-1, indices.length, 0.5, Number.NaN]) assert.throws(() => map.localToGlobal(rank, l), SelectionError)
  }
  for (const g of around) {
    const owner = own.findIndex((indices) => indices.includes(g))
    if (owner === -1) assert.throws(() => map.ownerOf(g), SelectionError)
    else assert.equal(map.ownerOf(g), owner)
  }
  for (const rank of [-1, own.length, 0.5])
    for (const ask of ['ownCount', 'localCount', 'ownOffset', 'ownIndices', 'dimData'] as const)
      assert.throws(() => map[ask](rank), ArgumentError)
}

const kinds: [string, (maxSize?: number, maxProcesses?: number) => fc.Arbitrary<DimensionCase>][] = [
  ['even block', evenBlock],
  ['irregular block', irregularBlock],
  ['undistributed', undistributed],
  ['cyclic', cyclic],
  ['unstructured', unstructured],
]

/** All dictionaries as text; everything that distinguishes two maps is in them. */
function identity(map: DimensionMap): string {
  const dims = Array.from({ length: map.gridSize }, (_, rank) => {
    const dim = map.dimData(rank)
    return dim.dist_type === 'u' ? { ...dim, indices: [...dim.indices].map(String) } : dim
  })
  return JSON.stringify(dims)
}

for (const [name, dimension] of kinds) {
  t.test(name, async (t) => {
    const asEnumerated = fc.property(dimension(), ({ map, oracle }) => checkMap(map, oracle))
    holds(t, 'every answer is that of enumeration', asEnumerated, { numRuns: 400 })

    let equal = 0
    const equalWithDictionaries = fc.property(dimension(3, 2), dimension(3, 2), (a, b) => {
      assert.ok(a.map.equals(a.map))
      const isSame = identity(a.map) === identity(b.map)
      assert.equal(a.map.equals(b.map), isSame)
      if (isSame) equal++
    })
    holds(t, 'maps are equal exactly when their dictionaries are', equalWithDictionaries, { numRuns: 1000 })
    t.ok(equal > 0, 'some of the pairs were equal')
  })
}

t.test('a small map equals its copy, however it was described', async (t) => {
  t.ok(BlockMap.at([0, 3, 6, 8]).equals(BlockMap.even(8, 3)), 'bounds of the even split')
  t.ok(BlockMap.at([0, 3, 6, 8], { padding: { communication: [2, 2] } }).equals(BlockMap.even(8, 3, { padding: 2 })), 'equal widths')
  t.notOk(BlockMap.at([0, 3, 6, 8], { padding: { communication: [2, 1] } }).equals(BlockMap.even(8, 3, { padding: 2 })), 'other widths')
  t.notOk(BlockMap.even(8, 3, { periodic: true }).equals(BlockMap.even(8, 3)), 'periodic')
  t.notOk(new CyclicMap(8, 2, 4).equals(BlockMap.even(8, 2)), 'a cyclic map is no block map even when it places all alike')
  t.ok(new UnstructuredMap(3, [[2, 0], [1]]).equals(new UnstructuredMap(3, [Uint8Array.of(2, 0), BigInt64Array.of(1n)])), 'index types')
})

t.test('dictionaries of the padding example in the protocol', async (t) => {
  const map = BlockMap.even(40, 4, { padding: { communication: [1, 2, 3], boundary: [4, 0] } })
  const dims = [0, 1, 2, 3].map((rank) => map.dimData(rank))
  t.strictSame(
    dims.map(({ padding }) => padding),
    [
      [4, 1],
      [1, 2],
      [2, 3],
      [3, 0],
    ],
  )
  t.strictSame(
    dims.map(({ start, stop }) => [start, stop]),
    [
      [0, 11],
      [9, 22],
      [18, 33],
      [27, 40],
    ],
  )
  t.strictSame(
    [0, 1, 2, 3].map((rank) => map.ownCount(rank)),
    [10, 10, 10, 10],
    'boundary padding is owned',
  )
})

t.test('the padded 18-element example: own ranges meet, sections overlap by twice the width', async (t) => {
  const map = BlockMap.even(18, 2, { padding: { communication: 1, boundary: [1, 1] } })
  t.strictSame(map.dimData(0), { ...map.dimData(1), proc_grid_rank: 0, start: 0, stop: 10 })
  t.strictSame([map.dimData(1).start, map.dimData(1).stop], [8, 18])
  t.strictSame(
    [map.ownRange(0), map.ownRange(1)],
    [
      [0, 9],
      [9, 18],
    ],
  )
})

t.test('one width for all cuts', async (t) => {
  const cuts = fc.tuple(fc.nat(12), fc.array(fc.nat(12), { maxLength: 4 })).map(([size, inner]) => {
    const edges = inner.map((cut) => Math.min(cut, size)).sort((a, b) => a - b)
    return [0, ...edges, size]
  })
  const seen = { made: 0, refused: 0 }
  const asPerCut = fc.property(cuts, fc.nat(3), (bounds, width) => {
    const { own } = blockOracle(bounds)
    const occupied = own.flatMap((indices, rank) => (indices.length > 0 ? [rank] : []))
    const isNarrow = occupied.some((rank) => own[rank]!.length < width)
    const hasGap = occupied.some((rank, i) => i > 0 && rank !== occupied[i - 1]! + 1)
    if (width > 0 && occupied.length > 1 && (isNarrow || hasGap)) {
      seen.refused++
      assert.throws(() => BlockMap.at(bounds, { padding: width }), DistributionError)
    } else {
      seen.made++
      const communication = own.slice(1).map((right, cut) => (own[cut]!.length > 0 && right.length > 0 ? width : 0))
      const map = BlockMap.at(bounds, { padding: width })
      checkMap(map, blockOracle(bounds, communication))
      assert.ok(map.equals(BlockMap.at(bounds, { padding: { communication } })))
    }
  })
  holds(t, 'the same as each by itself, or refused where a neighbour owns less', asPerCut, { numRuns: 300 })
  t.ok(seen.made > 0 && seen.refused > 0, 'both were seen')
})

t.test('padding beside empty processes', async (t) => {
  const map = BlockMap.even(5, 4, { padding: 1 }) // 2, 2, 1, 0
  t.strictSame(
    [0, 1, 2, 3].map((rank) => map.padding(rank)),
    [
      [0, 1],
      [1, 1],
      [1, 0],
      [0, 0],
    ],
    'no copies of nothing',
  )
  t.throws(() => BlockMap.at([0, 2, 2, 4], { padding: 1 }), DistributionError, 'an empty process between others')
  t.strictSame(BlockMap.at([0, 2, 2, 4], { padding: { communication: [0, 0] } }).padding(1), [0, 0])
})

t.test('the own counts that the reference implementation gets wrong', async (t) => {
  const wrong = new CyclicMap(4, 2, 3)
  t.strictSame([wrong.ownCount(0), wrong.ownCount(1)], [3, 1], 'the partial block is rank 1’s, not rank 0’s')
  let differing = 0
  for (let size = 0; size < 40; size++)
    for (let processes = 1; processes < 6; processes++)
      for (let blockSize = 1; blockSize < 8; blockSize++) {
        const map = new CyclicMap(size, processes, blockSize)
        const reference = (rank: number) => {
          const blocks = Math.floor(size / blockSize)
          return (Math.floor((blocks - 1 - rank) / processes) + 1) * blockSize + (rank === 0 ? size % blockSize : 0)
        }
        const ranks = Array.from({ length: processes }, (_, rank) => rank)
        if (ranks.some((rank) => map.ownCount(rank) !== reference(rank))) differing++
        assert.equal(
          ranks.reduce((sum, rank) => sum + map.ownCount(rank), 0),
          size,
        )
      }
  t.ok(differing > 0, `the reference formula is wrong in ${differing} of these cases`)
})

t.test('an index on several processes belongs to the lowest of them', async (t) => {
  const map = new UnstructuredMap(4, [[7, -1], [], [-1, 5]])
  t.equal(map.oneToOne, false)
  t.equal(map.ownerOf(-1), 0)
  t.equal(map.globalToLocal(0, -1), 1)
  t.equal(map.globalToLocal(2, -1), 0)
  t.strictSame(map.dimData(2).one_to_one, false)
  t.throws(() => new UnstructuredMap(3, [[7, -1], [], [-1, 5]]), { name: 'DistributionError', message: /Expected 4, .* counts for each/ })
})

t.test('maps that cannot exist', async (t) => {
  const bad: [string, () => unknown][] = [
    ['negative size', () => BlockMap.even(-1, 2)],
    ['fractional size', () => new CyclicMap(1.5, 2)],
    ['no processes', () => BlockMap.even(4, 0)],
    ['no processes, cyclic', () => new CyclicMap(4, 0)],
    ['no block', () => new CyclicMap(4, 2, 0)],
    ['a start past 2^53', () => new CyclicMap(4, 2 ** 30, 2 ** 30)],
    ['bounds from 1', () => BlockMap.at([1, 2])],
    ['bounds that descend', () => BlockMap.at([0, 3, 2])],
    ['bounds of nothing', () => BlockMap.at([0])],
    ['padding wider than a neighbour', () => BlockMap.even(7, 2, { padding: 4 })],
    ['negative padding', () => BlockMap.even(8, 2, { padding: -1 })],
    ['a width too many', () => BlockMap.even(8, 2, { padding: { communication: [1, 1] } })],
    ['a width wider than a neighbour', () => BlockMap.even(7, 2, { padding: { communication: [4] } })],
    ['boundary padding beyond the section', () => BlockMap.even(4, 1, { padding: { boundary: [2, 3] } })],
    ['boundary padding on an empty process', () => BlockMap.even(2, 3, { padding: { boundary: [0, 1] } })],
    ['an index twice on one process', () => new UnstructuredMap(2, [[1, 1]])],
    ['a fractional index', () => new UnstructuredMap(1, [[0.5]])],
    ['an index past 2^53', () => new UnstructuredMap(1, [BigInt64Array.of(2n ** 60n)])],
    ['a size that is the number of different indices', () => new UnstructuredMap(1, [[4], [4]])],
    ['a size that is not the count', () => new UnstructuredMap(3, [[0], [1]])],
    ['no lists', () => new UnstructuredMap(0, [])],
  ]
  for (const [name, make] of bad) t.throws(make, DistributionError, name)
})
