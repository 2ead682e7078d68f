import { existsSync } from 'node:fs'
import { t } from 'tap'
import { ArrayReference } from '../../array/instruction.js'
import { jobOf, SmallController } from '../support/small-controller.js'

/** The distribution of n elements in blocks over the ranks, as calls carry it. */
function blocks(n: number, ranks: number): object[][] {
  return Array.from({ length: ranks }, (_, rank) => {
    const [start, stop] = [Math.floor((n * rank) / ranks), Math.floor((n * (rank + 1)) / ranks)]
    return [{ dist_type: 'b', size: n, proc_grid_size: ranks, proc_grid_rank: rank, start, stop }]
  })
}

for (const engines of [1, 3])
  await t.test(`${engines} engines carry out what they are told`, { timeout: 120_000 }, async (t) => {
    const c = await SmallController.start(engines)
    const job = jobOf(c.pids[0]!)
    t.ok(existsSync(job.folder), 'the job has a folder')
    t.notOk(existsSync(job.settings), 'the keys are gone from it once the engines have read them')
    const ranks = [...c.pids.keys()]

    await t.test('who they are', async (t) => {
      for (const hello of c.messages.filter((m) => m.type === 'hello')) t.match(hello, { wire: 1, engines, pid: c.pids[hello.engine] })
      t.equal(new Set(c.pids).size, engines, 'each is a process of its own')
    })

    await t.test('functions, in order, asynchronous ones awaited', async (t) => {
      c.define('user.1', 'function add(x, comm) { return x + comm.rank }')
      c.define('user.2', 'async function later(x) { await new Promise((r) => setTimeout(r, 50)); globalThis.seen = x; return x }')
      c.define('user.3', '() => globalThis.seen')
      t.same(
        await c.values(c.call('user.1', [10])),
        ranks.map((rank) => 10 + rank),
      )
      const later = c.call('user.2', [5])
      t.same(
        await c.values(c.call('user.3')),
        ranks.map(() => 5),
        'the call after an asynchronous one sees what it did',
      )
      t.same(
        await c.values(later),
        ranks.map(() => 5),
      )
    })

    await t.test('engines talk to each other', async (t) => {
      c.define('user.4', 'function total(comm) { return comm.allreduce(Float64Array.of(comm.rank + 1), new Float64Array(1))[0] }')
      const sum = (engines * (engines + 1)) / 2
      t.same(
        await c.values(c.call('user.4')),
        ranks.map(() => sum),
      )
    })

    await t.test('acknowledgements', async (t) => {
      const before = c.call('user.1', [0])
      const done = (): number[] => c.messages.flatMap((m) => (m.type === 'done' && m.from === 0 && m.call > before ? [m.call] : []))

      for (let i = 0; i < 1030; i++) c.call('user.1', [i], { reply: 'none' })
      const answered = c.call('user.1', [0])
      await c.answers(answered)
      t.same(done(), [before + 512, before + 1024], 'every 512 calls without reply; an answer is one by itself')
      if (engines > 1) {
        const elsewhere = c.call('user.1', [0], { targets: [1] })
        await c.until(() => done().at(-1) === elsewhere)
        t.pass('and after a call that others answer')
      }
    })

    await t.test('failures', async (t) => {
      c.define('user.5', `function bad(comm) { if (comm.rank === 0) throw new RangeError('not here'); return 1 }`)
      const call = c.call('user.5')
      t.same(
        await c.values(call),
        ranks.map((rank) => (rank === 0 ? 'RangeError: not here' : 1)),
      )
      const silent = c.call('user.5', [], { reply: 'none' })
      const [first] = await c.answers(c.call('user.1', [0]))
      t.match(first!.earlier, [{ call: silent, engine: 0, message: 'not here' }], 'one that nobody asked about comes with the next answer')
      const [again] = await c.answers(c.call('user.1', [0]))
      t.same(again!.earlier, [], 'once')
      c.define('user.6', '() => ({ deep: [() => 1] })')
      for (const value of await c.values(c.call('user.6'))) t.match(value, /Error: .*function/s, 'a value that cannot travel is a failure')
      t.same(
        await c.values(c.call('user.1', [1])),
        ranks.map((rank) => 1 + rank),
        'the engines go on',
      )
    })

    await t.test('the console', async (t) => {
      c.messages.length = 0
      c.define(
        'user.7',
        `function talk(comm) { console.log('rank', comm.rank); console.error('two\\nlines'); process.stdout.write('no end') }`,
      )
      await c.values(c.call('user.7'))
      c.define('user.8', `function end() { process.stdout.write(' yet\\n') }`)
      await c.values(c.call('user.8'))
      for (const rank of ranks) {
        const lines = c.log.filter(({ from }) => from === rank).map(({ stream, text }) => `${stream}: ${text}`)
        t.same(lines, [`stdout: rank ${rank}`, 'stderr: two', 'stderr: lines', 'stdout: no end yet'])
      }
      const sessions = c.messages.flatMap((m) => (m.type === 'log' ? [m.session] : []))
      t.ok(
        sessions.every((session) => session === c.session),
        'a line belongs to the session that runs',
      )
    })

    await t.test('progress', async (t) => {
      c.messages.length = 0
      c.define('user.11', `function steps() { for (let i = 0; i <= 100_000; i++) reportProgress(i, 100_000, 'counting') }`)
      const call = c.call('user.11')
      await c.values(call)
      for (const rank of ranks) {
        const told = c.messages.flatMap((m) => (m.type === 'progress' && m.from === rank ? [m] : []))
        t.match(told[0], { session: c.session, call, done: 0, total: 100_000, message: 'counting' })
        t.match(told.at(-1), { done: 100_000 }, 'the end is told in any case')
        t.ok(told.length < 1000, 'but not each of many steps')
      }
    })

    await t.test('what a function leaves behind', async (t) => {
      c.messages.length = 0
      c.define(
        'user.9',
        `function careless() { Promise.reject(new Error('nobody waits')); setTimeout(() => { throw new Error('too late') }, 1) }`,
      )
      await c.values(c.call('user.9'))
      await c.until(() => ranks.every((rank) => c.log.some(({ from, text }) => from === rank && text.includes('too late'))))
      t.ok(
        c.log.some(({ text }) => text.includes('nobody waits')),
        'is told',
      )
      t.same(
        await c.values(c.call('user.1', [1])),
        ranks.map((rank) => 1 + rank),
        'and ends no engine',
      )
    })

    await t.test('sessions', async (t) => {
      const other = 'fedcba9876543210'
      const dimData = blocks(1000, engines)
      c.call('create.full', [dimData, 'float64', 1.5], { out: { first: 1, count: 1 }, reply: 'none' })
      c.define('user.10', 'function sum(x) { return x.data.reduce((a, b) => a + b, 0) }')
      await c.values(c.call('user.10', [new ArrayReference(1)]))
      const bytes = async (session: string): Promise<number> =>
        (await c.reports()).reduce((total, report) => total + (report.sessions[session]?.bytes ?? 0), 0)
      t.equal(await bytes(c.session), 8000, 'monitors know what a session holds')

      c.order({ type: 'open', session: other })
      c.order({ type: 'share', from: c.session, fromId: 1, session: other, id: 7, query: 1 })
      c.order({ type: 'share', from: c.session, fromId: 99, session: other, id: 8, query: 2 })
      const shared = (query: number) => c.messages.flatMap((m) => (m.type === 'shared' && m.query === query ? [m] : []))
      await c.until(() => shared(1).length === engines && shared(2).length === engines)
      for (const { description } of shared(1)) t.match(description, { dtype: 'float64', dimData: [{ dist_type: 'b', size: 1000 }] })
      for (const message of shared(2))
        t.strictSame([message.error, message.description], [undefined, undefined], 'what is not there is not described')

      c.order({ type: 'close', session: c.session })
      const names = { op: 'call', call: 1, fn: 'gather', args: [new ArrayReference(7)], reply: 'each' } as const
      c.order({ type: 'instructions', session: other, list: [names] })
      const answers = () => c.messages.flatMap((m) => (m.type === 'answer' && m.session === other ? [m.answer] : []))
      await c.until(() => answers().length === engines)
      for (const answer of answers()) {
        const value = 'value' in answer ? (answer.value as Float64Array) : undefined
        t.ok(value instanceof Float64Array && value.every((x) => x === 1.5), 'a shared array outlives the session it came from')
      }
      c.order({ type: 'close', session: other })
      c.order({ type: 'open', session: c.session })
      await c.values(c.call('session.names'))
      for (const { status } of await c.reports()) t.match(status, { liveBytes: 0, arrays: 0 }, 'closed sessions leave no memory in use')

      c.order({ type: 'instructions', session: other, list: [{ ...names, call: 2 }] })
      await c.until(() => answers().length === 2 * engines)
      t.match(answers().at(-1), { failure: { name: 'ContextError' } }, 'calls of a session that is not open fail')
    })

    await c.stop()
    t.equal(await c.group.ended, undefined, 'the end that was asked for is no loss')
    t.same([job.processes(), existsSync(job.folder)], [[], false], 'no process and no file is left')
    t.equal(c.output, '', 'nothing was written past the controller')
  })
