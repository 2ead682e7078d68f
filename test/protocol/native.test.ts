// The C and C++ tests of protocol/include, in test/native: programs without MPI and Node, which `ctest` runs as well.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runProcess } from '../support/mpi-test.js'

const buildType = process.env.DISTARRAY_BUILD_TYPE ?? 'Release'

const root = new URL('../../../', import.meta.url)

for (const [name, ...args] of [
  ['dap_h_test'],
  ['protocol_test'],
  ['protocol_test_20'],
  ['vectors_test', fileURLToPath(new URL('conformance/vectors', root))],
] as const)
  t.test(name, async (t) => {
    const program = fileURLToPath(new URL(`build/${buildType}/${name}`, root))
    const job = await runProcess(program, args, { timeout: 120 })
    t.equal(job.timedOut, false, 'ends before the timeout')
    t.equal(job.code, 0, 'ends with code 0', { output: job.output.slice(-4000) })
    t.match(job.output, /^[1-9]\d* checks, 0 failures$/m, 'every check passes')
  })
