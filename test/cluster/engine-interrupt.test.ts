import { t } from 'tap'
import { SmallController } from '../support/small-controller.js'

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
const interrupted = 'InterruptError: The call was interrupted'

await t.test('what engines do can be seen and broken off', { timeout: 180_000 }, async (t) => {
  const c = await SmallController.start(2)
  /** Resolves when every engine is at `call`, in a function that begins with `mpi` if that is given. */
  const reached = async (call: number, mpi?: string): Promise<void> => {
    for (let tries = 0; tries < 400; tries++) {
      const reports = await c.reports()
      if (reports.every(({ position }) => position.call === call && (mpi === undefined || position.mpi === mpi))) return
      await pause(20)
    }
    throw new Error(`the engines do not get to call ${call}`)
  }
  c.define('user.1', 'function spin() { for (;;); }')
  c.define('user.2', 'async function sleep() { await new Promise(() => {}) }')
  c.define('user.3', 'function one() { return 1 }')
  c.define('user.4', 'function stubborn() { for (;;) { try { for (;;); } catch {} finally { for (;;); } } }')

  await t.test('computing', async (t) => {
    const call = c.call('user.1')
    await reached(call)
    const [{ position }] = (await c.reports()) as [Awaited<ReturnType<typeof c.reports>>[number]]
    t.match(position, { session: c.session, call, fn: 'spin', mpi: '' }, 'the monitor knows the function by its name')
    c.monitors({ type: 'interrupt', session: 'another session.' })
    await pause(100)
    await reached(call)
    c.monitors({ type: 'interrupt', session: c.session })
    t.same(await c.values(call), [interrupted, interrupted])
    t.same(await c.values(c.call('user.3')), [1, 1], 'the engines go on')
    const stubborn = c.call('user.4')
    await reached(stubborn)
    c.monitors({ type: 'interrupt', session: c.session })
    t.same(await c.values(stubborn), [interrupted, interrupted], 'neither catch nor finally stands against it')
  })

  await t.test('in a program that listens to SIGINT itself', async (t) => {
    c.define('user.8', `function listen() { process.on('SIGINT', () => {}); return process.listenerCount('SIGINT') }`)
    t.same(await c.values(c.call('user.8')), [1, 1])
    for (let round = 0; round < 3; round++) {
      const call = c.call('user.1')
      await reached(call)
      c.monitors({ type: 'interrupt', session: c.session })
      t.same(await c.values(call), [interrupted, interrupted])
    }
  })

  await t.test('awaiting', async (t) => {
    const call = c.call('user.2')
    await reached(call)
    c.monitors({ type: 'interrupt', session: c.session })
    t.same(await c.values(call), [interrupted, interrupted])
    t.same(await c.values(c.call('user.3')), [1, 1])
  })

  await t.test('nothing', async (t) => {
    for (let i = 0; i < 20; i++) c.monitors({ type: 'interrupt', session: c.session })
    await pause(100)
    t.same(await c.values(c.call('user.3')), [1, 1], 'an interrupt of idle engines means nothing')
  })

  await t.test('many short functions under a rain of interrupts', async (t) => {
    let last = 0
    for (let round = 0; round < 40; round++) {
      for (let i = 0; i < 100; i++) last = c.call('user.3', [], { reply: 'none' })
      c.monitors({ type: 'interrupt', session: c.session })
      await pause(1)
    }
    const answers = await c.answers(c.call('session.names'))
    for (const { earlier } of answers)
      t.ok(
        earlier.every(({ name }) => name === 'InterruptError'),
        'nothing but interrupts has failed',
      )
    t.ok(last > 4000)
    t.same(await c.values(c.call('user.3')), [1, 1], 'the engines go on')
  })

  await t.test('what was handed out and has not begun', async (t) => {
    c.define('user.5', 'function wait(comm) { const end = Date.now() + (comm.rank === 0 ? 300 : 1200); while (Date.now() < end); }')
    c.define('user.6', 'function count(comm) { globalThis.count = (globalThis.count ?? 0) + 1; comm.barrier(); return globalThis.count }')
    const first = c.call('user.5')
    const later = [c.call('user.6'), c.call('user.6'), c.call('user.6')]
    await reached(first)
    await pause(600) // the first engine waits in the barrier of the next call, the other one has not begun it
    const held = (query: number) => c.messages.flatMap((m) => (m.type === 'held' && m.query === query ? [m] : []))
    c.monitors({ type: 'hold', query: 77, session: c.session })
    await c.until(() => held(77).length === 2)
    const begun = held(77)
      .sort((a, b) => a.from - b.from)
      .map((m) => m.begun)
    t.same(begun, [later[0], first], 'they are at different calls')
    c.monitors({ type: 'interrupt', session: c.session, begun: Math.max(...begun), through: later[2]! })
    await c.answers(first)
    await c.answers(later[0]!)
    const dropped = 'InterruptError: The call was interrupted before it began'
    t.same(await c.values(later[1]!), [dropped, dropped], 'a call that no engine had begun runs on none')
    t.same(await c.values(later[2]!), [dropped, dropped])
    t.same(await c.values(c.call('user.6')), [2, 2], 'the call that one had begun ran on both, so that none waits in vain')
  })

  await t.test('a hold that nobody follows up ends by itself', async (t) => {
    c.monitors({ type: 'hold', query: 78, session: c.session })
    t.same(await c.values(c.call('user.3')), [1, 1])
  })

  await t.test('in MPI', async (t) => {
    c.define('user.7', 'function meet(comm) { if (comm.rank === 1) comm.barrier(); return 1 }')
    const call = c.call('user.7')
    for (let tries = 0; tries < 400; tries++) {
      const [, second] = await c.reports()
      if (second!.position.mpi !== '') break
      await pause(20)
    }
    const [first, second] = await c.reports()
    t.match(first!.position, { call: 0, fn: '', mpi: '' }, 'the one that is done is idle')
    t.match(second!.position, { call, fn: 'meet', mpi: 'MPI_Barrier' }, 'the other one is seen to wait, and for what')
    t.ok(second!.position.seconds >= 0 && second!.position.seconds < 60)
    c.monitors({ type: 'kill' }, [1])
    t.match(await c.group.ended, { engine: 1, reason: /signal 9/ }, 'a monitor ends an engine that does not listen')
  })
  c.socket.close()
})
