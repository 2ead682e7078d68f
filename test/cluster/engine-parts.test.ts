import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { t } from 'tap'
import type { Instruction } from '../../array/instruction.js'
import { isSpreadByBatchSystem } from '../../cluster/engine/batch-system.js'
import { Board, BoardView, type NameMessage } from '../../cluster/engine/board.js'
import { captureConsole } from '../../cluster/engine/console-capture.js'
import { displayName } from '../../cluster/engine/display-name.js'
import { Guard } from '../../cluster/engine/guard.js'
import { whoWasLost } from '../../cluster/engine/lost.js'
import { OrderQueue, type Task } from '../../cluster/engine/order-queue.js'
import { killProcessesWith, processesWith } from '../../cluster/engine/processes.js'
import { readSettings, writeSettings } from '../../cluster/engine/settings.js'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import type { EngineOrder } from '../../cluster/wire/messages.js'

const [first, second] = ['0000000000000001', '0000000000000002']

function boards(): { board: Board; view: BoardView } {
  const board = new Board((message: NameMessage) => view.name(message))
  const view: BoardView = new BoardView(board.memory)
  return { board, view }
}

await t.test('the board tells what the main thread does', async (t) => {
  const { board, view } = boards()
  t.match(view.doing(), { session: '', call: 0, fn: '', seconds: 0 })
  board.open(first)
  board.open(second)
  board.begin(second, 2 ** 40, 'halve')
  t.match(view.doing(), { session: second, call: 2 ** 40, fn: 'halve' }, 'call numbers beyond 32 bits')
  board.holds(first, 2 ** 41, 3)
  t.same(view.sessions(), { [first]: { bytes: 2 ** 41, arrays: 3 }, [second]: { bytes: 0, arrays: 0 } })
  board.end()
  t.match(view.doing(), { session: '', call: 0, fn: '' })
  board.close(first)
  t.same(Object.keys(view.sessions()), [second])
  board.open('0000000000000003')
  t.same(view.sessions()['0000000000000003'], { bytes: 0, arrays: 0 }, 'a place that is used again begins empty')
  for (let i = 10; i < 1000; i++) board.open(`${i}`.padStart(16, '0'))
  board.begin('0000000000000999', 1, 'halve')
  t.equal(view.doing().call, 1, 'more sessions than places')
})

await t.test('calls that are dropped', async (t) => {
  const { board, view } = boards()
  board.open(first)
  board.open(second)
  const guard = new Guard(board)
  const run = (session: string, call: number): unknown => {
    board.begin(session, call, 'f')
    try {
      return guard.run(() => call)
    } catch (error) {
      return (error as Error).name
    } finally {
      board.end()
    }
  }
  t.equal(run(first, 1), 1)
  t.equal(view.hold(first), 1)
  view.release()
  view.drop(first, 2, 4)
  t.same(
    [2, 3, 4, 5].map((call) => run(first, call)),
    [2, 'InterruptError', 'InterruptError', 5],
  )
  t.same(
    [3, 4].map((call) => run(second, call)),
    [3, 4],
    'those of another session run',
  )
})

await t.test('the guard', async (t) => {
  const { board, view } = boards()
  board.open(first)
  board.begin(first, 1, 'f')
  const guard = new Guard(board)
  const error = new RangeError('mine')
  const fail = (): never => {
    throw error
  }
  t.throws(() => guard.run(fail), error, 'errors come out as they are')
  t.equal(
    guard.run(() => guard.run(() => 5)),
    5,
    'one in the other',
  )
  t.equal(await guard.run(async () => 6), 6)
  await t.rejects(
    guard.run(async () => fail()),
    error,
  )
  const never = guard.run(() => new Promise(() => {}))
  guard.interruptWaiting()
  await t.rejects(never, { code: 'ERR_INTERRUPT' })
  t.notOk(view.breakUser(first), 'nothing is broken off where no function runs')
  t.equal(
    guard.run(() => view.breakUser('another')),
    false,
    'nor in another session',
  )
})

await t.test('the queue of orders, against a flat list', async (t) => {
  const instruction = (k: number): Instruction => ({ op: 'free', ids: [k] })
  const order = fc.oneof(
    fc.constant<EngineOrder>({ type: 'open', session: first }),
    fc
      .array(fc.nat(99), { maxLength: 5 })
      .map((ids): EngineOrder => ({ type: 'instructions', session: second, list: ids.map(instruction) })),
  )
  const flat = (order: EngineOrder): Task[] =>
    order.type === 'instructions' ? order.list.map((instruction) => ({ session: order.session, instruction })) : [{ order }]
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(order, { maxLength: 4 }), fc.nat(6))), (rounds) => {
      const queue = new OrderQueue()
      const wanted: Task[] = []
      for (const [orders, takes] of rounds) {
        for (const order of orders) {
          queue.push(order)
          wanted.push(...flat(order))
        }
        for (let i = 0; i < takes; i++) {
          const task = queue.shift()
          if (JSON.stringify(task) !== JSON.stringify(wanted.shift())) return false
          if (task === undefined && !queue.isEmpty) return false
        }
      }
      while (wanted.length > 0) if (JSON.stringify(queue.shift()) !== JSON.stringify(wanted.shift())) return false
      return queue.shift() === undefined && queue.isEmpty
    }),
  )
  t.pass()
})

await t.test('the console is captured line by line', async (t) => {
  const lines: string[] = []
  const release = captureConsole((stream, line) => lines.push(`${stream}: ${line}`))
  const bytes = Buffer.from('é\n')
  process.stdout.write('a\nb')
  process.stderr.write('x\n')
  process.stdout.write(bytes.subarray(0, 1))
  process.stdout.write(bytes.subarray(1))
  process.stdout.write('686f', 'hex')
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()))
  release()
  t.same(lines, ['stdout: a', 'stderr: x', 'stdout: bé', 'stdout: ho'], 'characters that come in pieces, encodings, and an unfinished line')
})

