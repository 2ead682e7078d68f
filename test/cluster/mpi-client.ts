/* The program of the jobs of mpi-transport.test.ts: rank 0 is the client. The first argument says what it does. */
import { deepEqual, equal, match, ok, rejects, throws } from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { type Answer, ArrayReference, type CallInstruction, PerEngine, type RemoteFailure } from '../../array/instruction.js'
import type { Reply } from '../../array/transport.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import type { MpiTransport } from '../../cluster/mpi/mpi-transport.js'
import { mpiTransport } from '../../cluster/mpi/start.js'
import { Distribution } from '../../protocol/distribution.js'

const said = world().size === 1 ? undefined : await mpiTransport()
let calls = 0
let functions = 0

function transport(): MpiTransport {
  if (said === undefined) throw new Error('there are no engines')
  return said
}

/** Install a function; returns its name. */
function define(source: (...args: never[]) => unknown): string {
  const fn = `user.${++functions}`
  transport().send({ op: 'define', fn, source: String(source), variables: [] })
  return fn
}

const instruction = (fn: string, args: readonly unknown[], extra: Partial<CallInstruction>): CallInstruction => ({
  op: 'call',
  call: ++calls,
  fn,
  args,
  reply: 'none',
  ...extra,
})
const send = (fn: string, args: readonly unknown[], extra: Partial<CallInstruction> = {}) => transport().send(instruction(fn, args, extra))
const ask = (fn: string, args: readonly unknown[] = [], extra: Partial<CallInstruction> = {}): Promise<Reply> =>
  transport().request(instruction(fn, args, { reply: 'each', ...extra }))

const values = (reply: Reply) => reply.answers.map((answer) => ('value' in answer ? answer.value : `failed: ${answer.failure.message}`))
const failures = (reply: Reply): RemoteFailure[] => reply.answers.flatMap((answer: Answer) => ('failure' in answer ? [answer.failure] : []))

