// @ranks 1 2 3 4 7
import { allgatherObjects } from '../../bindings/allgather-objects.js'
import { type Communicator, world } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const { rank, size } = comm
  const ranks = Array.from({ length: size }, (_, i) => i)

  await t.test('values of any kind', (t) => {
    t.same(
      allgatherObjects(comm, rank * 1.5),
      ranks.map((r) => r * 1.5),
      'numbers',
    )
    const value = (r: number) => ({
      map: new Map([[r, 'x']]),
      set: new Set([r]),
      big: 2n ** 70n + BigInt(r),
      nothing: undefined,
      nan: Number.NaN,
      list: Float64Array.from({ length: 3 * r }, (_, i) => i / 7),
      small: Int16Array.of(r),
    })
    t.same(allgatherObjects(comm, value(rank)), ranks.map(value), 'collections')
    t.same(
      allgatherObjects(comm, rank === 0 ? undefined : 'ä'.repeat(rank)),
      ranks.map((r) => (r === 0 ? undefined : 'ä'.repeat(r))),
      'different kinds',
    )
  })

  await t.test('copies', (t) => {
    const mine = { list: [rank] }
    const all = allgatherObjects(comm, mine)
    t.ok(all[rank] !== mine, 'this rank gets a copy of its own, too')
  })

  await t.test('large values', (t) => {
    const large = allgatherObjects(comm, new Float64Array(200_000).fill(rank))
    t.same(
      large.map((list) => [list.length, list[0], list.at(-1)]),
      ranks.map((r) => [200_000, r, r]),
      'over a megabyte',
    )
  })

  await t.test('what cannot be cloned', (t) => {
    const failing = size - 1
    t.throws(() => allgatherObjects<unknown>(comm, rank === failing ? () => 1 : 1), /could not be cloned/, 'a function on one rank')
    t.equal(comm.allreduce(Int32Array.of(1), new Int32Array(1))[0], size, 'the ranks are in step afterwards')
    t.throws(() => allgatherObjects(undefined as unknown as Communicator, 1), { code: 'ERR_ARGUMENT' }, 'no communicator')
  })

  native().finalize()
})
