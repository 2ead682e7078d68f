// @ranks 1 2 3 4 7
import { anySource, anyTag } from '../../bindings/comm/point-to-point.js'
import { world } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import { type Request, testAll, waitAll, waitAny } from '../../bindings/request.js'
import { itemSize } from '../../protocol/dtype.js'
import { eachCase } from '../support/comm-cases.js'
import { blank, part } from '../support/elements.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7], timeout: 300 }, async (t) => {
  const comm = world()
  const { rank, size } = comm
  const next = (rank + 1) % size
  const previous = (rank + size - 1) % size

  await eachCase(t, 'a ring in every form', ({ comm, dtype, n, expect }) => {
    const next = (comm.rank + 1) % comm.size
    const previous = (comm.rank + comm.size - 1) % comm.size
    const own = part(dtype, comm.rank, n)
    const wanted = part(dtype, previous, n)
    const into = blank(dtype, n)
    const request = comm.isend(own, next, 4, { dtype })
    const status = comm.recv(into, previous, 4, { dtype })
    request.wait()
    expect(into, wanted, 'isend and recv')
    if (status.source !== previous || status.tag !== 4 || status.count !== n || status.bytes !== n * itemSize(dtype))
      throw new Error(`${dtype}, ${n} elements: status ${JSON.stringify(status)}`)

    const later = blank(dtype, n)
    const receive = comm.irecv(later, previous, anyTag, { dtype })
    comm.send(own, next, 5, { dtype })
    if (receive.wait().tag !== 5) throw new Error('the tag of an irecv')
    expect(later, wanted, 'irecv and send')

    // A buffer longer than the message: the rest stays.
    const longer = blank(dtype, n + 2)
    const swap = comm.sendrecv(own, next, longer, previous, { dtype, sendTag: 6, recvTag: 6 })
    if (swap.count !== n) throw new Error(`sendrecv of ${n} elements counts ${swap.count}`)
    expect(longer.subarray(0, wanted.length), wanted, 'sendrecv')
    expect(longer.subarray(wanted.length), blank(dtype, 2), 'the rest of the buffer')
  })

  await t.test('probe', (t) => {
    const message = Float64Array.of(rank, 1, 2)
    const request = comm.isend(message, next, 9)
    const status = comm.probe(anySource, 9, { dtype: 'float64' })
    t.same(status, { source: previous, tag: 9, count: 3, bytes: 24, cancelled: false }, 'probe tells source, tag and length')
    t.equal(comm.probe(previous, 9).count, 24, 'in bytes by default')
    let waiting = comm.iprobe(previous, anyTag)
    while (waiting === null) waiting = comm.iprobe(previous, anyTag)
    t.equal(waiting.tag, 9, 'iprobe finds the message')
    const data = new Float64Array(status.count)
    comm.recv(data, status.source, status.tag)
    t.same([...data], [previous, 1, 2], 'the probed message')
    request.wait()
    comm.barrier()
    t.equal(comm.iprobe(), null, 'no message waits')
    comm.barrier()
  })

  await t.test('nobody', (t) => {
    const data = Float64Array.of(5)
    comm.send(data, null)
    const status = comm.recv(data, null)
    t.same([status.source, status.count, data[0]], [null, 0, 5], 'a receive from nobody leaves the buffer alone')
    comm.isend(data, null).wait()
    t.equal(comm.irecv(data, null).wait().source, null, 'irecv from nobody')
  })

  await t.test('many requests', (t) => {
    const receives = Array.from({ length: size }, (_, from) => comm.irecv(new Int32Array(1), from, 20))
    const sends = Array.from({ length: size }, (_, to) => comm.isend(Int32Array.of(rank * 100 + to), to, 20))
    const statuses = waitAll(receives)
    t.same(
      statuses.map((status) => status.source),
      Array.from({ length: size }, (_, from) => from),
      'waitAll keeps the order',
    )
    waitAll(sends)
    t.ok(testAll([...receives, ...sends]), 'testAll of finished requests')
    t.ok(
      receives.every((request) => request.done),
      'all are done',
    )

    const buffers = Array.from({ length: size }, () => new Int32Array(1))
    const open = buffers.map((buffer, from) => comm.irecv(buffer, from, 21))
    const more = Array.from({ length: size }, (_, to) => comm.isend(Int32Array.of(rank), to, 21))
    const seen = new Set<number>()
    for (let found = waitAny(open); found !== null; found = waitAny(open)) {
      t.equal(found.result.source, found.index, 'waitAny gives the result of its index')
      seen.add(found.index)
    }
    t.equal(seen.size, size, 'waitAny finds each request once')
    t.same(
      buffers.map((buffer) => buffer[0]),
      Array.from({ length: size }, (_, from) => from),
      'the messages',
    )
    waitAll(more)
    t.equal(waitAny([]), null, 'waitAny of nothing')

    const mixed = [comm.ibarrier(), comm.iallreduce(Float64Array.of(1), new Float64Array(1))] as const
    while (!testAll(mixed));
    t.equal(waitAll(mixed)[1][0], size, 'testAll completes collectives')
    const large = comm.isend(new Float64Array(200_000).fill(rank), next, 22)
    const inbox = new Float64Array(200_000)
    const request: Request<unknown> = comm.irecv(inbox, previous, 22)
    while (!request.test());
    t.ok(
      inbox.every((x) => x === previous),
      'test drives a long message to its end',
    )
    large.wait()
  })

  await t.test('cancel', (t) => {
    const request = comm.irecv(new Float64Array(1), previous, 30)
    request.cancel()
    t.same(request.wait(), { source: null, tag: -1, count: 0, bytes: 0, cancelled: true }, 'a receive that nobody answers')
    const send = comm.isend(Float64Array.of(1), rank, 31)
    t.throws(() => send.cancel(), { code: 'ERR_ARGUMENT' }, 'a send cannot be cancelled')
    comm.recv(new Float64Array(1), rank, 31)
    send.wait()
  })

  await t.test('a message longer than the buffer', (t) => {
    const truncated = { code: 'ERR_MPI', call: 'MPI_Recv', name: 'MpiError', rank }
    const sent = comm.isend(new Float64Array(3), next, 40)
    t.throws(() => comm.recv(new Float64Array(2), previous, 40), truncated, 'recv')
    sent.wait()
    const again = comm.isend(new Float64Array(3), next, 41)
    const request = comm.irecv(new Float64Array(2), previous, 41)
    t.throws(() => request.wait(), { code: 'ERR_MPI', rank }, 'irecv')
    t.throws(() => request.wait(), { code: 'ERR_MPI', rank }, 'the failure stays')
    again.wait()
    const more = comm.isend(new Float64Array(3), next, 42)
    const requests = [comm.irecv(new Float64Array(2), previous, 42), comm.ibarrier()]
    t.throws(() => waitAll(requests), { code: 'ERR_MPI' }, 'waitAll')
    t.ok(requests[1]!.done, 'waitAll ends the others first')
    more.wait()
    const last = comm.isend(new Float64Array(3), next, 43)
    const failing = [comm.irecv(new Float64Array(2), previous, 43)]
    t.throws(() => waitAny(failing), { code: 'ERR_MPI' }, 'waitAny')
    last.wait()
    comm.barrier()
  })

  native().finalize()
})
