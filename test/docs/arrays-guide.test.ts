// The programs of docs/guide/arrays.md run as they stand there, and print what it says.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import ts from 'typescript'
import * as distarray from '../../index.js'
import { runProcess } from '../support/mpi-test.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const cli = fileURLToPath(new URL('../../cli/main.js', import.meta.url))
const guide = readFileSync(`${root}docs/guide/arrays.md`, 'utf8')
const blocks = (language: string): string =>
  [...guide.matchAll(/^```([\w ]+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, text]) => (found === language ? [text] : [])).join('')

/** Write a program inside the package, so that 'distarray' means this checkout; Node 20 cannot read `await using`. */
function write(name: string, text: string): string {
  const file = fileURLToPath(new URL(`./arrays-guide-${name}.js`, import.meta.url))
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }
  writeFileSync(file, ts.transpileModule(text, { compilerOptions }).outputText)
  t.teardown(() => rmSync(file))
  return file
}

t.test('the program of the guide', { timeout: 0 }, async (t) => {
  const { code, output } = await runProcess(process.execPath, [write('launch', blocks('js'))], { timeout: 100 })
  t.equal(output, blocks('text'))
  t.equal(code, 0)
})

t.test('the time loop, in SPMD', { timeout: 0 }, async (t) => {
  const file = write('spmd', blocks('js spmd'))
  for (const ranks of [1, 3]) {
    const { code, output } = await runProcess(process.execPath, [cli, 'run', '-n', String(ranks), file], { timeout: 60 })
    t.equal(output, blocks('text spmd'), `${ranks} ranks`)
    t.equal(code, 0)
  }
})

t.test('the table names what there is', async (t) => {
  const known = new Set<string>([
    ...Object.keys(distarray),
    ...membersOf(distarray.DistArray),
    ...membersOf(distarray.Context),
    ...membersOf(distarray.NDArray),
    ...membersOf(distarray.RandomStream),
  ])
  const rows = guide
    .slice(guide.indexOf('## NumPy to distarray'))
    .split('\n')
    .filter((line) => /^\| `/.test(line))
  t.ok(rows.length > 25, `${rows.length} rows`)
  for (const row of rows) {
    const ours = row.split(/(?<!\\) \| /).at(-1) as string
    const names = [...ours.matchAll(/`(?:await )?(?:\(await )?(?:ctx\.|a\.)?([a-zA-Z0-9]+)/g)].map(([, name]) => name as string)
    t.same(
      names.filter((name) => !known.has(name)),
      [],
      row.slice(0, 60),
    )
  }
})

function membersOf(type: { prototype: object }): string[] {
  const names: string[] = ['expr', 'random']
  for (let it: object | null = type.prototype; it && it !== Object.prototype; it = Object.getPrototypeOf(it))
    names.push(...Object.getOwnPropertyNames(it))
  return names
}
