// The programs of docs/guide/random.md run as they stand there, and print what it says.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import ts from 'typescript'
import { runProcess } from '../support/mpi-test.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const guide = readFileSync(`${root}docs/guide/random.md`, 'utf8')
const blocks = (language: string): string[] =>
  [...guide.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, text]) => (found === language ? [text!] : []))

// Inside the package, so that 'distarray' means this checkout; Node 20 cannot read `await using`.
const program = fileURLToPath(new URL('./random-guide-example.js', import.meta.url))
const { outputText } = ts.transpileModule(blocks('js').join(''), {
  compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
})
writeFileSync(program, outputText)
t.teardown(() => rmSync(program))

t.test('all programs, one after the other', { timeout: 120_000 }, async (t) => {
  const { code, output } = await runProcess(process.execPath, [program], { timeout: 100 })
  t.equal(output, blocks('text').join(''))
  t.equal(code, 0)
})
