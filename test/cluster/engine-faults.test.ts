import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { t } from 'tap'
import { curveKeyPair, Router } from 'zeromq'
import { BackendLoadError } from '../../bindings/errors.js'
import { processesWith } from '../../cluster/engine/processes.js'
import { readSettings, writeSettings } from '../../cluster/engine/settings.js'
import { EngineGroup } from '../../cluster/engine-group.js'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { decodeMessage, encodeMessage } from '../../cluster/wire/codec.js'
import type { EngineMessage, EngineOrder, MonitorMessage } from '../../cluster/wire/messages.js'
import { jobOf, SmallController } from '../support/small-controller.js'

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Resolves with the milliseconds it took until `condition` held. */
async function eventually(condition: () => boolean, milliseconds = 15_000): Promise<number> {
  const start = Date.now()
  while (!condition()) {
    if (Date.now() - start > milliseconds) throw new Error(`it did not come about in ${milliseconds} ms: ${condition}`)
    await pause(10)
  }
  return Date.now() - start
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1])
}

await t.test('an engine that ends takes the others with it, and it is known which', { timeout: 240_000 }, async (t) => {
  const ends = [
    { name: 'SIGKILL', rank: 0, end: (c: SmallController) => process.kill(c.pids[0]!, 'SIGKILL'), reason: /signal 9 \(Killed\)/ },
    { name: 'SIGKILL', rank: 2, end: (c: SmallController) => process.kill(c.pids[2]!, 'SIGKILL'), reason: /signal 9 \(Killed\)/ },
    { name: 'SIGSEGV', rank: 1, end: (c: SmallController) => process.kill(c.pids[1]!, 'SIGSEGV'), reason: /signal 11/ },
    { name: 'SIGKILL while all compute', rank: 1, end: (c: SmallController) => busy(c, 'for (;;);', 1), reason: /signal 9/ },
    {
      name: 'SIGKILL while all wait in MPI',
      rank: 1,
      end: (c: SmallController) => busy(c, 'comm.recv(new Int32Array(1), 0, 1)', 1),
      reason: /signal 9/,
    },
    { name: 'process.exit(3) in a function', rank: 1, end: (c: SmallController) => exit(c, 3), reason: /exit code 3/ },
    { name: 'process.exit(0) in a function', rank: 1, end: (c: SmallController) => exit(c, 0), reason: /exit code/ },
  ]
  async function busy(c: SmallController, body: string, rank: number): Promise<void> {
    c.define('user.1', `function busy(comm) { ${body} }`)
    c.call('user.1')
    await pause(300)
    process.kill(c.pids[rank]!, 'SIGKILL')
  }
  function exit(c: SmallController, code: number): void {
    c.define('user.1', `function leave(comm) { if (comm.rank === 1) process.exit(${code}); comm.barrier() }`)
    c.call('user.1')
  }
  for (const { name, rank, end, reason } of ends)
    await t.test(`${name}, rank ${rank}`, async (t) => {
      const c = await SmallController.start(3)
      const job = jobOf(c.pids[0]!)
      await end(c)
      const start = Date.now()
      const loss = await c.group.ended
      t.comment(`known after ${Date.now() - start} ms: ${JSON.stringify(loss)}`)
      t.match(loss, { engine: rank, reason })
      t.same([job.processes(), existsSync(job.folder)], [[], false], 'no process and no file is left')
      await c.group.stop()
      c.socket.close()
    })
})

/** Kills in a row; DISTARRAY_TEST_KILLS asks for more. */
const kills = Number(process.env.DISTARRAY_TEST_KILLS ?? 5)

