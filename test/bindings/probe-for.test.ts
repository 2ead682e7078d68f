// @ranks 1 2 3
import { anySource, anyTag } from '../../bindings/comm/point-to-point.js'
import { world } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3] }, async (t) => {
  const comm = world()
  const { rank, size } = comm
  const next = (rank + 1) % size
  const previous = (rank + size - 1) % size

  await t.test('nothing comes', (t) => {
    const start = performance.now()
    const before = process.cpuUsage()
    t.equal(comm.probeFor(200, anySource, 5), null, 'null')
    const used = process.cpuUsage(before)
    t.ok(performance.now() - start >= 199, 'it has waited')
    t.ok(used.user + used.system < 150_000, `it has slept: ${used.user + used.system} us of processor time`)
    t.equal(comm.probeFor(0), null, 'without waiting')
    comm.barrier()
  })

  await t.test('a message comes', (t) => {
    const request = comm.isend(Float64Array.of(1, 2, 3), next, 7)
    const found = comm.probeFor(10_000, previous, anyTag, { spin: 1 })
    t.same([found?.source, found?.tag, found?.bytes, found?.count], [previous, 7, 24, 24], 'who, what, how many bytes')
    t.equal(comm.probeFor(0, previous, 8), null, 'another tag')
    t.same(comm.probeFor(10_000, anySource, 7, { pause: 0.1 })?.bytes, 24, 'it still waits')
    const data = new Float64Array(3)
    comm.recv(data, previous, 7)
    request.wait()
    t.same([...data], [1, 2, 3], 'and is received')
    comm.barrier()
  })

  await t.test('arguments', (t) => {
    const argument = { code: 'ERR_ARGUMENT' }
    t.throws(() => comm.probeFor(-1), argument, 'a negative time')
    t.throws(() => comm.probeFor(Number.NaN), argument, 'no time')
    t.throws(() => comm.probeFor(1, size), argument, 'no rank')
    t.throws(() => comm.probeFor(1, 0, -7), argument, 'no tag')
    t.throws(() => comm.probeFor(1, 0, 0, { spin: -1 }), argument, 'a negative spin')
    t.throws(() => comm.probeFor(1, 0, 0, { dtype: 'int8' } as object), argument, 'an unknown option')
  })
  native().finalize()
})
