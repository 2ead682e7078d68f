// The C++ tests of adapters/common/include, in test/native: one program, run at several rank counts.
// @ranks 1 2 3 4 7
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { runProcess } from '../support/mpi-test.js'

const buildType = process.env.DISTARRAY_BUILD_TYPE ?? 'Release'
const program = fileURLToPath(new URL(`../../../build/${buildType}/common_test`, import.meta.url))

for (const ranks of [1, 2, 3, 4, 7])
  await t.test(`${ranks} rank${ranks === 1 ? '' : 's'}`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'distarray-test-'))
    try {
      const launch = mpiexecCommand({ ranks, program, args: [folder] })
      const job = await runProcess(launch.command, launch.args, { timeout: 120, env: launch.env })
      t.equal(job.timedOut, false, 'ends before the timeout')
      t.equal(job.code, 0, 'ends with code 0', { output: job.output.slice(-4000) })
      t.match(job.output, /^[1-9]\d* checks, 0 failures$/m, 'every check passes')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
