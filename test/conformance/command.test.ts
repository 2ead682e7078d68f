// `distarray conformance` from the outside: what it says of implementations that are wrong, hang, crash or cannot be loaded.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { parseConformance } from '../../cli/conformance-options.js'
import { loadCases } from '../../conformance/vectors.js'
import { runCli } from '../support/cli.js'
import { parseTap, type TapPoint } from '../support/tap-lines.js'
import { checkWellFormed } from '../support/well-formed-html.js'

const folder = mkdtempSync(join(tmpdir(), 'distarray-conformance-command-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
const right = new URL('./broken/right.js', import.meta.url)
const broken = (name: string): string => fileURLToPath(new URL(`./broken/${name}.js`, import.meta.url))
const conformance = (...args: string[]) => runCli(['conformance', ...args], { timeout: 120 })

function plugin(name: string, text: string): string {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, text)
  return file
}

function claimsFile(name: string, claims: object): string {
  const file = join(folder, `${name}.json`)
  writeFileSync(file, JSON.stringify(claims))
  return file
}

/** A module that is right but for what `consumer` does first. */
function wrapped(name: string, first: string): string {
  return plugin(
    name,
    `import * as right from '${right.href}'
     let calls = 0
     export async function consumer(comm, exported) { calls++; ${first}; return right.consumer(comm, exported) }\n`,
  )
}

const failing = (points: readonly TapPoint[]): string[] =>
  points.filter(({ ok, todo }) => !ok && !todo).map(({ name }) => name.replace(/ on .*/, ''))

t.test('the help names exactly the options that exist', async (t) => {
  const { code, stdout } = await conformance('--help')
  t.equal(code, 0)
  const named = [...new Set(stdout.match(/(?<=^ +(?:-\w, )?)--[a-z-]+/gm))].sort()
  t.same(named, ['--case', '--claims', '--files', '--help', '--html', '--json', '--option', '--ranks', '--timeout', '--write-cases'])
  for (const option of named.filter((name) => name !== '--help')) {
    const { code: refused, stderr } = await conformance(option)
    t.equal(refused, 2)
    t.match(stderr, new RegExp(`${option}.*argument missing`))
  }
})

t.test('a command line that cannot work is refused with the reason', async (t) => {
  const file = plugin('any', 'export const consumer = () => {}')
  for (const [args, says] of [
    [['--rank', '2'], /Unknown option '--rank'/],
    [['--ranks', '0'], /Expected numbers of ranks among 1,2,3,4,5,6,7 for --ranks but received "0"/],
    [['--ranks', '2,many'], /Expected numbers of ranks among/],
    [['--case', 'no-such-case'], /No case matches 'no-such-case'/],
    [['--option', 'cyclicStart'], /Expected NAME=VALUE for --option/],
    [['--option', 'cyclicStrat=exact'], /did you mean cyclicStart/],
    [['--option', 'cyclicStart=late'], /Expected one of exact, clamped/],
    [['--timeout', '0'], /Expected a positive number of seconds for --timeout/],
    [[join(folder, 'missing.mjs')], /missing\.mjs does not exist/],
    [['yours.c'], /yours\.c is source text; build a shared library of it/],
    [['yours.cpp'], /build a shared library of it/],
    [['yours.ts'], /yours\.ts does not exist/],
    [['yours.cts'], /write it as \.ts or \.mts/],
    [['yours.tsx'], /write it as \.ts or \.mts/],
    [['--claims', file], /Expected a module or a library that --claims is about/],
    [['--files', folder, '--claims', file], /claims\.json in the folder of its files/],
    [['--write-cases', folder, '--claims', file], /claims\.json in the folder of its files/],
    [[file, '--claims', join(folder, 'none.json')], /none\.json/],
    [[file, '--claims', file], /JSON/],
    [
      [file, '--claims', claimsFile('unknown', { unsupported: ['blocks'] })],
      /Expected a list of 0-d, 1-d, .* for unsupported in the claims in .*"blocks"/,
    ],
    [[file, '--claims', claimsFile('nested', { producer: { consumer: {} } })], /Expected only the entries .* for producer in the claims/],
    [['any.so', '--claims', file], /any\.so does not exist/],
    [['--files', folder, '--case', 'negative/'], /No case matches 'negative\/'/],
    [[file, file], /Expected one/],
  ] as const) {
    const { code, stdout, stderr } = await conformance(...args)
    t.same({ code, stdout }, { code: 2, stdout: '' }, args.join(' '))
    t.match(stderr, says)
  }
})

t.test('a module that cannot be checked says why', async (t) => {
  for (const [name, text, exit, says] of [
    ['empty', 'export const producers = 1\n', 2, /to export producer\(comm, case, section\) or consumer/],
    ['constant', 'export const consumer = 1\n', 2, /Expected a function for consumer of .*constant\.mjs but received 1/],
    ['throwing', "throw new Error('no library here')\n", 1, /no library here/],
    ['misspelt', 'export const = 1\n', 1, /SyntaxError/],
  ] as const) {
    const { code, stdout, stderr } = await conformance(plugin(name, text), '--ranks', '1', '--case', 'block/even')
    t.equal(code, exit, name)
    t.match(stderr, says)
    t.match(parseTap(stdout).bail, says)
  }
})

t.test('a failure is told with its rule in TAP, JSON and on the page', async (t) => {
  const [json, html] = [join(folder, 'failed.json'), join(folder, 'failed.html')]
  const { code, stdout } = await conformance(
    broken('counts-from-1'),
    '--ranks',
    '2',
    '--case',
    'block/even',
    '--json',
    json,
    '--html',
    html,
  )
  t.equal(code, 1)
  const { points, plan } = parseTap(stdout)
  t.same(failing(points), ['producer: block/even-2', 'consumer: block/even-2'])
  t.same(plan, [1, 2])
  t.match(points[0]!.yaml.join('\n'), /check: local\n +rank: 0\n +rule: DAP-B3\n +message: "DAP-B3 at dim_data\[0\]\.start: Expected 0/)
  t.match(points[0]!.yaml.join('\n'), /verdict: "refuse DAP-B3.*; the reference validator: reject/)

  const { summary, records } = JSON.parse(readFileSync(json, 'utf8'))
  t.match(summary, { fail: 2, pass: 0, roles: ['producer', 'consumer'] })
  t.match(records[0], { case: 'block/even-2', role: 'producer', ranks: 2, outcome: 'fail' })

  const page = readFileSync(html, 'utf8')
  checkWellFormed(t, page)
  t.match(page, /2 cases must be mended/)
  t.match(page, /<b>DAP-B3<\/b> The first process of a block dimension starts at 0\./)
  t.match(page, /<svg class="picture".*?rank 0.*?rank 1/s)
})

t.test('--json - prints JSON instead of TAP', async (t) => {
  const { code, stdout } = await conformance(fileURLToPath(right), '--ranks', '1', '--case', 'cyclic/few', '--json', '-')
  t.equal(code, 0)
  t.match(JSON.parse(stdout), { summary: { pass: 2, fail: 0 }, records: [{ case: 'cyclic/few-1' }, { case: 'cyclic/few-1' }] })
})

t.test('patterns choose cases by a part of their names, or with * by the whole', async (t) => {
  const all = loadCases().filter(({ ranks }) => ranks <= 2)
  const names = (...args: string[]): string[] => {
    const options = parseConformance(['--ranks', '1,2', ...args])
    return options === 'help' ? [] : options.cases.map(({ name }) => name)
  }
  const those = (matches: RegExp): string[] => all.map(({ name }) => name).filter((name) => matches.test(name))
  t.same(names(), those(/./))
  t.same(names('--case', 'cyclic/'), those(/cyclic\//))
  t.same(names('--case', 'cyclic/*-2'), those(/^cyclic\/.*-2$/))
  t.same(names('--case', '*0.9*'), those(/0\.9/))
})

t.test('an option chooses another reading', async (t) => {
  const { code, stdout } = await conformance('--ranks', '2', '--case', 'empty/block-first', '--option', 'emptyBlocks=refuse')
  t.equal(code, 1)
  t.match(stdout, /rule: DAP-B2/)
})

t.test('what the implementation prints goes to standard error', async (t) => {
  const { code, stdout, stderr } = await conformance(
    wrapped('loud', "console.log('ok 1 - not a test')"),
    '--ranks',
    '1',
    '--case',
    'block/even',
  )
  t.equal(code, 0)
  t.equal(parseTap(stdout).points.length, 1)
  t.match(stderr, /ok 1 - not a test/)
})

t.test('one that hangs on one rank fails in the case it was in, and the next cases run', async (t) => {
  const marker = JSON.stringify(join(folder, 'hung'))
  const once = `if (calls === 2 && comm.rank === 1) {
    const { existsSync, writeFileSync } = await import('node:fs')
    if (!existsSync(${marker})) { writeFileSync(${marker}, ''); for (;;); }
  }`
  const { code, stdout, leftBehind } = await conformance(wrapped('hangs', once), '--ranks', '2', '--case', 'padded/', '--timeout', '4')
  t.equal(code, 1)
  const { points, plan } = parseTap(stdout)
  const [first, second, ...others] = points
  t.same([first!.ok, second!.ok], [true, false])
  t.ok(others.length > 2 && others.every(({ ok }) => ok), 'it goes on behind the case')
  t.same(plan, [1, points.length])
  const says = /check: survival\n +rank: all\n +message: "It did not come back within 4 s: rank 0 .*, rank 1 in consumer\(\)/
  t.match(second!.yaml.join('\n'), says)
  t.same(leftBehind, [])
})

t.test('one that waits for a promise without end, ends the process or crashes fails in its case', async (t) => {
  for (const [name, first, says] of [
    [
      'waits',
      'if (calls === 2) await new Promise(() => {})',
      /rank 0 ended with code 0 in consumer\(\), rank 1 ended with code 0 in consumer\(\)/,
    ],
    [
      'exits',
      'if (calls === 2 && comm.rank === 0) process.exit(3)',
      /exit code 3: rank 0 in consumer\(\).*\[rank 0\] ended with exit code 3/,
    ],
    ['crashes', "if (calls === 2 && comm.rank === 1) process.kill(process.pid, 'SIGSEGV')", /rank 1 in consumer\(\)/],
    ['throws-late', "if (calls === 2) setImmediate(() => { throw new Error('too late') })", /too late/],
  ] as const) {
    const { code, stdout } = await conformance(wrapped(name, first), '--ranks', '2', '--case', 'periodic/')
    t.equal(code, 1, name)
    const { points } = parseTap(stdout)
    t.same(
      points.map(({ ok }) => ok),
      [true, false],
      `${name}: the second call fails`,
    )
    t.match(points[1]!.yaml.join('\n'), says)
  }
})

t.test('one that is lost again and again is given up, and every case is accounted for', async (t) => {
  const { code, stdout } = await conformance(wrapped('never', 'process.exit(1)'), '--ranks', '1', '--case', 'unstructured/')
  t.equal(code, 1)
  const { points, plan } = parseTap(stdout)
  t.ok(points.every(({ ok }) => !ok))
  t.same(plan, [1, points.length])
  t.match(points.at(-1)!.yaml.join('\n'), /Not run: at 1 ranks it was lost 3 times already/)
})

t.test('one that throws on one rank holds up no other', async (t) => {
  const { code, stdout } = await conformance(broken('fails-on-one-rank'), '--ranks', '2', '--case', 'block/', '--timeout', '60')
  t.equal(code, 1)
  const consumers = parseTap(stdout).points.filter(({ name }) => name.startsWith('consumer'))
  t.ok(consumers.every(({ ok, yaml }) => !ok && /check: accept\n +rank: 1\n +message: .*this rank has no room/.test(yaml.join('\n'))))
  t.notMatch(stdout, /survival/)
})
