// @ranks 1 2 3
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ArrayTable } from '../../array/array-table.js'
import { LocalArray } from '../../array/local-array.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Distribution, type DType, UseAfterFreeError } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { Foreign } from './foreign.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** A WeakRef keeps its target until the running job ends, so collection takes turns. */
async function collectGarbage(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await setImmediate()
    collect()
  }
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3] }, async (t) => {
  const comm = world()
  const { rank, size: ranks } = comm
  const distribution = Distribution.from([3 * ranks], { ranks })

  await t.test('use after free is an error everywhere', (t) => {
    const array = LocalArray.zeros(comm, distribution)
    const { data } = array
    array.free()
    array.free()
    t.equal(data.length, 0, 'views are emptied')
    const uses: Record<string, () => unknown> = {
      data: () => array.data,
      buffer: () => array.buffer,
      address: () => array.address,
      isContiguous: () => array.isContiguous,
      packed: () => array.packed(),
      get: () => array.get([0]),
      set: () => array.set([0], 1),
      getGlobal: () => array.getGlobal([3 * rank]),
      setGlobal: () => array.setGlobal([3 * rank], 1),
      __distarray__: () => array.__distarray__(),
    }
    for (const [name, use] of Object.entries(uses)) t.throws(use, UseAfterFreeError, name)
    t.throws(() => LocalArray.fromDistArray(comm, array), UseAfterFreeError, 'as a producer')
    t.same(array.shape, [3], 'the shape is still known')
  })

  await t.test('`using` frees', (t) => {
    const kept: ArrayBufferView[] = []
    {
      using array = LocalArray.full(comm, distribution, 1)
      kept.push(array.data)
      t.equal(array.data.length, 3, 'alive inside the block')
    }
    t.equal(kept[0]?.byteLength, 0, 'freed after it')
    t.equal(memoryStatistics().liveBytes, 0, 'no memory is left behind')
  })

  await t.test('an import notices that its producer has freed the memory', (t) => {
    const array = LocalArray.zeros(comm, distribution)
    const before = LocalArray.fromDistArray(comm, array)
    const after = LocalArray.fromDistArray(comm, array)
    t.equal(before.data.length, 3, 'one import has looked at its data already')
    array.free()
    for (const [name, imported] of Object.entries({ before, after })) {
      t.throws(() => imported.data, UseAfterFreeError, `${name}: data`)
      t.throws(() => imported.get([0]), UseAfterFreeError, `${name}: get`)
      t.throws(() => imported.set([0], 1), UseAfterFreeError, `${name}: set`)
      t.throws(() => imported.packed(), UseAfterFreeError, `${name}: packed`)
      t.throws(() => imported.address, UseAfterFreeError, `${name}: address`)
    }
  })

  await t.test('an import keeps its producer alive, and lets it go', async (t) => {
    let producer: Foreign | undefined = new Foreign(distribution, rank, 'float64', 'with gaps')
    producer.put([1], 4.5)
    const trace = new WeakRef(producer)
    const imported = LocalArray.fromDistArray(comm, producer)
    producer = undefined
    await collectGarbage()
    t.ok(trace.deref() !== undefined, 'the producer lives')
    t.equal(imported.get([1]), 4.5, 'and so does its memory')
    imported.free()
    await collectGarbage()
    t.equal(trace.deref(), undefined, 'after free() it is collected')
    t.throws(() => imported.get([1]), UseAfterFreeError, 'and the import is of no more use')
  })

  await t.test('an import of an array that nobody holds any more keeps its block', async (t) => {
    const imported = (() => LocalArray.fromDistArray(comm, LocalArray.full(comm, distribution, 7)))()
    await collectGarbage()
    const others = Array.from({ length: 20 }, () => LocalArray.full(comm, distribution, -1))
    t.same([...imported.packed()], [7, 7, 7], 'its memory was not given to another array')
    for (const other of others) other.free()
    imported.free()
    await collectGarbage()
    t.equal(memoryStatistics().liveBytes, 0, 'then it goes back to the pool')
  })

  await t.test('arrays of a table that nobody has cleared', async (t) => {
    const over = Distribution.from([3 * ranks], { ranks })
    const fill = (): LocalArray => {
      const table = new ArrayTable()
      const [kept, other] = [LocalArray._over(comm, over, 'float64', true), LocalArray._over(comm, over, 'int32')]
      table.put(1, kept)
      table.put(2, other)
      return kept
    }
    let kept: LocalArray | undefined = fill()
    await collectGarbage()
    await collectGarbage()
    t.equal(memoryStatistics().liveBytes, 24, 'the collector has one, and not what somebody still has')
    t.same([...kept.data], [0, 0, 0], 'which is of use')
    kept = undefined
    await collectGarbage()
    t.equal(memoryStatistics().liveBytes, 0, 'then that one too')
  })

  await t.test('a creation that fails on one rank fails on all and leaves nothing behind', (t) => {
    const odd = rank === ranks - 1
    const fail = (): number => {
      if (odd) throw new RangeError('no value here')
      return 1
    }
    t.throws(
      () => LocalArray.fromFunction(comm, distribution, fail),
      { name: 'RangeError', message: /no value here/ },
      'a throwing function',
    )
    const tooLarge = () => LocalArray.fromFunction(comm, distribution, () => (odd ? 300 : 1), 'uint8')
    t.throws(tooLarge, { code: 'ERR_ARGUMENT', message: /an integer in \[0, 255\]/ }, 'a value that the dtype cannot hold')
    const other = Distribution.from([4], { ranks: ranks + 1 })
    t.throws(() => LocalArray.zeros(comm, odd ? other : distribution), { code: 'ERR_DISTRIBUTION' }, 'a distribution for other ranks')
    t.throws(() => LocalArray.zeros(comm, distribution, 'float16' as DType), { code: 'ERR_DTYPE' }, 'an unknown dtype')
    t.throws(() => LocalArray.zeros(comm, 'abc' as never), { code: 'ERR_ARGUMENT' }, 'a layout that is none')
    t.throws(() => LocalArray.zeros(comm, { shape: [4], dis: 'b' } as never), { code: 'ERR_ARGUMENT' }, 'an unknown option')
    t.equal(memoryStatistics().liveBytes, 0, 'no memory is left behind')
  })

  finalize()
})
