// What a module claims: checked before anything runs, with all ranks in agreement; and claims from a file in its place.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { runCli } from '../support/cli.js'
import { parseTap } from '../support/tap-lines.js'

const folder = mkdtempSync(join(tmpdir(), 'distarray-conformance-claims-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
const conformance = (...args: string[]) => runCli(['conformance', ...args], { timeout: 120 })

const right = new URL('./broken/right.js', import.meta.url)
const communicator = new URL('../../bindings/communicator.js', import.meta.url)

function write(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

t.test('claims that are none, or differ between ranks, are refused before anything runs', async (t) => {
  for (const [name, claims, says] of [
    ['number', '5', /Expected a dictionary for the claims of .*number\.mjs but received 5/],
    ['feature', "{ unsupported: ['blocks'] }", /Expected a list of 0-d, 1-d, .* for unsupported in the claims of .*"blocks"/],
    ['text', "{ unsupported: 'padding' }", /Expected a list of 0-d, .*"padding"/],
    ['dtype', "{ consumer: { dtypes: ['float64', 'float16'] } }", /Expected a list of dtypes for consumer\.dtypes .*"float16"/],
    ['letter', "{ distTypes: ['n'] }", /Expected a list of b, c, u for distTypes .*"n"/],
    ['entry', '{ features: [] }', /Expected only the entries unsupported, dtypes, .*"features"/],
    ['flag', '{ zeroCopy: 1 }', /Expected true or false for zeroCopy/],
    ['no-function', "{ except: 'all' }", /Expected a function for except/],
    ['getter', "{ get dtypes() { throw new Error('not today') } }", /Expected the claims of .*getter\.mjs to be readable .*not today/],
    [
      'throws',
      "{ except() { throw new Error('not today') } }",
      /throws\.mjs: claims\.except threw Error: not today for the case block\/even-2/,
    ],
    ['promises', '{ async except() {} }', /a reason, a string, or undefined for claims\.except of the case block\/even-2/],
    ['rank-1', "{ except() { if (rank === 1) throw new Error('only here') } }", /claims\.except threw Error: only here/],
    ['differs', "{ except: () => (rank === 1 ? 'too hard' : undefined) }", /say the same of the case block\/even-2 on every rank/],
  ] as const) {
    const text = `import { world } from '${communicator.href}'
      const { rank } = world()
      export const claims = ${claims}
      export const consumer = () => { console.log('called') }\n`
    const { code, stdout, stderr, leftBehind } = await conformance(write(`${name}.mjs`, text), '--ranks', '2', '--case', 'block/even')
    t.same({ code, leftBehind }, { code: 2, leftBehind: [] }, name)
    t.match(stderr, says)
    t.notMatch(stderr, /called|Uncaught/)
    t.match(parseTap(stdout).bail, says)
  }
})

t.test('--claims replaces what a module claims', async (t) => {
  const module = write('claiming.mjs', `export { consumer } from '${right.href}'\nexport const claims = { dtypes: [] }\n`)
  const outcome = async (...args: string[]) => {
    const { code, stdout } = await conformance(module, '--ranks', '1', '--case', 'block/even', ...args)
    return { code, skip: / # SKIP (.*)/.exec(stdout)?.[1] }
  }
  t.match(await outcome(), { code: 0, skip: 'claims no support for float64' })
  t.match(await outcome('--claims', write('letters.json', '{ "distTypes": ["c"] }')), {
    code: 0,
    skip: "claims no support for dist_type 'b'",
  })
  t.match(await outcome('--claims', write('all.json', '{ "zeroCopy": true }')), { code: 0, skip: undefined })
})