await t.test(`${kills} kills in a row`, { timeout: 0 }, async (t) => {
  let longest = 0
  for (let round = 0; round < kills; round++) {
    const c = await SmallController.start(3)
    const job = jobOf(c.pids[0]!)
    const rank = round % 3
    c.define('user.1', 'function work(comm) { for (let sum = Float64Array.of(1); ; ) comm.allreduce(sum, sum) }')
    if (round % 2 === 1) c.call('user.1')
    await pause((round * 7) % 50)
    const start = performance.now()
    process.kill(c.pids[rank]!, 'SIGKILL')
    const loss = await c.group.ended
    longest = Math.max(longest, performance.now() - start)
    const left = [job.processes().length, existsSync(job.folder)]
    if (loss?.engine !== rank || left[0] !== 0 || left[1] !== false) t.fail(`round ${round}`, { rank, loss, left, output: c.output })
    c.socket.close()
  }
  t.pass(`each time the engine was named and nothing was left, after at most ${Math.round(longest)} ms`)
})

await t.test('those between are killed', { timeout: 120_000 }, async (t) => {
  for (const who of ['mpiexec', 'supervisor'] as const)
    await t.test(who, async (t) => {
      const c = await SmallController.start(2)
      const job = jobOf(c.pids[0]!)
      const mpiexec = parentOf(c.pids[0]!)
      process.kill(who === 'mpiexec' ? mpiexec : parentOf(mpiexec), 'SIGKILL')
      t.match(await c.group.ended, { reason: /./ })
      await eventually(() => job.processes().length === 0 && !existsSync(job.folder))
      t.pass('nothing is left')
      c.socket.close()
    })
})

await t.test('the client is killed', { timeout: 120_000 }, async (t) => {
  for (const [name, wait] of [
    ['when its engines are ready', (text: string) => text.includes('ready')],
    ['while they start', (text: string) => text.includes('starting')],
  ] as const)
    await t.test(name, async (t) => {
      const home = mkdtempSync(join(tmpdir(), 'distarray-test-'))
      const program = fileURLToPath(new URL('../support/launching-child.js', import.meta.url))
      const { NODE_OPTIONS: _loaders, ...env } = process.env // tap's loaders are not for this program
      const child = spawn(process.execPath, [program], { env: { ...env, TEST_MARK: home }, stdio: ['ignore', 'pipe', 'inherit'] })
      let text = ''
      child.stdout.setEncoding('utf8').on('data', (piece) => {
        text += piece
      })
      await eventually(() => wait(text), 60_000)
      const pids = processesWith(`TEST_MARK=${home}`)
      t.ok(pids.length > 1, 'there are processes of the job')
      const job = pids.map((pid) => folderOf(pid)).find((folder) => folder !== undefined)
      process.kill(child.pid!, 'SIGKILL')
      const taken = await eventually(() => processesWith(`TEST_MARK=${home}`).length === 0)
      t.comment(`nothing is left after ${taken} ms`)
      t.ok(job !== undefined && !existsSync(job), 'no file is left')
      rmSync(home, { recursive: true })
    })
})

function folderOf(pid: number): string | undefined {
  try {
    return jobOf(pid).folder
  } catch {
    return undefined
  }
}

/** Start engines by hand, as a batch system would: without a supervisor. */
function startByHand(endpoint: string, serverKey: string): { settings: string; folder: string; ended: Promise<unknown> } {
  const folder = mkdtempSync(join(tmpdir(), 'distarray-test-'))
  const { publicKey, secretKey } = curveKeyPair()
  const settings = writeSettings(folder, { endpoint, serverKey, publicKey, secretKey })
  const program = fileURLToPath(new URL('../../cluster/engine/main.js', import.meta.url))
  const launch = mpiexecCommand({ ranks: 2, program: process.execPath, args: [program] })
  const { NODE_OPTIONS: _loaders, ...env } = process.env
  const child = spawn(launch.command, launch.args, { env: { ...env, ...launch.env, DISTARRAY_ENGINE: settings }, stdio: 'ignore' })
  return { settings, folder, ended: new Promise((resolve) => child.on('exit', resolve)) }
}

