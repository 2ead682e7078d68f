// @ranks 1 2
import { native } from '../bindings/native.js'
import { mpiTest } from './support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1, 2] }, (t) => {
  t.ok(native().init() >= 0, 'MPI starts')
  t.ok(native().is_active(), 'MPI is active')
  native().finalize()
})