const checks: Record<string, (engines: readonly number[]) => Promise<void>> = {
  async 'every engine runs a function and answers'(engines) {
    const fn = define((x: number, comm: { rank: number; size: number }) => [comm.rank, comm.size, x])
    deepEqual(
      values(await ask(fn, [7])),
      engines.map((engine) => [engine, engines.length, 7]),
    )
    deepEqual((await ask(fn, [7], { reply: 'first' })).answers, [{ engine: 0, value: [0, engines.length, 7] }])
  },

  async 'some engines do'(engines) {
    const last = engines.length - 1
    const fn = define((comm: { rank: number; size: number }) => comm.size)
    deepEqual((await ask(fn, [], { targets: [last] })).answers, [{ engine: last, value: 1 }])
    deepEqual((await ask(fn, [], { targets: [last], reply: 'first' })).answers, [{ engine: last, value: 1 }])
    const some = engines.filter((engine) => engine % 2 === 0)
    deepEqual(
      values(await ask(fn, [], { targets: some })),
      some.map(() => some.length),
    )
  },

  async 'arguments that differ between engines'(engines) {
    const fn = define((part: Float64Array, option: { scale: number }) => part.reduce((sum, x) => sum + x, 0) * option.scale)
    // Some parts are long enough to travel by themselves.
    const parts = new PerEngine(engines.map((engine) => new Float64Array(engine % 2 === 0 ? 3 : 20_000).fill(engine + 1)))
    const scales = new PerEngine(engines.map((engine) => engine * 2))
    deepEqual(
      values(await ask(fn, [parts, { scale: scales }])),
      engines.map((engine) => (engine % 2 === 0 ? 3 : 20_000) * (engine + 1) * engine * 2),
    )
  },

  async 'arguments are what they were when they were given'(engines) {
    const fn = define((x: Float64Array) => [x[0], x.at(-1)])
    for (const length of [10, 1000, 100_000]) {
      const x = new Float64Array(length).fill(1)
      const reply = ask(fn, [x])
      x.fill(2)
      deepEqual(
        values(await reply),
        engines.map(() => [1, 1]),
        `${length} elements`,
      )
    }
  },

  async 'arrays are made, filled, gathered and freed'(engines) {
    const shape = [engines.length * 3 + 1, 5]
    const distribution = Distribution.from(shape, { ranks: engines.length, dist: 'bn' })
    const dimData = engines.map((rank) => distribution.dimData(rank))
    send('create.full', [dimData, 'float64', 1.5], { out: { first: 100, count: 1 } })
    send('fill', [new ArrayReference(100), 2.5], { writes: [100] })
    const gathered = values(await ask('gather', [new ArrayReference(100)])) as Float64Array[]
    equal(
      gathered.reduce((sum, part) => sum + part.reduce((a, b) => a + b, 0), 0),
      2.5 * shape[0]! * shape[1]!,
    )
    const status = await transport().status()
    deepEqual(
      status.map(({ engine }) => engine),
      engines,
    )
    equal(
      status.reduce((sum, { sessionBytes }) => sum + sessionBytes, 0),
      8 * shape[0]! * shape[1]!,
    )
    ok(status.every(({ pid, host, arrays, availableBytes }) => pid > 0 && host !== '' && arrays === 1 && availableBytes > 0))
    transport().send({ op: 'free', ids: [100] })
    await ask('session.names')
    for (const { sessionBytes, arrays } of await transport().status()) deepEqual([sessionBytes, arrays], [0, 0])
  },

  async 'failures are told, with the rank; those that nobody asked about once, later'(engines) {
    const fails = define((comm: { rank: number }) => {
      if (comm.rank === 0) throw new RangeError('too far')
      return 'fine'
    })
    const [first] = failures(await ask(fails))
    deepEqual([first!.engine, first!.name, first!.message, first!.call], [0, 'RangeError', 'too far', calls])
    match(first!.stack, /too far/)
    send(fails, [])
    const silent = calls
    const told = await ask('session.names')
    deepEqual(
      told.earlier.map(({ call, engine }) => [call, engine]),
      [[silent, 0]],
    )
    deepEqual((await ask('session.names')).earlier, [])
    equal(failures(told).length, 0)
    ok(engines.length > 0)
  },

  async 'a value that cannot travel is a failure'(engines) {
    const fn = define(() => ({ f: () => 1 }))
    equal(failures(await ask(fn)).length, engines.length)
  },

  async 'an argument that cannot travel is refused here'() {
    const fn = define((x: unknown) => x)
    throws(() => send(fn, [() => 1]), { code: 'ERR_ARGUMENT' })
    await rejects(ask(fn, [Symbol('x')]), { code: 'ERR_ARGUMENT' })
  },

  async 'async functions are awaited, in order'(engines) {
    const slow = define(async (store: string) => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      ;(globalThis as Record<string, unknown>).order = [store]
      return store
    })
    const quick = define(() => {
      const order = (globalThis as Record<string, unknown>).order as string[]
      order.push('quick')
      return order
    })
    const [one, two] = await Promise.all([ask(slow, ['slow']), ask(quick)])
    deepEqual(
      values(one),
      engines.map(() => 'slow'),
    )
    deepEqual(
      values(two),
      engines.map(() => ['slow', 'quick']),
    )
  },

  async 'many calls without replies arrive in order'(engines) {
    const count = define(() => {
      const state = globalThis as { count?: number }
      state.count = (state.count ?? 0) + 1
    })
    const total = define(() => (globalThis as { count?: number }).count)
    for (let i = 0; i < 20_000; i++) send(count, [])
    deepEqual(
      values(await ask(total)),
      engines.map(() => 20_000),
    )
  },

  async 'long arrays both ways'(engines) {
    const turn = define((x: Float64Array) => x.map((_, i) => x[x.length - 1 - i]!))
    const x = Float64Array.from({ length: 300_000 }, (_, i) => Math.sin(i))
    const wanted = x.slice().reverse()
    for (const value of values(await ask(turn, [x])) as Float64Array[])
      ok(Buffer.compare(Buffer.from(value.buffer, value.byteOffset, value.byteLength), Buffer.from(wanted.buffer)) === 0)
    ok(engines.length > 0)
  },

  async 'the console of an engine'(engines) {
    const lines: string[] = []
    const listener = ({ engine, stream, text }: { engine: number; stream: string; text: string }) => {
      lines.push(`${engine} ${stream} ${text}`)
    }
    transport().on('log', listener)
    await ask(
      define((comm: { rank: number }) => {
        console.log(`hello from ${comm.rank}`)
        console.error('trouble\nin two lines')
      }),
    )
    transport().off('log', listener)
    deepEqual(
      lines.sort(),
      engines
        .flatMap((engine) => [`${engine} stderr in two lines`, `${engine} stderr trouble`, `${engine} stdout hello from ${engine}`])
        .sort(),
    )
  },

  async 'what computes for ever is interrupted, and what waits behind it'(engines) {
    const endless = define(() => {
      for (;;);
    })
    const mark = define(() => {
      ;(globalThis as Record<string, unknown>).marked = true
    })
    const marked = define(() => (globalThis as Record<string, unknown>).marked ?? false)
    const running = ask(endless)
    const waiting = ask(mark)
    await delay(100)
    transport().interrupt()
    for (const reply of [await running, await waiting])
      deepEqual(
        failures(reply).map(({ code }) => code),
        engines.map(() => 'ERR_INTERRUPT'),
      )
    deepEqual(
      values(await ask(marked)),
      engines.map(() => false),
    )
  },

  async 'what is awaited is interrupted'(engines) {
    const never = define(() => new Promise(() => {}))
    const running = ask(never)
    await delay(100)
    transport().interrupt()
    deepEqual(
      failures(await running).map(({ code }) => code),
      engines.map(() => 'ERR_INTERRUPT'),
    )
  },

  async 'status is told while engines compute'(engines) {
    const busy = define(() => {
      const end = Date.now() + 700
      while (Date.now() < end);
    })
    const running = ask(busy)
    const start = performance.now()
    equal((await transport().status()).length, engines.length)
    ok(performance.now() - start < 600, `status took ${performance.now() - start} ms`)
    await running
  },

  async 'engines communicate among each other'(engines) {
    const sum = define(
      (comm: { rank: number; allreduce(a: Float64Array, b: Float64Array): Float64Array }) =>
        comm.allreduce(Float64Array.of(comm.rank), new Float64Array(1))[0],
    )
    const wanted = (engines.length * (engines.length - 1)) / 2
    deepEqual(
      values(await ask(sum)),
      engines.map(() => wanted),
    )
  },

  async 'one job, one context'() {
    await rejects(mpiTransport(), { code: 'ERR_CONTEXT' })
    await rejects(transport().restart(), { code: 'ERR_UNSUPPORTED' })
  },
}

