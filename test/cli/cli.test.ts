// The command line: what it says is true, and what it cannot do it says in one clear message.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { cli, runCli, runMarked } from '../support/cli.js'

const rank = fileURLToPath(new URL('../exit/rank.js', import.meta.url))
const packageFile = new URL('../../../package.json', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'distarray-cli-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

function program(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

t.test('--version is that of the package', async (t) => {
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8'))
  for (const flag of ['--version', '-v']) {
    const { code, stdout, stderr } = await runCli([flag])
    t.same({ code, stdout, stderr }, { code: 0, stdout: `${version}\n`, stderr: '' })
  }
})

t.test('--help lists every command', async (t) => {
  for (const flag of ['--help', '-h', 'help']) {
    const { code, stdout } = await runCli([flag])
    t.equal(code, 0)
    t.match(stdout, /^ {2}run +run a Node\.js program on several MPI ranks$/m)
    t.match(stdout, /^ {2}cluster +start, stop and look at engines that outlive a program$/m)
    t.match(stdout, /^ {2}conformance +check an implementation of the Distributed Array Protocol$/m)
    t.match(stdout, /^ {2}info +show versions, the MPI library and the instruction set in use$/m)
    t.match(stdout, /^ {2}setup +install what is missing and build the native addons$/m)
  }
})

t.test('without a command it shows the help and fails', async (t) => {
  const { code, stdout, stderr } = await runCli([])
  t.equal(code, 2)
  t.equal(stdout, '')
  t.match(stderr, /^Usage: distarray <command>/)
})

t.test('a mistyped command is recognised', async (t) => {
  for (const [word, says] of [
    ['rum', "Unknown command 'rum'. Did you mean 'distarray run'?"],
    ['Setup', "Unknown command 'Setup'. Did you mean 'distarray setup'?"],
    ['compile', "Unknown command 'compile'. Commands: run, cluster, conformance, info, setup"],
    ['--verbose', "Unknown option '--verbose'. Commands: run, cluster, conformance, info, setup"],
  ] as const) {
    const { code, stderr } = await runCli([word])
    t.equal(code, 2)
    t.equal(stderr, `distarray: ${says}\nRun 'distarray --help' for help\n`)
  }
})

t.test('the help of run names exactly the options and codes that exist', async (t) => {
  const { code, stdout } = await runCli(['run', '--help'])
  t.equal(code, 0)
  t.same(stdout.match(/(?<=^ +(?:-\w, )?)--[a-z-]+/gm), ['--ranks', '--help'])
  t.equal((await runCli(['run', '-h'])).stdout, stdout)
})

t.test('a command line of run that cannot work is refused with the reason', async (t) => {
  mkdirSync(join(folder, 'folder.js'))
  for (const [args, says] of [
    [[], /Expected a program to run/],
    [['-n', '2'], /Expected a program to run/],
    [['-n', '0', rank], /Expected a positive number of ranks for -n but received "0"/],
    [['-n', 'two', rank], /Expected a positive number of ranks for -n but received "two"/],
    [['-n', '1.5', rank], /Expected a positive number of ranks/],
    [['-n=-1', rank], /Expected a positive number of ranks/],
    [['--ranks', rank], /Expected a positive number of ranks/],
    [['--rank', '2', rank], /Unknown option '--rank'/],
    [['-n', '2', join(folder, 'missing.js')], /missing\.js does not exist/],
    [['-n', '2', join(folder, 'folder.js')], /folder\.js is not a file/],
    [['-n', '2', program('app.ts', '')], /app\.ts is TypeScript; compile it first/],
  ] as const) {
    const { code, stdout, stderr } = await runCli(['run', ...args])
    t.equal(code, 2, args.join(' '))
    t.equal(stdout, '')
    t.match(stderr, says)
    t.equal(stderr.split('\n').length, 3, 'one message, one hint')
  }
})

t.test('without an MPI launcher run names the remedy', async (t) => {
  for (const env of [{ PATH: folder }, { DISTARRAY_MPIEXEC: join(folder, 'no-mpiexec') }]) {
    const { code, stderr } = await runCli(['run', '-n', '2', rank], { env })
    t.equal(code, 127)
    t.match(stderr, /^distarray: Expected an MPI launcher.*npx distarray setup/)
    t.equal(stderr.split('\n').length, 2, 'no stack')
  }
})

t.test('each spelling of -n starts that many ranks', async (t) => {
  const file = program('size.mjs', "process.stdout.write(process.env.OMPI_COMM_WORLD_SIZE ?? process.env.PMI_SIZE ?? '1')\n")
  for (const args of [['-n', '3'], ['-n3'], ['--ranks', '3'], ['--ranks=3']]) {
    const { code, stdout, stderr } = await runCli(['run', ...args, file])
    t.same({ code, stdout, stderr }, { code: 0, stdout: '333', stderr: '' })
  }
})

t.test('arguments and standard input reach the program unchanged', async (t) => {
  const args = ['-n', '7', '--help', '--', 'a b', '*', '', '$HOME', '-x']
  const input = 'first line\nlast line without an end'
  const { code, stdout, stderr } = await runCli(['run', '-n', '2', rank, 'echo', ...args], { input })
  t.equal(code, 0)
  t.equal(stdout.replaceAll('\r', ''), input)
  t.equal(stderr, `arguments: ${JSON.stringify(args)}\n`.repeat(2))
})

t.test('standard error passes unchanged, also what looks like a banner', async (t) => {
  const rule = '-'.repeat(74)
  const text = `${rule}\na title\n${rule}\n---\nünïcödé\n${rule}\n${rule}\nno end`
  const file = program('errors.mjs', `process.stderr.write(${JSON.stringify(text)})\n`)
  const { code, stderr } = await runCli(['run', '-n', '1', file])
  t.equal(code, 0)
  t.equal(stderr, text)
})

t.test('.mjs, .cjs and .js run; what does not parse fails with the place', async (t) => {
  for (const name of ['a.mjs', 'a.cjs', 'a.js']) {
    const { code, stdout } = await runCli(['run', '-n', '1', program(name, "process.stdout.write('hello')\n")])
    t.same({ code, stdout }, { code: 0, stdout: 'hello' })
  }
  const { code, stderr } = await runCli(['run', '-n', '2', program('bad.mjs', 'let = 1\n')])
  t.equal(code, 1)
  t.match(stderr, /^\[rank [01]\] Uncaught, at\nfile:.*bad\.mjs:1\nlet = 1\n/)
  t.equal(stderr.split('SyntaxError').length, 2, 'shown once')
})

t.test('it works through a link, as npx starts it', async (t) => {
  const link = join(folder, 'distarray')
  symlinkSync(cli, link)
  const { code, stdout } = await runMarked(process.execPath, [link, 'run', '-n', '1', rank, 'normal'])
  t.equal(code, 0)
  t.match(stdout, /done/)
})

t.test('setup has a help of its own and passes on what the script says', async (t) => {
  const help = await runCli(['setup', '--help'])
  t.equal(help.code, 0)
  t.match(help.stdout, /^Usage: distarray setup/)
  const wrong = await runCli(['setup', '--wrong-option'])
  t.equal(wrong.code, 2)
  t.match(wrong.stderr, /unknown option '--wrong-option'/)
})

t.test('the library installs no handlers by itself', async (t) => {
  const index = new URL('../../bindings/exit.js', import.meta.url).href
  const events = ['exit', 'uncaughtException', 'uncaughtExceptionMonitor', 'unhandledRejection', 'SIGINT', 'SIGTERM']
  const count = `(${JSON.stringify(events)}).map((e) => process.listenerCount(e)).join()`
  const file = program(
    'handlers.mjs',
    `const before = ${count}\nawait import('${index}')\nprocess.stdout.write(String(before === ${count}))\n`,
  )
  t.equal((await runMarked(process.execPath, [file])).stdout, 'true')
})