await t.test('names of functions', async (t) => {
  const names: [string, string][] = [
    ['function halve(x) { return x }', 'halve'],
    ['async function later() {}', 'later'],
    ['(function inner() {})', 'inner'],
    ['function größe() {}', 'größe'],
    ['(x) => x', 'an anonymous function (user.1)'],
    ['function (x) { return x }', 'an anonymous function (user.1)'],
  ]
  for (const [source, name] of names) t.equal(displayName('user.1', source), name)
})

await t.test('who was lost, by what launchers write', async (t) => {
  const rule = `${'-'.repeat(74)}\n`
  const texts: [string, { engine: number; reason: string }][] = [
    [
      `${rule}Primary job  terminated normally, but 1 process returned\na non-zero exit code.\n${rule}${rule}mpiexec noticed that process rank 13 with PID 0 on node x exited on signal 9 (Killed).\n${rule}`,
      { engine: 13, reason: 'ended by signal 9 (Killed)' },
    ],
    [`x\n[rank 2] ended with exit code 3\nMPI_ABORT was invoked on rank 7`, { engine: 2, reason: 'ended with exit code 3' }],
    [
      `${rule}MPI_ABORT was invoked on rank 7 in communicator MPI_COMM_WORLD\nwith errorcode 4.\n`,
      { engine: 7, reason: 'ended with exit code 4' },
    ],
    [
      `mpiexec detected that one or more\n  Process name: [[6543,1],5]\n  Exit code:    9\n`,
      { engine: 5, reason: 'ended with exit code 9' },
    ],
    [
      `mpiexec has exited due to process rank 1 with PID 0 on\nnode x exiting improperly.`,
      { engine: 1, reason: 'ended without being told' },
    ],
    ['=   PID 4711 RUNNING AT x\n=   EXIT CODE: 9\n', { engine: -1, reason: 'process 4711 ended with exit code 9' }],
    ['There are not enough slots\n', { engine: -1, reason: 'the engines have ended: There are not enough slots' }],
    ['', { engine: -1, reason: 'the engines have ended' }],
  ]
  for (const [text, loss] of texts) t.same(whoWasLost(text), loss)
})

await t.test('processes are found by their environment', async (t) => {
  const mark = `DISTARRAY_TEST_MARK=${process.pid}-${Date.now()}`
  const [name, value] = mark.split('=') as [string, string]
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { env: { ...process.env, [name]: value }, stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)))
  await new Promise((resolve) => child.on('spawn', resolve))
  t.same(processesWith(mark), [child.pid])
  t.same(processesWith(`${mark}x`), [])
  killProcessesWith(mark)
  t.equal(await ended, 'SIGKILL')
  t.same(processesWith(mark), [])
})

await t.test('the settings of engines are for their user only', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'distarray-test-'))
  const settings = { endpoint: 'tcp://127.0.0.1:1', serverKey: 'a', publicKey: 'b', secretKey: 'c' }
  const path = writeSettings(folder, settings)
  t.equal(statSync(path).mode & 0o777, 0o600)
  t.same(readSettings(path), settings)
  t.throws(() => writeSettings(folder, settings), { code: 'EEXIST' }, "a file that is there already is somebody else's")
  rmSync(folder, { recursive: true })
})

await t.test('how mpiexec is told about machines', async (t) => {
  const job = { ranks: 2, program: 'node', args: ['x.js'], forward: ['DISTARRAY_ENGINE'] }
  const { forward: _forward, ...local } = job
  t.same(mpiexecCommand(local).args, ['-n', '2', 'node', 'x.js'], 'not at all where there is only this one')
  t.same(mpiexecCommand(job).args, ['-n', '2', '-x', 'DISTARRAY_ENGINE', 'node', 'x.js'], 'those of a batch job it knows')
  const args = mpiexecCommand({ ...job, hosts: ['a:1', 'b'], hostfile: 'list' }).args
  t.same(args, ['-n', '2', '--host', 'a:1,b', '--hostfile', 'list', '-x', 'DISTARRAY_ENGINE', 'node', 'x.js'], 'Open MPI')
  const before = process.env.DISTARRAY_MPIEXEC
  process.env.DISTARRAY_MPIEXEC = 'true' // whatever is not Open MPI
  t.same(mpiexecCommand({ ...job, hosts: ['a:1', 'b'], hostfile: 'list' }).args.slice(2, 6), ['-hosts', 'a:1,b', '-f', 'list'])
  if (before === undefined) delete process.env.DISTARRAY_MPIEXEC
  else process.env.DISTARRAY_MPIEXEC = before
})

await t.test('batch jobs on several machines', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'distarray-test-'))
  const [one, two] = [join(folder, 'one'), join(folder, 'two')]
  writeFileSync(one, 'a\na\n')
  writeFileSync(two, 'a\na\nb\n')
  t.notOk(isSpreadByBatchSystem({}))
  t.notOk(isSpreadByBatchSystem({ SLURM_JOB_NUM_NODES: '1' }))
  t.ok(isSpreadByBatchSystem({ SLURM_JOB_NUM_NODES: '2' }))
  for (const name of ['PBS_NODEFILE', 'PE_HOSTFILE', 'LSB_DJOB_HOSTFILE'])
    t.same(
      [one, two, join(folder, 'none')].map((file) => isSpreadByBatchSystem({ [name]: file })),
      [false, true, false],
      name,
    )
  rmSync(folder, { recursive: true })
})
