// Who keeps the memory of a C struct that became an export, and until when: released once, and not before.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runProcess } from '../support/mpi-test.js'

for (const [mode, what] of [
  ['view-keeps-memory', 'a typed array alone keeps the struct; it is released once when that is collected'],
  ['last-of-several', 'the last of several ArrayBuffers releases it'],
  ['many-once-each', 'a thousand exports and as many unused handles are released once each'],
  ['block-memory-returns', 'the memory of a block that was freed meanwhile goes back when the export is collected'],
  ['consumer-keeps-producer', 'a native consumer keeps what the extension keeps alive'],
  ['dlpack-once', 'the deleter of a DLPack tensor is called once'],
] as const)
  t.test(what, async (t) => {
    const file = fileURLToPath(new URL('./dap-export-child.js', import.meta.url))
    const job = await runProcess(process.execPath, ['--expose-gc', file, mode], { timeout: 60 })
    t.equal(job.code, 0, job.output)
    t.equal(job.output, 'ok\n')
  })
