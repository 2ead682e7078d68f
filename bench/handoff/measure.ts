// One rank of bench/handoff. usage under mpiexec: measure.js <largest power of ten>
import * as petsc from '../../adapters/petsc/index.js'
import * as trilinos from '../../adapters/trilinos/index.js'
import { native } from '../../bindings/native.js'
import { finalize, LocalArray, world } from '../../index.js'
import { median, quantile } from '../support/statistics.js'

const largest = Number(process.argv[2] ?? 8)
const rounds = 2000
const comm = world()

/** A hand-over: what it makes must alias the array, and is freed. */
interface Target {
  name: string
  wrap(array: LocalArray<'float64'>): { address: bigint; free(): void }
}

const targets: Target[] = [
  { name: 'PETSc Vec', wrap: (array) => petsc.vec(array) },
  { name: 'Tpetra vector', wrap: (array) => trilinos.vector(array) },
]

if (comm.rank === 0) console.log(`elements     ${targets.map(({ name }) => `${name}: median us (90 %)  bytes copied`).join('   ')}`)
for (let power = 3; power <= largest; power++) {
  const array = LocalArray.full(comm, { shape: [10 ** power], dist: 'b' }, 1)
  const address = native().address_of(array.data.buffer as ArrayBuffer) + BigInt(array.data.byteOffset)
  const cells = targets.map(({ wrap }) => {
    const microseconds: number[] = []
    for (let round = 0; round < rounds / 10; round++) wrap(array).free()
    let aliases = true
    for (let round = 0; round < rounds; round++) {
      comm.barrier()
      const start = process.hrtime.bigint()
      const vector = wrap(array)
      microseconds.push(Number(process.hrtime.bigint() - start) / 1e3)
      aliases &&= vector.address === address
      vector.free()
    }
    const copied = aliases ? 0 : array.data.byteLength
    return (
      `${median(microseconds).toFixed(1).padStart(8)} (${quantile(microseconds, 0.9).toFixed(1)})`.padEnd(30) + String(copied).padStart(10)
    )
  })
  if (comm.rank === 0) console.log(`10^${power}        ${cells.join('   ')}`)
  array.free()
}
finalize()
