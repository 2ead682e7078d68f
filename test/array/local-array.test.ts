// @ranks 1 2 3 4 7
import fc from 'fast-check'
import { indicesOf } from '../../array/indices.js'
import { LocalArray } from '../../array/local-array.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { dtypes, SelectionError } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { distributions } from './distributions.js'
import { valueAt } from './values.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const { rank } = comm
  // One seed, so that all ranks draw the same distributions.
  const cases = fc.sample(distributions(comm.size), { seed: 20, numRuns: 130 })

  await t.test('every entry is where the distribution says, in every dtype', (t) => {
    for (const [k, distribution] of cases.entries()) {
      const dtype = dtypes[k % dtypes.length]!
      const flat = (index: readonly number[]): number => index.reduce((sum, i, d) => sum * distribution.shape[d]! + i, 0)
      using array = LocalArray.fromFunction(comm, distribution, (...index) => valueAt(dtype, flat(index)), dtype)
      const wrong: unknown[] = []
      for (const local of indicesOf(array.shape)) {
        const global = distribution.localToGlobal(rank, local)
        if (!same(array.get(local), valueAt(dtype, flat(global)))) wrong.push({ local: [...local], global })
      }
      let owned = 0
      for (const index of indicesOf(distribution.shape)) {
        const held = distribution.holds(rank, index)
        const own = distribution.ownerOf(index) === rank
        if (held && !same(array.getGlobal(index), valueAt(dtype, flat(index)))) wrong.push({ global: [...index] })
        if (!held && !refuses(() => array.getGlobal(index))) wrong.push({ foreign: [...index] })
        const changed = valueAt(dtype, flat(index) + 1)
        if (own) {
          owned++
          array.setGlobal(index, changed)
          if (!same(array.get(distribution.globalToLocal(rank, index)), changed)) wrong.push({ written: [...index] })
        } else if (!refuses(() => array.setGlobal(index, changed))) wrong.push({ ghost: [...index] })
      }
      const everything = comm.allreduce(Float64Array.of(owned), new Float64Array(1), 'sum')[0]
      t.same(wrong, [], `case ${k}: ${array}`)
      t.equal(everything, distribution.size, `case ${k}: every entry has one owner`)
    }
  })

  await t.test('shapes tell own entries from ghosts', (t) => {
    using array = LocalArray.zeros(comm, { shape: [4 * comm.size], padding: { 0: 1 } })
    const ghosts = comm.size === 1 ? 0 : rank === 0 || rank === comm.size - 1 ? 1 : 2
    t.same(array.shape, [4 + ghosts], 'shape counts ghosts')
    t.same(array.ownShape, [4], 'ownShape does not')
    t.same(array.ownOffset, [rank === 0 ? 0 : 1], 'ownOffset is the width of the ghosts before')
    t.equal(array.size, 4 + ghosts, 'size counts ghosts')
    if (rank > 0) {
      const ghost = 4 * rank - 1
      t.throws(() => array.setGlobal([ghost], 1), new RegExp(`ghost.*rank ${rank - 1} owns`), "a ghost is its owner's to change")
      array.set([0], 5)
      t.equal(array.getGlobal([ghost]), 5, 'by local index a copy can be changed')
    }
  })

  await t.test('creation fills as it says', (t) => {
    using zeros = LocalArray.zeros(comm, [9], 'int32')
    using full = LocalArray.full(comm, [9], 7n, 'int64')
    using empty = LocalArray.empty(comm, [9, 2])
    t.ok(zeros.data.every((value) => value === 0) && zeros.dtype === 'int32', 'zeros')
    t.ok(full.data.every((value) => value === 7n) && full.data instanceof BigInt64Array, 'full')
    t.ok(empty.data.length === empty.size && empty.dtype === 'float64', 'empty')
    t.ok(empty.address % 64n === 0n, 'memory is aligned to 64 bytes')
    t.ok(zeros.isContiguous && !zeros.readonly, 'memory of its own is contiguous and writable')
    const view = zeros.data
    t.ok(zeros.data === view, 'data is the same view each time')
    t.same(zeros.packed(), zeros.data, 'packed() copies')
    t.ok(zeros.size === 0 || zeros.packed().buffer !== zeros.data.buffer, 'packed() shares nothing')
  })

  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left behind')
  finalize()
})

function same(a: unknown, b: unknown): boolean {
  return typeof a === 'object' ? JSON.stringify(a) === JSON.stringify(b) : a === b
}

function refuses(action: () => unknown): boolean {
  try {
    action()
    return false
  } catch (error) {
    return error instanceof SelectionError
  }
}
