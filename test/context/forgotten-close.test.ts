// Programs that do not close their context end by themselves, and leave nothing behind.
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { connectTransport } from '../../cluster/zeromq/connect-transport.js'
import { isAlive, succeeds, useOwnHome } from '../cluster/command.js'
import { runMarked } from '../support/cli.js'

const program = fileURLToPath(new URL('./forgotten-close-child.js', import.meta.url))
useOwnHome(t)

/** What a program does, and what comes of it. */
const programs: Readonly<Record<string, { readonly code?: number; readonly stdout?: RegExp; readonly stderr?: RegExp }>> = {
  arrays: { stdout: /^result 3$/m },
  logs: { stdout: /^result undefined\n(\[rank [01]\] late\n){2}ended/m },
  listens: {},
  commands: { stdout: /^\[rank 0\] counted 10000$/m },
  restarts: { stdout: /^result 1$/m },
  awaits: { stdout: /^result \[ 'waited', 'waited' \]$/m },
  fails: { code: 1, stderr: /RangeError.*it fails|it fails.*RangeError/s },
  exits: { code: 3 },
  throws: { code: 1, stderr: /TypeError: uncaught/ },
  killed: { stdout: /^lost 1 \d+$/m },
}

/** Longest that a program takes to end, in milliseconds: engines are given two seconds. */
const longest = 8000

async function runs(t: Test, mode: 'launch' | 'connect', what: string): Promise<void> {
  const { code = 0, stdout = /./, stderr = /^$/ } = programs[what]!
  const result = await runMarked(process.execPath, [program, mode, what])
  t.match(result, { code, stdout, stderr, timedOut: false, leftBehind: [] })
  const [, file = '', pids = ''] = /^engines (\S+) (.*)$/m.exec(result.stdout) ?? []
  const took = Number(/^ended after (\d+)$/m.exec(result.stdout)?.[1] ?? 0)
  t.ok(took < longest, `ends after ${took} ms`)
  if (what === 'killed') {
    const told = Number(/^lost 1 (\d+)$/m.exec(result.stdout)?.[1])
    t.ok(told < 2000, `is told after ${told} ms`)
  }
  if (mode === 'connect') return
  t.same([pids.split(' ').map(Number).filter(isAlive), existsSync(dirname(file))], [[], false], 'no engine and no file is left')
}

t.test('engines of its own', { timeout: 0 }, async (t) => {
  for (const what of Object.keys(programs)) await t.test(what, { timeout: 0 }, (t) => runs(t, 'launch', what))
})

t.test('engines of a cluster', { timeout: 0 }, async (t) => {
  await succeeds(t, ['start', '-n', '2'], /runs/)
  const witness = await connectTransport()
  t.teardown(() => witness.close())
  for (const what of Object.keys(programs)) {
    await t.test(what, { timeout: 0 }, (t) => runs(t, 'connect', what))
    if (what === 'killed') continue
    const { sessions, engines } = await witness.clusterStatus()
    t.same([sessions, engines.map(({ liveBytes }) => liveBytes)], [1, [0, 0]], 'the cluster stays, and its session has ended')
  }
})
