// The communicator of an extension, between JavaScript and C.
// @ranks 1 3

import { world } from '../../bindings/communicator.js'
import { DapArray } from '../../bindings/dap-array.js'
import { exportOf } from '../../bindings/dap-export.js'
import { native } from '../../bindings/native.js'
import { importArray } from '../../protocol/import.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1, 3] }, async (t) => {
  const comm = world()
  const over = (extension: object) => ({ __version__: '0.10.0', buffer: new Float64Array(2), dim_data: [{}], __extension__: extension })
  for (const given of [comm, comm.handle]) {
    using dap = DapArray.from(over({ comm: given }))
    const fortran = dap.describe().extension?.comm
    t.equal(typeof fortran, 'bigint', 'the struct has it')
    t.equal(
      native().comm_compare(native().comm_f2c(fortran!), comm.handle),
      native().comm_compare(comm.handle, comm.handle),
      'the same communicator',
    )
    t.equal(importArray(exportOf(dap.handle)).extension?.comm, given, 'the same object comes back')
  }
  native().finalize()
})
