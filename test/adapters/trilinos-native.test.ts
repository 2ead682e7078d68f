// The plain C++ program test/native/trilinos_test.cc, run at several rank counts.
// @ranks 1 2 3
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { runProcess } from '../support/mpi-test.js'

const buildType = process.env.DISTARRAY_BUILD_TYPE ?? 'Release'
const program = fileURLToPath(new URL(`../../../build/${buildType}/trilinos_test`, import.meta.url))

for (const ranks of [1, 2, 3])
  await t.test(`${ranks} rank${ranks === 1 ? '' : 's'}`, async (t) => {
    const launch = mpiexecCommand({ ranks, program, args: [] })
    const job = await runProcess(launch.command, launch.args, { timeout: 120, env: launch.env })
    t.equal(job.timedOut, false, 'ends before the timeout')
    t.equal(job.code, 0, 'ends with code 0', { output: job.output.slice(-4000) })
    t.match(job.output, /^[1-9]\d* checks, 0 failures$/m, 'every check passes')
  })
