// @ranks 2
import { Worker } from 'node:worker_threads'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { native } from '../../bindings/native.js'
import { mpiTest } from '../support/mpi-test.js'

/** Asks from another thread until an answer comes that is not empty, and leaves it for the main thread. */
const watch = `
  import { workerData } from 'node:worker_threads'
  const { native } = await import(workerData.native)
  const text = new Uint8Array(workerData.told)
  workerData.ready[0] = 1
  for (const end = Date.now() + 20000; Date.now() < end; ) {
    const call = native().current_call()
    if (call === '') continue
    new TextEncoder().encodeInto(call, text)
    break
  }
`

await mpiTest(import.meta.url, { ranks: [2] }, async (t) => {
  const comm = world()
  t.equal(native().current_call(), '', 'outside of MPI there is no name')
  for (const [name, wait] of [
    ['MPI_Barrier', () => comm.barrier()],
    ['MPI_Recv', () => (comm.rank === 0 ? comm.recv(new Int32Array(1), 1, 7) : comm.send(new Int32Array(1), 0, 7))],
  ] as const) {
    const told = new SharedArrayBuffer(64)
    const ready = new Int32Array(new SharedArrayBuffer(4))
    if (comm.rank === 0) {
      const url = new URL(`data:text/javascript,${encodeURIComponent(watch)}`)
      const worker = new Worker(url, { workerData: { native: new URL('../../bindings/native.js', import.meta.url).href, told, ready } })
      while (ready[0] === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      wait()
      await new Promise((resolve) => worker.once('exit', resolve))
      t.equal(Buffer.from(told).toString().replaceAll('\0', ''), name, `a Worker reads ${name} while the main thread waits in it`)
    } else {
      await new Promise((resolve) => setTimeout(resolve, 1500))
      wait()
      t.equal(native().current_call(), '', `after ${name} there is no name`)
    }
  }
  finalize() // the ranks end at different times
})
