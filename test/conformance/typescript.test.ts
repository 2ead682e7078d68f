// Modules in TypeScript as plug-ins: nothing is compiled before.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { loadCases } from '../../conformance/vectors.js'
import { runCli } from '../support/cli.js'
import { parseTap } from '../support/tap-lines.js'

const folder = mkdtempSync(join(tmpdir(), 'distarray-conformance-typescript-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
const conformance = (...args: string[]) => runCli(['conformance', ...args], { timeout: 120 })

t.test('a TypeScript module is read as it is, with the modules that it imports', async (t) => {
  mkdirSync(join(folder, 'inner'), { recursive: true })
  writeFileSync(join(folder, 'inner', 'kind.ts'), 'export enum Kind { Wrong = 1, Right }\nexport interface Named { kind: Kind }\n')
  writeFileSync(join(folder, 'inner', 'types.ts'), 'export interface Comm { readonly rank: number }\n')
  const write = (name: string, body: string): string => {
    const file = join(folder, name)
    writeFileSync(
      file,
      `import type { Comm } from './inner/types.js'
       import { Kind, type Named } from './inner/kind.js'
       import { valueAt } from '${new URL('../../conformance/value.js', import.meta.url).href}'
       interface Section { shape: number[]; dim_data: object[]; globalIndices: number[][] }
       export function producer(comm: Comm, one: { version: string; dtype: string }, section: Section): unknown {
         const named: Named = { kind: Kind.Right }
         ${body}
         const data = Float64Array.from(section.globalIndices[0]!, (g) => valueAt('float64', [g]) as number)
         return { __version__: one.version, buffer: { data, shape: section.shape, strides: [8], format: 'd' }, dim_data: section.dim_data }
       }\n`,
    )
    return file
  }
  for (const name of ['mine.ts', 'mine.mts']) {
    const { code, stdout, stderr } = await conformance(
      write(name, "if (named.kind !== 2) throw new Error('wrong kind')"),
      '--ranks',
      '1,2,3',
      '--case',
      'block/even',
    )
    t.same({ code, stderr }, { code: 0, stderr: '' }, name)
    const { points } = parseTap(stdout)
    t.same(
      points.map(({ ok, skip }) => [ok, skip]),
      points.map(() => [true, false]),
    )
    t.equal(points.length, loadCases().filter((one) => one.ranks <= 3 && one.name.includes('block/even')).length)
  }
  const throwing = await conformance(write('throwing.ts', "throw new Error('wrong kind')"), '--ranks', '1', '--case', 'block/even')
  t.match(throwing.stdout, /It could not make the array: Error: wrong kind/)
  const misspelt = await conformance(write('misspelt.ts', 'const x: = 1'), '--ranks', '1', '--case', 'block/even')
  t.equal(misspelt.code, 1)
  t.match(misspelt.stderr, /SyntaxError: .*misspelt\.ts:7: /)
})

t.test('without TypeScript it is said what to install', async (t) => {
  // A copy of the loader in a folder without packages: it finds no TypeScript, neither beside the module nor beside itself.
  const compiled = new URL('../../', import.meta.url)
  for (const part of ['conformance/misuse.js', 'conformance/subjects/typescript.js', 'protocol/errors.js'])
    cpSync(new URL(part, compiled), join(folder, 'alone', part))
  writeFileSync(join(folder, 'alone', 'package.json'), '{ "type": "module" }')
  const { loadTypeScript } = (await import(join(folder, 'alone', 'conformance/subjects/typescript.js'))) as {
    loadTypeScript(path: string): void
  }
  const load = () => loadTypeScript(join(folder, 'mine.ts'))
  if ((process.features as { typescript?: unknown }).typescript) t.doesNotThrow(load, 'Node.js reads it itself')
  else t.throws(load, { code: 'ERR_ARGUMENT', message: /mine\.ts is TypeScript.*npm install --save-dev typescript@6/ })
})
