// @ranks 2
import { inPlace } from '../../bindings/comm/buffer.js'
import { world } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import { mpiTest } from '../support/mpi-test.js'

/*
 * Messages of more than 2^31 elements, for real: one buffer of 2 GiB per rank serves all operations. The same paths run with
 * small arrays and every dtype in the other tests, which lower the limit instead.
 */
const n = 2 ** 31 + 5
const segment = 2 ** 26

const expected = (i: number, seed: number) => (Math.floor(i / segment) * 3 + seed * 7 + 1) % 200

await mpiTest(import.meta.url, { ranks: [2], timeout: 300 }, async (t) => {
  const comm = world()
  const { rank } = comm
  const other = 1 - rank
  const data = new Uint8Array(n)

  const write = (seed: number, from = 0, to = n) => {
    for (let start = Math.floor(from / segment) * segment; start < to; start += segment)
      data.fill(expected(start, seed), Math.max(start, from), Math.min(start + segment, to))
  }
  /** First place that is wrong, of both ends of every segment, the places around 2^31, and some between; -1 when all are right. */
  const wrong = (value: (i: number) => number, from = 0, to = n) => {
    const places = [from, to - 1, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1]
    for (let start = 0; start < n; start += segment) places.push(start, start + segment - 1, start + 12_345_678)
    return places.filter((i) => i >= from && i < to).find((i) => data[i] !== value(i)) ?? -1
  }

  if (rank === 0) write(1)
  comm.bcast(data)
  t.equal(
    wrong((i) => expected(i, 1)),
    -1,
    'bcast',
  )

  if (rank === 1) write(2)
  if (rank === 1) comm.send(data, other, 3)
  else {
    t.same(comm.probe(other, 3), { source: 1, tag: 3, count: n, bytes: n, cancelled: false }, 'probe counts beyond 2^31')
    t.equal(comm.recv(data, other, 3).count, n, 'the status, too')
  }
  t.equal(
    wrong((i) => expected(i, 2)),
    -1,
    'send and recv',
  )

  if (rank === 0) write(3)
  const request = rank === 0 ? comm.isend(data, other) : comm.irecv(data, other)
  request.wait()
  t.equal(
    wrong((i) => expected(i, 3)),
    -1,
    'isend and irecv',
  )

  write(rank)
  comm.allreduce(inPlace, data, 'max')
  t.equal(
    wrong((i) => Math.max(expected(i, 0), expected(i, 1))),
    -1,
    'allreduce',
  )

  const half = (n - 1) / 2
  const whole = data.subarray(0, 2 * half)
  write(rank + 4, rank * half, (rank + 1) * half)
  comm.allgather(inPlace, whole)
  t.equal(
    wrong((i) => expected(i, 4), 0, half),
    -1,
    'allgather, first half',
  )
  t.equal(
    wrong((i) => expected(i, 5), half, 2 * half),
    -1,
    'allgather, second half',
  )

  const counts = [n - 9, 9]
  write(rank + 6, rank === 0 ? 0 : counts[0], rank === 0 ? counts[0] : n)
  comm.allgatherv(inPlace, { data, counts })
  t.equal(
    wrong((i) => expected(i, i < counts[0]! ? 6 : 7)),
    -1,
    'allgatherv',
  )

  // Rank 0 sends all but 3 elements of its buffer; 3 come back to places beyond 2^31.
  write(rank + 8)
  const few = new Uint8Array(3).fill(201 + rank)
  if (rank === 0) comm.alltoallv({ data: data.subarray(0, n - 3), counts: [0, n - 3] }, { data: few, counts: [0, 3] })
  else comm.alltoallv({ data: few, counts: [3, 0] }, { data, counts: [n - 3, 0], displs: [1, 0] })
  if (rank === 0) t.same([...few], [202, 202, 202], 'alltoallv back')
  else
    t.equal(
      wrong((i) => expected(i - 1, 8), 1, n - 2),
      -1,
      'alltoallv of more than 2^31 elements',
    )

  few.fill(203 + rank)
  const displs = [n - 3, n - 6]
  comm.alltoallv({ data: Uint8Array.of(...few, ...few), counts: [3, 3] }, { data, counts: [3, 3], displs })
  t.same([...data.subarray(n - 6)], [204, 204, 204, 203, 203, 203], 'alltoallv to displacements beyond 2^31')
  comm.allgatherv(few, { data, counts: [3, 3], displs: [n - 6, n - 3] })
  t.same([...data.subarray(n - 6)], [203, 203, 203, 204, 204, 204], 'allgatherv to displacements beyond 2^31')

  native().finalize()
})
