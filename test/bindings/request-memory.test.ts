// @ranks 2 3
// Buffers of operations under way cannot be moved away from MPI, whatever JavaScript tries meanwhile.
import { MessageChannel } from 'node:worker_threads'
import { world } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import type { Request } from '../../bindings/request.js'
import { growable, resizable } from '../fuzz/hostile-values.js'
import { exposeGarbageCollector } from '../support/garbage-collector.js'
import { mpiTest } from '../support/mpi-test.js'

const n = 1_000_000 // 8 MB: memory of its own from the operating system, which is unmapped as soon as it is freed

/** Try to move the memory of a view away, in each way there is; what is refused stays. */
function moveAway(view: ArrayBufferView<ArrayBuffer>): void {
  const { port1, port2 } = new MessageChannel()
  const ways = [() => void structuredClone(view.buffer, { transfer: [view.buffer] }), () => port1.postMessage(view, [view.buffer])]
  for (const way of ways) {
    try {
      way()
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'DataCloneError')) throw error
    }
  }
  port1.close()
  port2.close()
}

/** Collect what can be, and let finalizers run. */
async function collect(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    globalThis.gc!()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

await mpiTest(import.meta.url, { ranks: [2, 3] }, async (t) => {
  exposeGarbageCollector()
  const comm = world()
  const { rank, size } = comm
  const right = (rank + 1) % size
  const left = (rank + size - 1) % size

  await t.test('messages', async (t) => {
    const into = new Float64Array(n)
    const receive = comm.irecv(into, left, 1)
    moveAway(into)
    await collect()
    comm.barrier() // nobody sends before all have tried
    const from = new Float64Array(n).fill(rank)
    const send = comm.isend(from, right, 1)
    moveAway(from)
    await collect()
    const count = receive.wait().count
    send.wait()
    t.equal(count, n, 'all arrives')
    t.equal(into.length, n, 'in the buffer, which is still there')
    t.ok(
      into.every((x) => x === left),
      'with its values',
    )
  })

  await t.test('a send that waits for its receiver', async (t) => {
    const from = new Float64Array(n).fill(10 + rank)
    const send = comm.isend(from, right, 2)
    moveAway(from)
    await collect()
    const poison = Array.from({ length: 4 }, () => new Float64Array(n).fill(-1)) // in the place of what would have been freed
    comm.barrier()
    const into = new Float64Array(n)
    comm.recv(into, left, 2)
    send.wait()
    t.ok(
      into.every((x) => x === 10 + left),
      'sends what it was given',
    )
    t.equal(poison.length, 4, 'kept until here')
  })

  await t.test('collectives', async (t) => {
    const ones = new Float64Array(n).fill(1)
    const sums = new Float64Array(n)
    const parts = new Float64Array(n * size)
    const sections = { data: parts, counts: new Array<number>(size).fill(n) }
    const requests: Request<unknown>[] = rank === 0 ? [] : [comm.iallreduce(ones, sums, 'sum'), comm.iallgatherv(ones, sections)]
    for (const view of [ones, sums, parts]) if (rank > 0) moveAway(view)
    await collect()
    const isReady = comm.isend(Int8Array.of(1), 0, 3)
    if (rank === 0) {
      // The other ranks have tried by now, and their operations cannot have ended without this one.
      for (let source = 0; source < size; source++) comm.recv(new Int8Array(1), source, 3)
      requests.push(comm.iallreduce(ones, sums, 'sum'), comm.iallgatherv(ones, sections))
      for (const view of [ones, sums, parts]) moveAway(view)
    }
    isReady.wait()
    for (const request of requests) request.wait()
    t.ok(sums.length === n && sums.every((x) => x === size), 'sums')
    t.ok(parts.length === n * size && parts.every((x) => x === 1), 'sections')
  })

  await t.test('memory of other kinds', (t) => {
    for (const buffer of [resizable(64), growable(64)]) {
      const view = new Float64Array(buffer)
      t.throws(() => comm.irecv(view, left, 4), { code: 'ERR_ARGUMENT', message: /fixed size/ }, 'a size that may change')
    }
    const gone = new Float64Array(8)
    structuredClone(gone.buffer, { transfer: [gone.buffer] })
    t.throws(() => comm.irecv(gone, left, 4), { code: 'ERR_USE_AFTER_FREE' }, 'memory that is gone')
    t.throws(() => comm.isend(gone, right, 4), { code: 'ERR_USE_AFTER_FREE' }, 'memory that is gone')
    const shared = new Float64Array(new SharedArrayBuffer(64))
    const receive = comm.irecv(shared, left, 4)
    comm.send(new Float64Array(8).fill(rank), right, 4)
    receive.wait()
    t.same([...shared], new Array(8).fill(left), 'shared memory is never taken away')
  })

  comm.barrier()
  native().finalize()
})
