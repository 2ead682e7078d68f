// @ranks 1 2 3 4 7
import fc from 'fast-check'
import { indicesOf } from '../../array/indices.js'
import { LocalArray } from '../../array/local-array.js'
import { self, world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Distribution, DistributionError, DTypeError, dtypes, ProtocolError, UnsupportedError } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { distributions } from './distributions.js'
import { blockExport, Foreign, memoryOrders } from './foreign.js'
import { valueAt } from './values.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const { rank, size: ranks } = comm
  const cases = fc.sample(distributions(ranks), { seed: 21, numRuns: 130 })

  await t.test('a foreign producer of any distribution, dtype and memory order is shared, not copied', (t) => {
    for (const [k, distribution] of cases.entries()) {
      const dtype = dtypes[k % dtypes.length]!
      const order = memoryOrders[Math.floor(k / dtypes.length) % memoryOrders.length]!
      const foreign = new Foreign(distribution, rank, dtype, order)
      let n = 0
      for (const index of indicesOf(foreign.shape)) foreign.put(index, valueAt(dtype, n++))
      const live = memoryStatistics().liveBytes
      using array = LocalArray.fromDistArray(comm, foreign)
      const name = `case ${k}, ${order}: ${array}`
      t.equal(memoryStatistics().liveBytes, live, `${name}: no block was allocated`)
      t.ok(array.distribution.equals(distribution), `${name}: same distribution`)
      t.equal(array.dtype, dtype, `${name}: same dtype`)

      const read = Array.from(indicesOf(array.shape), (index) => array.get(index))
      t.same(
        read,
        Array.from({ length: n }, (_, i) => valueAt(dtype, i)),
        `${name}: reads the producer's elements`,
      )
      const packed = repacked(array)
      t.same(
        Array.from(indicesOf(packed.shape), (index) => packed.at(index)),
        read,
        `${name}: packed() has them in row-major order`,
      )
      for (const index of indicesOf(array.shape)) array.set(index, valueAt(dtype, n++))
      const written = Array.from(indicesOf(foreign.shape), (index) => foreign.at(index))
      t.same(
        written,
        Array.from(indicesOf(array.shape), (index) => array.get(index)),
        `${name}: the producer sees what is written here`,
      )
      if (array.isContiguous && array.size > 0)
        t.ok(array.data.buffer === foreign.memory && array.data.byteOffset === foreign.start, `${name}: data is the producer's memory`)
      else if (!array.isContiguous) t.throws(() => array.data, UnsupportedError, `${name}: there is no typed array over strides`)
    }
  })

  await t.test('an array of our own comes back as the same memory', (t) => {
    for (const [k, distribution] of cases.slice(0, 2 * dtypes.length).entries()) {
      const dtype = dtypes[k % dtypes.length]!
      using array = LocalArray.full(comm, distribution, valueAt(dtype, 1), dtype)
      const back = LocalArray.fromDistArray(comm, array)
      t.ok(back.distribution.equals(distribution), `case ${k}: same distribution`)
      t.equal(back.address, array.address, `case ${k}: same address`)
      if (array.size > 0) {
        t.ok(back.data.buffer === array.data.buffer, `case ${k}: same ArrayBuffer`)
        const first = distribution.localShape(rank).map(() => 0)
        back.set(first, valueAt(dtype, 2))
        t.same(array.get(first), valueAt(dtype, 2), `case ${k}: what is written there is seen here`)
        array.set(first, valueAt(dtype, 3))
        t.same(back.get(first), valueAt(dtype, 3), `case ${k}: what is written here is seen there`)
      }
      back.free()
      t.equal(array.data.length > 0, array.size > 0, `case ${k}: freeing the import leaves the array alone`)
    }
  })

  await t.test('a 0-d array lives on one rank', (t) => {
    using array = LocalArray.full(self(), [], { re: 1, im: 2 }, 'complex64')
    const back = LocalArray.fromDistArray(self(), array)
    back.set([], { re: 3, im: 4 })
    t.same(array.getGlobal([]), { re: 3, im: 4 }, 'its element has the index []')
    t.same([back.shape, back.size, [...array.data]], [[], 1, [3, 4]], 'it has one element')
  })

  await t.test('a read-only export can be read', (t) => {
    const foreign = new Foreign(Distribution.from([ranks], { ranks }), rank, 'float64', 'row-major', true)
    using array = LocalArray.fromDistArray(comm, foreign)
    t.ok(array.readonly, 'it says so')
    t.equal(array.get([0]), 0, 'reading works')
    t.throws(() => array.set([0], 1), { code: 'ERR_UNSUPPORTED', message: /read-only/ }, 'writing does not')
    t.equal((array.__distarray__().buffer as { readonly?: boolean }).readonly, true, 'it is passed on read-only')
  })

  await t.test('what one rank finds wrong, all ranks throw', (t) => {
    const odd = rank === ranks - 1
    const block = (data: Float64Array | Float32Array) => blockExport(data, 2 * ranks, ranks, rank, 2 * rank)
    const good = block(new Float64Array(2))
    const other = ranks > 1 && !odd ? new RegExp(`^rank ${ranks - 1}: `) : /./
    t.throws(
      () => LocalArray.fromDistArray(comm, odd ? {} : good),
      { name: 'ProtocolError', code: 'ERR_PROTOCOL', message: other },
      'an object that is no producer',
    )
    const broken = blockExport(new Float64Array(3), 2 * ranks, ranks, rank, 2 * ranks - 2)
    t.throws(() => LocalArray.fromDistArray(comm, odd ? broken : good), ProtocolError, 'an export that breaks a rule')
    const thrower = {
      __distarray__() {
        throw new RangeError('out of ideas')
      },
    }
    t.throws(() => LocalArray.fromDistArray(comm, odd ? thrower : good), ProtocolError, 'a producer that throws')
    const wrongGrid = blockExport(new Float64Array(2), 2, 1, 0, 0)
    if (ranks > 1) {
      t.throws(() => LocalArray.fromDistArray(comm, odd ? block(new Float32Array(2)) : good), DTypeError, 'sections of two dtypes')
      t.throws(() => LocalArray.fromDistArray(comm, wrongGrid), DistributionError, 'a grid of another number of ranks')
      const patch = { __distarray__: () => ({ ...good.__distarray__(), __version__: odd ? '0.10.1' : '0.10.0' }) }
      t.throws(
        () => LocalArray.fromDistArray(comm, patch),
        { name: 'DistributionError', message: /one version/ },
        'sections of two versions',
      )
      const gap = blockExport(new Float64Array(odd ? 1 : 2), 2 * ranks, ranks, rank, odd ? 2 * rank + 1 : 2 * rank)
      t.throws(() => LocalArray.fromDistArray(comm, gap), DistributionError, 'sections that do not meet')
    } else t.equal(LocalArray.fromDistArray(comm, wrongGrid).size, 2, 'one rank alone needs nobody to agree')
    t.equal(LocalArray.fromDistArray(comm, good).size, 2, 'the next import works')
  })

  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left behind')
  finalize()
})

/** A copy of the elements, contiguous. */
function repacked(array: LocalArray): Foreign {
  const copy = new Foreign(array.distribution, array.communicator.rank, array.dtype, 'row-major')
  const packed = array.packed()
  new Uint8Array(copy.memory).set(new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength))
  return copy
}
