// @ranks 1 2 3 4 7
// Copying arrays from every kind of distribution into every other, in all dtypes and through small buffers.
import fc from 'fast-check'
import { indicesOf } from '../../../array/indices.js'
import { ArrayReference } from '../../../array/instruction.js'
import { LocalArray } from '../../../array/local-array.js'
import { bytesToMove } from '../../../array/moving/bytes-to-move.js'
import { needOf, needOfOperand } from '../../../array/moving/need.js'
import { type MoveOptions, move } from '../../../array/spmd/move.js'
import { redistribute } from '../../../array/spmd/redistribute.js'
import { world } from '../../../bindings/communicator.js'
import { MemoryError } from '../../../bindings/errors.js'
import { finalize } from '../../../bindings/exit.js'
import { memoryStatistics } from '../../../bindings/memory.js'
import { native } from '../../../bindings/native.js'
import {
  ArgumentError,
  Distribution,
  DistributionError,
  dtypes,
  SelectionError,
  ShapeError,
  UseAfterFreeError,
} from '../../../protocol/index.js'
import { mpiTest } from '../../support/mpi-test.js'
import { SessionDriver } from '../session-driver.js'
import { valueAt } from '../values.js'
import { everyKind } from './needs.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7], timeout: 240 }, async (t) => {
  const comm = world()
  const { rank, size } = comm

  /** An array whose elements tell their place; ghosts hold something else. */
  function arrayOver(source: Distribution, dtype: (typeof dtypes)[number]): LocalArray {
    const element = (...index: number[]) => valueAt(dtype, flatOf(source, index) + (source.ownerOf(index) === rank ? 0 : 1))
    return LocalArray.fromFunction(comm, source, element as never, dtype)
  }

  function wrongElements(source: Distribution, to: Distribution, dtype: (typeof dtypes)[number], options: MoveOptions): unknown[] {
    using array = arrayOver(source, dtype)
    using copy = redistribute(array, to, options)
    const wrong: unknown[] = []
    for (const local of indicesOf(copy.shape)) {
      const index = to.localToGlobal(rank, local)
      const [wanted, received] = [valueAt(dtype, flatOf(source, index)), copy.get(local)]
      if (JSON.stringify(wanted, plain) !== JSON.stringify(received, plain)) wrong.push({ index, received })
    }
    return wrong
  }

  await t.test('all pairs of kinds', (t) => {
    let k = 0
    for (const extent of size > 4 ? [5] : [0, 5, 12 * size])
      for (const source of everyKind(extent, size))
        for (const to of everyKind(extent, size)) {
          const dtype = dtypes[k++ % dtypes.length]!
          const wrong = wrongElements(source, to, dtype, k % 3 === 0 ? { chunkBytes: 64 } : {})
          if (wrong.length > 0) t.same(wrong, [], `${extent} ${dtype}: ${texts(source)} -> ${texts(to)}`)
        }
    t.ok(k >= 49, `${k} pairs`)
  })

  await t.test('process grids of other shapes', (t) => {
    const shape = [7, 6, 5]
    const grids = [
      [size, 1, 1],
      [1, size, 1],
      [1, 1, size],
      ...(size === 4
        ? [
            [2, 2, 1],
            [1, 2, 2],
          ]
        : []),
    ]
    const layouts = grids.flatMap((grid) => [
      Distribution.from(shape, { ranks: size, grid, dist: 'bcb' }),
      Distribution.from(shape, { ranks: size, grid, dist: 'cbc', blockSizes: { 0: 2, 2: 2 } }),
    ])
    for (const [i, source] of layouts.entries())
      for (const [j, to] of layouts.entries()) {
        const dtype = dtypes[(i + 3 * j) % dtypes.length]!
        const options = [{ chunkBytes: 128 }, { chunkBytes: 1000 }, {}][(i + j) % 3]!
        t.same(wrongElements(source, to, dtype, options), [], `${source.gridShape} -> ${to.gridShape} ${dtype}`)
      }
  })

  await t.test('sequences without a pattern, longer than a few runs', (t) => {
    const n = 2000
    const order = fc.sample(fc.shuffledSubarray([...Array(n).keys()], { minLength: n }), { seed: 8, numRuns: 1 })[0]!
    const indices = Array.from({ length: size }, (_, r) => order.filter((i) => i % size === r))
    const scattered = Distribution.from([n], { ranks: size, dist: 'u', indices: { 0: indices } })
    const blocks = Distribution.from([n], { ranks: size })
    const dealt = [2, 3].map((blockSize) => Distribution.from([n], { ranks: size, dist: 'c', blockSizes: { 0: blockSize } }))
    for (const source of [scattered, blocks, ...dealt])
      for (const to of [scattered, blocks, ...dealt])
        t.same(wrongElements(source, to, 'int32', { chunkBytes: 1000 }), [], `${texts(source)} -> ${texts(to)}`)
    using array = arrayOver(dealt[1]!, 'float64')
    using taken = move(array, [{ mine: order }], { chunkBytes: 4096 })
    t.same(
      [...taken.data],
      order.map((i) => i + 0.1),
      'a permutation that only this rank knows',
    )
  })

  await t.test('counts that MPI takes in pieces', (t) => {
    native().set_max_count(7)
    const wrong = wrongElements(
      Distribution.from([50, 3], { ranks: size }),
      Distribution.from([50, 3], { ranks: size, dist: 'c' }),
      'int16',
      {},
    )
    native().set_max_count(2 ** 31 - 1)
    t.same(wrong, [], 'arrive whole')
  })

  await t.test('operands that are broadcast', (t) => {
    const result = Distribution.from([6, 5], { ranks: size, grid: [1, size], dist: 'bc' })
    using row = arrayOver(Distribution.from([5], { ranks: size }), 'float64')
    using column = arrayOver(Distribution.from([6, 1], { ranks: size, grid: [size, 1] }), 'float64')
    using one = arrayOver(Distribution.from([1], { ranks: size }), 'float64')
    using rowHere = move(row, needOfOperand(result, [5]))
    using columnHere = move(column, needOfOperand(result, [6, 1]))
    using oneHere = move(one, needOfOperand(result, [1]))
    const columns = Array.from({ length: result.localShape(rank)[1]! }, (_, j) => result.localToGlobal(rank, [0, j])[1]!)
    t.same(
      [...rowHere.data],
      columns.map((j) => j + 0.1),
      'a row comes to every rank in its columns',
    )
    t.same([columnHere.shape, ...columnHere.data], [[6, 1], ...[0, 1, 2, 3, 4, 5].map((i) => i + 0.1)], 'a column to all')
    t.same([...oneHere.data], [0.1], 'one element to all')
  })

  await t.test('nothing moves where everything is in place', (t) => {
    const padded = Distribution.from([4 * size, 3], { ranks: size, padding: { 0: 1 } })
    const layout = Distribution.from([4 * size, 3], { ranks: size })
    using array = arrayOver(padded, 'int32')
    const need = needOf(layout)
    t.equal(bytesToMove(padded, need, 4), 0, 'as is known before')
    using shared = move(array, need, { share: true })
    t.ok(shared.isShared, 'the memory is the array’s when asked for')
    t.same(
      [...shared.data],
      Array.from({ length: 12 }, (_, i) => 12 * rank + i),
      'without its ghosts',
    )
    using every = move(
      array,
      [
        { map: layout.maps[0]!, coords: Array.from({ length: size }, (_, r) => r) },
        { lists: [[2, 0]], coords: Array(size).fill(0) },
      ],
      { share: true },
    )
    t.same(
      [...every.packed()],
      [0, 1, 2, 3].flatMap((i) => [12 * rank + 3 * i + 2, 12 * rank + 3 * i]),
      'with strides of its own',
    )
    using copied = move(array, need)
    t.ok(!copied.isShared && copied.data[0] === 12 * rank, 'else it is copied')
    array.set([rank === 0 ? 0 : 1, 0], -1)
    t.ok(shared.data[0] === -1 && copied.data[0] === 12 * rank, 'and so keeps its value')
    t.equal(bytesToMove(padded, needOf(padded), 4), size === 1 ? 0 : 2 * (size - 1) * 3 * 4, 'ghosts are moved again')
  })

  await t.test('what cannot be is refused on every rank', async (t) => {
    const { liveBytes } = memoryStatistics()
    const array = arrayOver(Distribution.from([10], { ranks: size }), 'float64')
    const refused: [() => unknown, object, string][] = [
      [() => redistribute(array, Distribution.from([11], { ranks: size })), ShapeError, 'another shape'],
      [() => redistribute(array, Distribution.from([10], { ranks: size + 1 })), DistributionError, 'another number of ranks'],
      [() => move(array, []), ArgumentError, 'no axis'],
      [() => move(array, [{ lists: [[0]], coords: [] }] as never), ArgumentError, 'no place for a rank'],
      [() => move(array, ['some' as never]), ArgumentError, 'no axis of any kind'],
      [() => move(array, [{ mine: rank === size - 1 ? [10] : [0] }]), SelectionError, 'an index past the end, on one rank'],
      [() => move(array, [{ lists: Array(size).fill([-1]) }]), SelectionError, 'a negative index'],
      [() => move(array, [{ lists: Array(size).fill([0.5]) }]), SelectionError, 'half an index'],
    ]
    for (const [action, wanted, name] of refused) t.throws(action, wanted, name)
    const wide = arrayOver(Distribution.from([2, 2], { ranks: size, grid: [size, 1] }), 'float64')
    const { peakBytes } = memoryStatistics()
    const huge = { map: Distribution.from([2 ** 40], { ranks: 1 }).maps[0]!, coords: Array(size).fill(0), start: 0, step: 1 }
    t.throws(() => move(wide, [huge, 'all']), SelectionError, 'more indices than there are')
    const many = new Uint8Array(2 ** 20)
    t.throws(() => move(wide, [{ mine: many }, { mine: many }]), MemoryError, 'more than the memory holds')
    t.equal(memoryStatistics().peakBytes, peakBytes, 'before anything is allocated')
    wide.free()
    array.free()
    t.throws(() => move(array, ['all']), UseAfterFreeError, 'a freed array')
    t.equal(memoryStatistics().liveBytes, liveBytes, 'nothing is left behind')
  })

  await t.test('as a call', async (t) => {
    const driver = new SessionDriver(comm)
    const source = driver.full([10], 4)
    const out = driver.ids()
    const layout = driver.layout(Distribution.from([10], { ranks: size, dist: 'c' }))
    await driver.ask('move.redistribute', [source, layout], { out })
    const pieces = driver.everyone.map((r) => new Float64Array(Math.max(0, Math.ceil((10 - r) / size))).fill(4))
    t.same(await driver.values('gather', [new ArrayReference(out.first)]), pieces, 'makes an array on every engine')
    driver.free(source.id)
    driver.free(out.first)
  })

  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left behind')
  finalize()
})

function flatOf({ shape }: Distribution, index: readonly number[]): number {
  return index.reduce((sum, i, d) => sum * shape[d]! + i, 0)
}

function texts({ dist, shape, gridShape }: Distribution): string {
  return `${dist} (${shape}) over (${gridShape})`
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}
