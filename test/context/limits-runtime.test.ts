// The limits of the runtime of the system that this project carries on, sentence by sentence of what is known of them.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { Context } from '../../cluster/context.js'
import { readConnection } from '../../cluster/zeromq/connection-file.js'
import { succeeds, useOwnHome } from '../cluster/command.js'
import { runJob } from '../support/mpi-test.js'

/** A variable of the engines. */
declare const mine: string

useOwnHome(t)

/** Ports at the other ends of this process's TCP connections. */
function portsUsed(): number[] {
  const own = new Set(
    readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1] ?? []
      } catch {
        return [] // closed meanwhile, as that of the folder itself
      }
    }),
  )
  const rows = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1)
  const established = rows.map((row) => row.trim().split(/\s+/)).filter((row) => row[3] === '01' && own.has(row[9] as string))
  return established.map((row) => Number.parseInt((row[2] as string).split(':')[1] as string, 16))
}

t.test('clients of a running cluster', { timeout: 0 }, async (t) => {
  const before = portsUsed().length
  await succeeds(t, ['start', '-n', '2'], /runs/)
  const one = await Context.connect()

  await t.test('the client need not see the engines', async (t) => {
    t.strictSame(await one.apply((comm) => comm.size), [2, 2])
    t.strictSame(
      portsUsed().slice(before),
      [Number(new URL(readConnection('default').endpoint).port)],
      'it is connected to the controller only',
    )
  })

  await t.test('there can be several clients', async (t) => {
    const two = await Context.connect()
    one.push({ mine: 'of one' })
    two.push({ mine: 'of two' })
    const [a, b] = [one.full([4], 1), two.full([4], 2)]
    t.strictSame(await Promise.all([one.apply(() => mine), two.apply(() => mine)]), [
      ['of one', 'of one'],
      ['of two', 'of two'],
    ])
    t.strictSame(await Promise.all([a.get([3]), b.get([3])]), [1, 2], 'each with arrays of its own, under the same ids')
    one.register(() => 1, { name: 'registered' })
    t.notOk('registered' in two.fn, 'and functions of its own')

    await t.test('whose arrays can be brought together', async (t) => {
      await t.rejects(
        two.apply((x, y) => [x.size, y.size], [b, a]),
        { code: 'ERR_CONTEXT', message: /toArray and fromArray/ },
      )
      await one.share('a', a)
      const shared = await two.shared('a')
      t.strictSame(await two.apply((x, y) => x.get([0]) + y.get([0]), [b, shared as typeof b]), [3, 3], 'in one call, by name')
      using copy = two.fromArray(await a.toArray())
      t.equal(await copy.get([0]), 1, 'or as a copy')
      await one.share('a', undefined)
    })
    await two.close()
  })

  await t.test('closing frees what a client has left', async (t) => {
    await one.close()
    await using three = await Context.connect()
    t.strictSame(
      (await three.memory()).map(({ arrays, liveBytes }) => [arrays, liveBytes]),
      [
        [0, 0],
        [0, 0],
      ],
    )
    await t.rejects(three.pull('mine'), { code: 'ERR_ENGINE' }, 'its variables too')
  })
  await succeeds(t, ['stop'], /./)
})

t.test('launched engines', { timeout: 0 }, async (t) => {
  await using ctx = await Context.launch({ engines: 2 })

  await t.test('the client is no rank', async (t) => {
    const pids = await ctx.apply((comm) => [process.pid, comm.size])
    t.notOk(
      pids.some(([pid, size]) => pid === process.pid || size !== 2),
      'it is a process of its own, beside two ranks',
    )
  })

  await t.test('engines do other things between calls', async (t) => {
    ctx.push({ seen: { ticks: 0 } })
    await ctx.execute('const timer = setInterval(() => seen.ticks++, 2); undefined')
    await t.resolves(new Promise((resolve) => setTimeout(resolve, 200)))
    const seen = (await ctx.pull('seen')) as { ticks: number }[]
    t.ok(
      seen.every(({ ticks }) => ticks > 5),
      `timers run on all of them: ${JSON.stringify(seen)}`,
    )
    await ctx.execute('clearInterval(timer); undefined')
  })

  await t.test('arrays of two contexts', async (t) => {
    await using other = await Context.launch({ engines: 1 })
    using a = ctx.full([3], 4)
    await t.rejects(
      other.apply((x) => x.size, [a]),
      { code: 'ERR_CONTEXT', message: /another one.*toArray and fromArray/ },
    )
    using moved = other.fromArray(await a.toArray())
    t.strictSame((await moved.toArray()).toNested(), [4, 4, 4], 'move as the message says')
    t.strictSame(await Promise.all([a.get([0]), moved.get([0])]), [4, 4], 'both go on')
  })

  await t.test('an engine may die', async (t) => {
    const [pid] = await ctx.apply(() => process.pid, [], { targets: [1] })
    const gone = ctx.ones([2])
    const pending = ctx.apply(() => new Promise<void>(() => {}))
    process.kill(pid as number, 'SIGKILL')
    await t.rejects(pending, { code: 'ERR_ENGINE_LOST', engine: 1 })
    await ctx.restart()
    await t.rejects(gone.get([0]), { code: 'ERR_CONTEXT', message: /before the restart/ })
    t.strictSame((await ctx.ones([2]).toArray()).toNested(), [1, 1], 'and the context goes on with new ones')
  })
})

t.test('an MPI job whose rank 0 is the client', { timeout: 0 }, async (t) => {
  const job = await runJob(3, [fileURLToPath(new URL('./limits-mpi-main.js', import.meta.url))], { timeout: 60 })
  t.equal(job.code, 0, 'ends well', { output: job.output })
  for (const engine of [0, 1])
    t.match(job.output, `engine ${engine} ends with code 0 after some ticks`, 'its engines are not blocked between calls, and end in order')
  t.match(job.output, 'the client goes on with 0 bytes')
})
