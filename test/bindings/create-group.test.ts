// @ranks 1 2 3 4 7
import { world } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const { rank, size } = comm

  await t.test('only the ranks of the list take part', (t) => {
    const even = Array.from({ length: Math.ceil(size / 2) }, (_, i) => 2 * i)
    if (rank % 2 === 0) {
      const group = comm.createGroup(even)
      t.same([group.rank, group.size], [rank / 2, even.length], 'rank r is ranks[r]')
      t.equal(group.allreduce(Int32Array.of(rank), new Int32Array(1))[0], (even.length - 1) * even.length, 'it communicates')
      group.free()
      t.throws(() => group.barrier(), { code: 'ERR_USE_AFTER_FREE' }, 'freed')
    }
    t.equal(comm.allreduce(Int32Array.of(1), new Int32Array(1))[0], size, 'the others are not disturbed')
  })

  await t.test('the list orders the ranks', (t) => {
    const reverse = Array.from({ length: size }, (_, i) => size - 1 - i)
    const group = comm.createGroup(Int32Array.from(reverse), 3)
    t.equal(group.rank, size - 1 - rank, 'rank')
    t.equal(group.compare(comm), size === 1 ? 'congruent' : 'similar', 'compare')
    group.free()
  })

  await t.test('groups that overlap, made at the same time under different tags', (t) => {
    // Every pair of neighbours on the line makes a group; each rank is in up to two of them.
    const pairs = Array.from({ length: size - 1 }, (_, i) => [i, i + 1]).filter((pair) => pair.includes(rank))
    for (const pair of pairs) {
      const group = comm.createGroup(pair, pair[0])
      t.equal(group.allreduce(Int32Array.of(rank), new Int32Array(1))[0], pair[0]! + pair[1]!, `sum of ${pair}`)
      group.free()
    }
    t.equal(pairs.length, size === 1 ? 0 : rank === 0 || rank === size - 1 ? 1 : 2, 'number of pairs')
  })

  await t.test('arguments', (t) => {
    const argument = { code: 'ERR_ARGUMENT' }
    t.throws(() => comm.createGroup([rank, size]), argument, 'no such rank')
    t.throws(() => comm.createGroup([rank, rank]), argument, 'a rank twice')
    t.throws(() => comm.createGroup([]), argument, 'without this rank')
    t.throws(() => comm.createGroup([rank], -1), argument, 'a tag below 0')
    t.throws(() => comm.createGroup(undefined as unknown as number[]), argument, 'no list')
    comm.barrier()
  })

  native().finalize()
})
