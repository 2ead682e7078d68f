// The README's example runs as it stands there and prints what it says.
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runProcess } from './support/mpi-test.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const block = (...options: string[]) =>
  execFileSync(process.execPath, [`${root}scripts/readme-example.mjs`, `${root}README.md`, ...options], { encoding: 'utf8' })

// Inside the package, so that 'distarray' means this checkout.
const example = fileURLToPath(new URL('./readme-example.js', import.meta.url))
writeFileSync(example, block())
t.teardown(() => rmSync(example))

for (const ranks of [1, 2, 3])
  t.test(`${ranks} ranks`, async (t) => {
    const job = await runProcess(process.execPath, [`${root}dist/cli/main.js`, 'run', '-n', String(ranks), example], { timeout: 120 })
    t.equal(job.output, block('--expected'))
    t.equal(job.code, 0)
  })
