// The programs of docs/guide/contexts.md run as they stand there, and print what it says.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import ts from 'typescript'
import { runProcess } from '../support/mpi-test.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const guide = readFileSync(`${root}docs/guide/contexts.md`, 'utf8')
const blocks = (language: string): string[] =>
  [...guide.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, text]) => (found === language ? [text!] : []))

// Inside the package, so that 'distarray' means this checkout; Node 20 cannot read `await using`.
const program = fileURLToPath(new URL('./contexts-guide-example.js', import.meta.url))
const [session, total, ...loops] = blocks('js')
const shorter = loops.map((loop) => loop.replace('100_000', '100')).join('')
const around = `let u = ctx.zeros([8])\nconst advance = (x) => x.add(1)\n${shorter}console.log(await u.get([0]))\n`
const { outputText } = ts.transpileModule(`${session}${total}console.log(JSON.stringify(total))\n${around}`, {
  compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
})
writeFileSync(program, outputText)
t.teardown(() => rmSync(program))

t.test('a first session, a function that communicates, and loops', { timeout: 120_000 }, async (t) => {
  t.equal(blocks('js').length, 4, 'every program of the guide is here')
  const { code, output } = await runProcess(process.execPath, [program], { timeout: 100 })
  t.equal(output, `${blocks('text')[0]}[16.5,16.5,16.5,16.5]\n50\n100\n200\n`)
  t.equal(code, 0)
})
