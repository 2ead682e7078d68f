// The README's programs run as they stand there and print what it says.
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runProcess } from './support/mpi-test.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const block = (...options: string[]) =>
  execFileSync(process.execPath, [`${root}scripts/readme-example.mjs`, `${root}README.md`, ...options], { encoding: 'utf8' })

// Inside the package, so that 'distarray' means this checkout.
const example = fileURLToPath(new URL('./readme-example.js', import.meta.url))
writeFileSync(example, block())
const engines = fileURLToPath(new URL('./readme-engines.js', import.meta.url))
t.teardown(() => [example, engines].map((file) => rmSync(file, { force: true })))

for (const ranks of [1, 2, 3])
  t.test(`${ranks} ranks`, async (t) => {
    const job = await runProcess(process.execPath, [`${root}dist/cli/main.js`, 'run', '-n', String(ranks), example], { timeout: 120 })
    t.equal(job.output, block('--expected'))
    t.equal(job.code, 0)
  })

const text = readFileSync(`${root}README.md`, 'utf8')
for (const [, program, expected] of text.matchAll(/^```js\n(import \{ Context[\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm))
  t.test(`engines: ${expected?.split('\n')[0]}`, async (t) => {
    writeFileSync(engines, program!)
    const job = await runProcess(process.execPath, [engines], { timeout: 120 })
    t.equal(job.output, expected)
    t.equal(job.code, 0)
  })
