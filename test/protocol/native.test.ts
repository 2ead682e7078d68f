// The C and C++ tests of protocol/include, in test/native: programs without MPI and Node, which `ctest` runs as well.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runProcess } from '../support/mpi-test.js'

const buildType = process.env.DISTARRAY_BUILD_TYPE ?? 'Release'

for (const name of ['dap_h_test'])
  t.test(name, async (t) => {
    const program = fileURLToPath(new URL(`../../../build/${buildType}/${name}`, import.meta.url))
    const job = await runProcess(program, [], { timeout: 120 })
    t.equal(job.timedOut, false, 'ends before the timeout')
    t.equal(job.code, 0, 'ends with code 0', { output: job.output.slice(-4000) })
    t.match(job.output, /^[1-9]\d* checks, 0 failures$/m, 'every check passes')
  })
