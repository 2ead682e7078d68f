// 10,000 cycles of create, export, import, hand to native code and free leave nothing live and the resident size flat.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runProcess } from './support/mpi-test.js'

const child = fileURLToPath(new URL('./leak-child.js', import.meta.url))

for (const [mode, what] of [
  ['freed', 'everything freed, within one turn of the event loop'],
  ['block-first', 'the block freed before its native holder'],
  ['collected', 'nothing freed: the garbage collector returns it all'],
  ['refused', 'exports that are refused'],
] as const)
  t.test(what, async (t) => {
    const job = await runProcess(process.execPath, ['--expose-gc', child, mode], { timeout: 120 })
    t.equal(job.code, 0, job.output)
    t.match(job.output, /^resident growth: -?\d+ kB\n$/)
    t.comment(job.output)
  })
