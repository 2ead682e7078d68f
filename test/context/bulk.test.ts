// Programs that give engines more at once than they can keep.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runJob, runProcess } from '../support/mpi-test.js'

const main = fileURLToPath(new URL('./bulk-main.js', import.meta.url))

t.test('launched engines get 300 MB as they carry them out', { timeout: 0 }, async (t) => {
  const job = await runProcess(process.execPath, [main, 'launch'], { timeout: 180 })
  t.match(job, { code: 0, output: /^right/m })
})

t.test('a client in an MPI job, which waits while more than enough is under way', { timeout: 0 }, async (t) => {
  const job = await runJob(3, [main, 'mpi'], { timeout: 180 })
  t.match(job, { code: 0, output: /^right, grown by \d+ MiB/m })
})