const modes: Record<string, () => Promise<void>> = {
  async all() {
    const engines = Array.from({ length: transport().engines }, (_, engine) => engine)
    equal(engines.length, world().size - 1)
    for (const [name, check] of Object.entries(checks)) {
      await check(engines)
      console.log(`ok ${name}`)
    }
    // What was asked before is answered, also when the context closes meanwhile.
    const last = ask('session.names')
    const closed = transport().close()
    equal(values(await last).length, engines.length)
    await closed
    await transport().close()
    throws(() => send('session.names', []), { code: 'ERR_CONTEXT' })
    transport().send({ op: 'free', ids: [1] })
    finalize()
  },

  /** Under `distarray run` a program may just end. */
  async forgetful() {
    const fn = define(() => 1)
    equal((await ask(fn)).answers.length, transport().engines)
    for (let i = 0; i < 100; i++) send(fn, [])
  },

  async alone() {
    await rejects(mpiTransport(), { code: 'ERR_CONTEXT' })
    finalize()
  },

  /** One engine throws, the others wait for it. */
  async stuck() {
    const fn = define((comm: { rank: number; barrier(): void }) => {
      if (comm.rank === 1) throw new Error('not with me')
      comm.barrier()
    })
    const start = performance.now()
    const error = await ask(fn).then(
      () => undefined,
      (error: Error) => error,
    )
    match(String(error?.message), /it failed on rank 1 of \d+: not with me; rank 0 is in MPI_Barrier in .* since/)
    ok(performance.now() - start < 10_000)
    throws(() => send(fn, []), { code: 'ERR_ENGINE' })
    await rejects(transport().close(), { code: 'ERR_ENGINE' })
    console.log('ok told')
    throw new Error('the job ends with its client')
  },
}

const mode = process.argv[2] ?? ''
await modes[mode]!()
console.log(`end of ${mode}`)
