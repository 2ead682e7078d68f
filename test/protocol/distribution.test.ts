import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { ArgumentError, DistributionError, SelectionError, ShapeError } from '../../protocol/errors.js'
import { Distribution } from '../../protocol/index.js'
import { distributions, enumerateRanks } from '../support/distribution-arbitraries.js'
import { holds } from '../support/property.js'

t.test('any distribution', async (t) => {
  const asEnumerated = fc.property(distributions(), ({ distribution, dims }) => {
    const ranks = enumerateRanks(dims)
    assert.equal(distribution.ranks, ranks.length)
    assert.deepEqual(
      distribution.shape,
      dims.map(({ oracle }) => oracle.size),
    )
    assert.equal(
      distribution.size,
      dims.reduce((n, { oracle }) => n * oracle.size, 1),
    )
    for (const [rank, { coords, own, held }] of ranks.entries()) {
      assert.deepEqual(distribution.coordsOf(rank), coords)
      assert.equal(distribution.rankOf(coords), rank)
      assert.deepEqual(
        distribution.ownShape(rank),
        own.map(({ length }) => length),
      )
      assert.deepEqual(
        distribution.localShape(rank),
        held.map(({ length }) => length),
      )
      forEachIndex(own, (global) => assert.equal(distribution.ownerOf(global), rank))
      forEachIndex(held, (global, local) => {
        assert.ok(distribution.holds(rank, global))
        assert.deepEqual(distribution.globalToLocal(rank, global), local)
        assert.deepEqual(distribution.localToGlobal(rank, local), global)
      })
    }
  })
  holds(t, 'every element is where enumeration puts it', asEnumerated, { numRuns: 150 })

  const backFromDictionaries = fc.property(distributions(), ({ distribution }) => {
    const dimData = Array.from({ length: distribution.ranks }, (_, rank) => distribution.dimData(rank))
    const back = Distribution.fromDimDataPerRank(dimData)
    assert.ok(back.equals(distribution))
    assert.ok(distribution.equals(back))
    assert.deepEqual(
      Array.from({ length: back.ranks }, (_, rank) => back.dimData(rank)),
      dimData,
    )
  })
  holds(t, 'the dictionaries of all ranks give the distribution back', backFromDictionaries, { numRuns: 200 })
})

/** Visit all combinations of one global index per dimension, with their places in the lists. */
function forEachIndex(lists: readonly (readonly number[])[], visit: (global: number[], local: number[]) => void): void {
  const walk = (global: number[], local: number[]): void => {
    const list = lists[global.length]
    if (!list) visit(global, local)
    else for (const [l, g] of list.entries()) walk([...global, g], [...local, l])
  }
  walk([], [])
}

t.test('a 0-d array has one element on one rank', async (t) => {
  const distribution = Distribution.from([], { ranks: 1 })
  t.strictSame([distribution.ndim, distribution.size, distribution.ranks, distribution.dist], [0, 1, 1, ''])
  t.equal(distribution.ownerOf([]), 0)
  t.strictSame(distribution.localShape(0), [])
  t.ok(Distribution.fromDimDataPerRank([[]]).equals(distribution))
  t.throws(() => Distribution.from([], { ranks: 4 }), { name: 'DistributionError', message: /ranks: 1/ })
})

t.test('more ranks than elements leaves ranks empty', async (t) => {
  const line = Distribution.from([3], { ranks: 7 })
  t.strictSame(
    [0, 1, 2, 3, 4, 5, 6].map((rank) => line.ownShape(rank)[0]),
    [1, 1, 1, 0, 0, 0, 0],
  )
  const square = Distribution.from([2, 2], { ranks: 12 })
  t.strictSame(square.gridShape, [3, 4])
  t.equal(
    Array.from({ length: 12 }, (_, rank) => square.ownShape(rank)).filter(([a, b]) => a! * b! === 1).length,
    4,
    'four ranks own one element each',
  )
  const none = Distribution.from([0, 5], { ranks: 2 })
  t.equal(none.size, 0)
  t.throws(() => none.ownerOf([0, 0]), SelectionError)
})

t.test('the letters as they were asked for', async (t) => {
  t.equal(Distribution.from([4, 4, 4], { ranks: 4 }).dist, 'bbb')
  t.equal(Distribution.from([4, 4, 4], { ranks: 4, dist: 'c' }).dist, 'cnn')
  t.equal(Distribution.from([4, 4, 4], { ranks: 4, dist: ['n', 'b'] }).dist, 'nbn')
  t.strictSame(Distribution.from([4, 4], { ranks: 4, dist: 'nb' }).gridShape, [1, 4])
  t.equal(Distribution.fromDimDataPerRank([Distribution.from([4, 4], { ranks: 1 }).dimData(0)]).dist, 'nn')
})

