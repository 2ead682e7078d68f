// Vectors that the libraries made, exported from C++: test/native/petsc_export_test.cc and trilinos_export_test.cc.
// @ranks 1 2 3 4 7
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { runProcess } from '../support/mpi-test.js'

const buildType = process.env.DISTARRAY_BUILD_TYPE ?? 'Release'

for (const name of ['petsc_export_test', 'trilinos_export_test']) {
  const program = fileURLToPath(new URL(`../../../build/${buildType}/${name}`, import.meta.url))
  for (const ranks of [1, 2, 3, 4, 7])
    await t.test(`${name}, ${ranks} rank${ranks === 1 ? '' : 's'}`, async (t) => {
      const launch = mpiexecCommand({ ranks, program, args: [] })
      const job = await runProcess(launch.command, launch.args, { timeout: 120, env: launch.env })
      t.equal(job.timedOut, false, 'ends before the timeout')
      t.equal(job.code, 0, 'ends with code 0', { output: job.output.slice(-4000) })
      t.match(job.output, /^[1-9]\d* checks, 0 failures$/m, 'every check passes')
    })
}