await t.test('without a supervisor the monitors see that the controller', { timeout: 120_000 }, async (t) => {
  await t.test('is not there', async (t) => {
    const job = startByHand('tcp://127.0.0.1:9', curveKeyPair().publicKey)
    t.not(await job.ended, 0, 'engines that find no controller end')
    t.same([processesWith(`DISTARRAY_ENGINE=${job.settings}`), existsSync(job.folder)], [[], false], 'and leave nothing')
  })

  await t.test('is gone, while their main threads compute', async (t) => {
    const { publicKey, secretKey } = curveKeyPair()
    const socket = new Router({ curveServer: true, curveSecretKey: secretKey, sendTimeout: 0, linger: 0 })
    await socket.bind('tcp://127.0.0.1:*')
    const job = startByHand(socket.lastEndpoint!, publicKey)
    const session = '0123456789abcdef'
    const spin: EngineOrder[] = [
      { type: 'open', session },
      {
        type: 'instructions',
        session,
        list: [
          { op: 'define', fn: 'user.1', source: `() => { console.log('begun'); for (;;); }`, variables: [] },
          { op: 'call', call: 1, fn: 'user.1', args: [], reply: 'none' },
        ],
      },
    ]
    let begun = 0
    let monitors = 0
    for await (const [identity, ...frames] of socket) {
      const message = decodeMessage(frames) as EngineMessage | MonitorMessage
      if (message.type === 'hello') for (const order of spin) await socket.send([identity!, ...encodeMessage(order)])
      if (message.type === 'log') begun++
      if (message.type === 'monitor') monitors++
      if (begun === 2 && monitors === 2) break
    }
    if (!socket.closed) socket.close()
    const start = Date.now()
    t.not(await job.ended, 0)
    t.comment(`the engines ended after ${Date.now() - start} ms`)
    t.same([processesWith(`DISTARRAY_ENGINE=${job.settings}`), existsSync(job.folder)], [[], false], 'nothing is left')
  })
})

await t.test('what cannot be started', async (t) => {
  const keys = curveKeyPair()
  const settings = { endpoint: 'tcp://127.0.0.1:9', serverKey: keys.publicKey, publicKey: keys.publicKey, secretKey: keys.secretKey }
  const before = process.env.DISTARRAY_MPIEXEC
  process.env.DISTARRAY_MPIEXEC = 'no-such-mpiexec'
  try {
    await t.rejects(EngineGroup.start({ engines: 2, settings }), BackendLoadError)
    await t.rejects(EngineGroup.start({ engines: 2, settings }), /'no-such-mpiexec' cannot be started: .*ENOENT.*distarray setup/s)
  } finally {
    if (before === undefined) delete process.env.DISTARRAY_MPIEXEC
    else process.env.DISTARRAY_MPIEXEC = before
  }
  t.throws(() => readSettings(undefined), /Context\.launch/)
  t.throws(() => readSettings('/nowhere/engine.json'), { code: 'ERR_CONTEXT', message: /ENOENT/ })
})

await t.test('an engine that is refused says why', { timeout: 60_000 }, async (t) => {
  const c = await SmallController.start(2)
  c.order({ type: 'refused', reason: 'it is of another version' }, [1])
  await c.group.ended
  t.match(c.output, /The controller refused this engine: it is of another version/)
  c.socket.close()
})

await t.test('a list of machines', { timeout: 60_000 }, async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'distarray-test-'))
  const before = process.env.DISTARRAY_HOME
  process.env.DISTARRAY_HOME = home
  try {
    const c = await SmallController.start(2, { hosts: ['localhost:2'] })
    const job = jobOf(c.pids[0]!)
    t.ok(job.folder.startsWith(home), 'the settings are in the home, which other machines see')
    c.define('user.1', '(comm) => comm.size')
    t.same(await c.values(c.call('user.1')), [2, 2])
    await c.stop()
    t.notOk(existsSync(job.folder))
  } finally {
    if (before === undefined) delete process.env.DISTARRAY_HOME
    else process.env.DISTARRAY_HOME = before
    rmSync(home, { recursive: true, force: true })
  }
})