t.test('options fix the grid where they must', async (t) => {
  const bounds = Distribution.from([10, 100], { ranks: 12, bounds: [[0, 1, 5, 10]] })
  t.strictSame(bounds.gridShape, [3, 4])
  const indices = Distribution.from([2, 100], { ranks: 6, dist: 'uc', indices: { 0: [[1], [0]] }, blockSizes: [null, 5] })
  t.strictSame(indices.gridShape, [2, 3])
  t.equal(indices.ownerOf([0, 5]), 4)
  t.strictSame(Distribution.from([9, 9], { ranks: 3, grid: [3] }).gridShape, [3, 1], 'a short grid is filled with 1')
})

t.test('the same on every rank means frozen', async (t) => {
  const distribution = Distribution.from([4, 4], { ranks: 4 })
  t.ok(Object.isFrozen(distribution) && Object.isFrozen(distribution.maps) && Object.isFrozen(distribution.shape))
})

t.test('what cannot be distributed is refused', async (t) => {
  const cases: [string, new (message: string) => Error, () => unknown][] = [
    ['a fractional extent', ShapeError, () => Distribution.from([1.5], { ranks: 1 })],
    ['a negative extent', ShapeError, () => Distribution.from([-1], { ranks: 1 })],
    ['2^53 elements', DistributionError, () => Distribution.from([2 ** 30, 2 ** 23], { ranks: 1 })],
    ['no ranks', DistributionError, () => Distribution.from([4], { ranks: 0 })],
    ['an unknown letter', DistributionError, () => Distribution.from([4], { ranks: 1, dist: 'x' })],
    ['too many letters', DistributionError, () => Distribution.from([4], { ranks: 1, dist: 'bb' })],
    ['a grid of other size', DistributionError, () => Distribution.from([4, 4], { ranks: 4, grid: [2, 3] })],
    ['a grid of too many dimensions', DistributionError, () => Distribution.from([4], { ranks: 1, grid: [1, 1] })],
    ['a grid over an undistributed dimension', DistributionError, () => Distribution.from([4, 4], { ranks: 4, dist: 'bn', grid: [2, 2] })],
    ['no distributed dimension', DistributionError, () => Distribution.from([4, 4], { ranks: 4, dist: 'nn' })],
    ['bounds for another number of ranks', DistributionError, () => Distribution.from([4], { ranks: 3, bounds: [[0, 2, 4]] })],
    ['bounds of another size', DistributionError, () => Distribution.from([4], { ranks: 2, bounds: [[0, 2, 5]] })],
    ['bounds against the grid', DistributionError, () => Distribution.from([4, 4], { ranks: 4, grid: [4, 1], bounds: [[0, 2, 4]] })],
    ['a block size for a block dimension', DistributionError, () => Distribution.from([4], { ranks: 2, blockSizes: [2] })],
    ['padding for a cyclic dimension', DistributionError, () => Distribution.from([4], { ranks: 2, dist: 'c', padding: [1] })],
    ['an unstructured dimension without indices', DistributionError, () => Distribution.from([4], { ranks: 2, dist: 'u' })],
    ['padding of an unknown form', DistributionError, () => Distribution.from([4], { ranks: 2, padding: [JSON.parse('{"width":1}')] })],
    ['an option for a dimension that is not there', ArgumentError, () => Distribution.from([4], { ranks: 2, padding: [0, 1] })],
    ['an unknown option', ArgumentError, () => Distribution.from([4], { ranks: 2, ...{ gird: [2] } })],
    ['periodic that is no boolean', ArgumentError, () => Distribution.from([4], { ranks: 2, periodic: [JSON.parse('1')] })],
    ['bounds that are no array', ArgumentError, () => Distribution.from([4], { ranks: 2, bounds: [JSON.parse('4')] })],
  ]
  for (const [name, type, make] of cases) t.throws(make, { name: type.name }, name)
})

t.test('indices and ranks that are not there', async (t) => {
  const distribution = Distribution.from([4, 4], { ranks: 4 })
  t.throws(() => distribution.ownerOf([4, 0]), SelectionError)
  t.throws(() => distribution.ownerOf([0]), SelectionError)
  t.throws(() => distribution.globalToLocal(0, [3, 3]), SelectionError)
  t.throws(() => distribution.localToGlobal(0, [2, 0]), SelectionError)
  t.throws(() => distribution.localShape(4), ArgumentError)
  t.throws(() => distribution.rankOf([2, 0]), ArgumentError)
  t.throws(() => distribution.rankOf([0]), ArgumentError)
})
