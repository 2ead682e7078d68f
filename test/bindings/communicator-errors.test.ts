// @ranks 1 2 3 4 7
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Block } from '../../bindings/block.js'
import { inPlace } from '../../bindings/comm/buffer.js'
import type { Op } from '../../bindings/comm/op.js'
import { world } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import { launcherSize } from '../../bindings/start.js'
import { type DType, dtypes, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { opsOf } from '../support/elements.js'
import { mpiTest } from '../support/mpi-test.js'

const shape = { code: 'ERR_SHAPE' }
const dtypeError = { code: 'ERR_DTYPE' }
const argument = { code: 'ERR_ARGUMENT' }

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  t.throws(() => native().comm_world(), { code: 'ERR_MPI', call: 'MPI_Initialized', rank: -1 }, 'MPI was not started')
  const comm = world()
  const { rank, size } = comm
  const data = new Float64Array(6)
  const more = new Float64Array(6 * size)

  await t.test('ops and dtypes', (t) => {
    const all: Op[] = ['sum', 'prod', 'min', 'max', 'land', 'lor', 'lxor', 'band', 'bor', 'bxor']
    for (const dtype of dtypes)
      for (const op of all.filter((name) => !opsOf(dtype).includes(name))) {
        const view = new (typedArrayFor(dtype))(4) as TypedArray
        t.throws(() => comm.allreduce(inPlace, view, op, { dtype }), { code: 'ERR_DTYPE', message: /use/ }, `no ${op} of ${dtype}`)
      }
    t.throws(() => comm.allreduce(inPlace, data, 'mean' as Op), argument, 'unknown op')
    t.throws(() => comm.allreduce(inPlace, data, 'sum', { dtype: 'float128' as DType }), dtypeError, 'unknown dtype')
    t.throws(() => comm.allreduce(inPlace, data, 'sum', { dtype: 'complex64' }), dtypeError, 'a dtype of another array')
    t.throws(() => comm.allreduce(inPlace, data, 'sum', { type: 'float64' } as object), argument, 'misspelt option')
    t.throws(() => comm.allreduce(inPlace, new Float64Array(3), 'sum', { dtype: 'complex128' }), shape, 'half a complex number')
    const bools = { values: new Uint8Array(1), indices: new Uint8Array(1) as unknown as Int32Array }
    t.throws(() => comm.allreduceLoc(bools, bools, 'minloc'), dtypeError, 'indices of 8 bits')
  })

  await t.test('buffers', (t) => {
    for (const wrong of [[1, 2], null, undefined, 3, 'x', {}, new ArrayBuffer(8), new DataView(new ArrayBuffer(8))]) {
      t.throws(() => comm.bcast(wrong as unknown as TypedArray), dtypeError, `no typed array: ${String(wrong)}`)
      t.throws(() => comm.send(wrong as unknown as TypedArray, 0), dtypeError, `no message: ${String(wrong)}`)
    }
    t.throws(() => comm.allreduce(data, new Float64Array(5)), shape, 'allreduce')
    t.throws(() => comm.allreduce(data, new Float32Array(6) as unknown as Float64Array), dtypeError, 'two dtypes')
    t.throws(() => comm.allreduce(more.subarray(0, 4), more.subarray(2, 6)), { code: 'ERR_ARGUMENT', message: /inPlace/ }, 'overlap')
    comm.allreduce(data.subarray(0, 3), data.subarray(3, 6))
    t.throws(() => comm.allgather(data, new Float64Array(6 * size + 1)), shape, 'allgather')
    t.throws(() => comm.alltoall(more, new Float64Array(5 * size)), shape, 'alltoall')
    t.throws(
      () => comm.gather(data, rank === 0 ? new Float64Array(5 * size) : (data as unknown as null), size),
      argument,
      'root out of range',
    )
    t.throws(() => comm.reduceScatterBlock(data, new Float64Array(7)), shape, 'reduceScatterBlock')
    t.throws(() => comm.reduceScatter(data, data, [1, -1]), argument, 'reduceScatter')
    if (rank === 0) {
      t.throws(() => comm.gather(data, null), argument, 'the root has no buffer')
      t.throws(() => comm.gather(data, new Float64Array(5)), shape, 'gather')
    } else t.throws(() => comm.gather(inPlace, null), argument, 'in place elsewhere than on the root')
    const counts = Array<number>(size).fill(6)
    t.throws(() => comm.allgatherv(data, { data: new Float64Array(6 * size - 1), counts }), shape, 'a section outside the buffer')
    t.throws(() => comm.allgatherv(data, { data: more, counts: [...counts, 1] }), argument, 'too many counts')
    t.throws(() => comm.allgatherv(data, { data: more, counts, displs: counts.map(() => -1) }), argument, 'negative displacement')
    t.throws(() => comm.alltoallv(inPlace, { data: more, counts: counts.map(() => 0.5) }), argument, 'half an element')

    const gone = new Float64Array(4)
    structuredClone(gone.buffer, { transfer: [gone.buffer] })
    t.throws(() => comm.bcast(gone), { code: 'ERR_USE_AFTER_FREE' }, 'transferred memory')
    const block = Block.allocate(64)
    const view = new Float64Array(block.buffer)
    block.free()
    t.throws(() => comm.allreduce(inPlace, view), { code: 'ERR_USE_AFTER_FREE' }, 'a freed Block')
    const elastic = Reflect.construct(ArrayBuffer, [8, { maxByteLength: 64 }]) as ArrayBuffer
    t.throws(() => comm.ibcast(new Float64Array(elastic)), argument, 'resizable memory in a non-blocking operation')
    class Liar extends Float64Array {
      override get length() {
        return 1000
      }
    }
    t.equal(comm.allreduce(inPlace, new Liar(1).fill(1))[0], size, 'an array that lies about its length is not believed')
  })

  await t.test('ranks and tags', (t) => {
    for (const bad of [-1, size, 0.5, Number.NaN, '0' as unknown as number]) {
      t.throws(() => comm.bcast(data, bad), argument, `root ${bad}`)
      t.throws(() => comm.send(data, bad), argument, `dest ${bad}`)
    }
    t.throws(() => comm.recv(data, size), argument, 'source')
    t.throws(() => comm.send(data, 0, -1), argument, 'negative tag')
    t.throws(() => comm.send(data, 0, 2 ** 40), argument, 'tag beyond the largest')
    t.throws(() => comm.irecv(data, 0, -2), argument, 'negative tag of a receive')
    t.throws(() => comm.split(0, 2 ** 40), argument, 'key')
  })

  await t.test('what MPI finds', (t) => {
    // The root sends more than the others expect; MPI tells at least one of them.
    const dup = comm.dup()
    if (rank === 0) for (let to = 1; to < size; to++) dup.send(new Int32Array(4), to)
    else
      t.throws(
        () => dup.recv(new Int32Array(3)),
        { name: 'MpiError', code: 'ERR_MPI', call: 'MPI_Recv', rank, message: /rank/ },
        'truncation',
      )
    dup.barrier()
    t.equal(dup.allreduce(Float64Array.of(1), new Float64Array(1))[0], size, 'the communicator works on')
    dup.free()
  })

  await t.test('memory of requests', (t) => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const right = (rank + 1) % size
    const left = (rank + size - 1) % size
    // The receives are dropped at once; their buffers must outlive them.
    for (let i = 0; i < 20; i++) comm.irecv(new Float64Array(100_000), left, 50)
    for (let i = 0; i < 5; i++) collect()
    const sends = Array.from({ length: 20 }, () => comm.isend(new Float64Array(100_000).fill(rank), right, 50))
    for (const send of sends) send.wait()
    collect()
    t.ok(
      sends.every((send) => send.done),
      'messages to dropped receives arrive',
    )

    const block = Block.allocate(800_000)
    const request = comm.irecv(new Float64Array(block.buffer), left, 51)
    block.free()
    const next = Block.allocate(800_000)
    new Float64Array(next.buffer).fill(7)
    comm.send(new Float64Array(100_000).fill(1), right, 51)
    t.equal(request.wait().count, 100_000, 'a receive into a Block that is freed meanwhile')
    t.ok(
      new Float64Array(next.buffer).every((x) => x === 7),
      'does not write to the memory of another',
    )
    next.free()
    comm.irecv(new Float64Array(4), left, 52) // never answered; MPI ends all the same
  })

  t.same(launcherSize({ OMPI_COMM_WORLD_SIZE: '4' }), { size: 4, vendor: 'Open MPI' }, "Open MPI's launcher")
  t.same(launcherSize({ PMI_SIZE: '3' }), { size: 3, vendor: 'MPICH' }, "MPICH's launcher")
  t.equal(launcherSize({}), undefined, 'no launcher')

  comm.barrier()
  native().finalize()
  t.throws(() => comm.barrier(), { code: 'ERR_MPI', call: 'MPI_Finalized' }, 'after the end of MPI')
  t.throws(() => comm.iallreduce(inPlace, data), { code: 'ERR_MPI' }, 'non-blocking, too')
  comm.free()
})
