// What a context sends, and what it makes of answers: over a transport without engines.

import t from 'tap'
import { BaseContext } from '../../array/context.js'
import { EngineError, EngineLostError, InterruptError } from '../../array/errors.js'
import type { FreeInstruction } from '../../array/instruction.js'
import { type CallInstruction, LocalArrayDescription } from '../../array/instruction.js'
import { MemoryError } from '../../bindings/errors.js'
import { encodeMessage } from '../../cluster/wire/codec.js'
import { Distribution } from '../../protocol/index.js'
import { freedIds } from '../support/freed-ids.js'
import { exposeGarbageCollector } from '../support/garbage-collector.js'
import { collectUntil } from '../support/memory.js'
import { failure, ScriptedTransport } from './scripted-transport.js'

/** A variable of the engines. */
declare const x: number

function start(engines = 2): { ctx: BaseContext; transport: ScriptedTransport } {
  const transport = new ScriptedTransport(engines)
  return { ctx: BaseContext.overTransport(transport), transport }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

t.test('nothing is waited for but values', async (t) => {
  const { ctx, transport } = start()
  const a = ctx.zeros([4], { dtype: 'int8' })
  a.set([3], 1).fill(2)
  const distribution = Distribution.from([4], { ranks: 2 })
  const dimData = [distribution.dimData(0), distribution.dimData(1)]
  t.same(transport.sent, [
    { op: 'call', call: 1, fn: 'create.full', args: [dimData, 'int8', 0], reply: 'none', out: { first: 1, count: 1 } },
    { op: 'call', call: 2, fn: 'element.set', args: [{ id: 1 }, [3], 1], reply: 'none', writes: [1], targets: [1] },
    { op: 'call', call: 3, fn: 'fill', args: [{ id: 1 }, 2], reply: 'none', writes: [1] },
  ])
  transport.answer = (call) => transport.each(call, (engine) => Int8Array.of(engine, 10 + engine))
  t.same([...(await a.toArray()).data], [0, 10, 1, 11], 'pieces are put together')
  const before = transport.sent.length
  t.match(String(a), /\[ 0 10 {2}1 11\]$/, 'and known from then on')
  a.fill(1)
  t.match(String(a), /\[1 1 1 1\]$/)
  t.equal(transport.sent.length, before + 1, 'without asking')
})

t.test('a function is sent once, a call asks for nothing until it is awaited', async (t) => {
  const { ctx, transport } = start()
  const a = ctx.zeros([4])
  ctx.register(function same(x: unknown) {
    return x
  })
  const b = ctx.fn.same!(a)
  ctx.fn.same!(b)
  t.equal(transport.ops('define').length, 1)
  const calls = transport.ops('call') as CallInstruction[]
  t.same(
    calls.slice(1).map(({ fn, args, out, reply }) => [fn, args, out?.count, reply]),
    [
      ['user.1', [{ id: 1 }], 64, 'none'],
      ['user.1', [{ id: 2 }], 64, 'none'],
    ],
  )
  const description = new LocalArrayDescription(0, 'float64', [])
  transport.answer = (call) =>
    transport.each(call, (engine) => ({
      value: new LocalArrayDescription(0, description.dtype, Distribution.from([4], { ranks: 2 }).dimData(engine)),
    }))
  const array = (await b) as typeof a
  t.equal(await b, array)
  t.equal((transport.ops('call') as CallInstruction[]).filter(({ fn }) => fn === 'describe').length, 1, 'one describe')
  t.equal(array.distribution, a.distribution, 'the distribution is that of the argument')
  const applied = ctx.apply((x) => x, [a])
  t.match(transport.sent.at(-1), { reply: 'each', out: { count: 64 } }, 'apply asks at once')
  await applied
  await ctx.apply((x) => x, [a])
  t.equal(transport.ops('define').length, 2, 'an arrow of the same text is not sent again')
})

t.test('frees go in batches', async (t) => {
  const { ctx, transport } = start()
  const arrays = [ctx.zeros([1]), ctx.zeros([1]), ctx.zeros([1])]
  for (const array of arrays) array.free()
  t.equal(transport.ops('free').length, 0)
  ctx.zeros([1])
  t.same(transport.sent.at(-2), { op: 'free', ids: [1, 2, 3] }, 'before the next call')
  const c = ctx.zeros([1])
  c.free()
  c.free()
  await turn()
  t.same(transport.sent.at(-1), { op: 'free', ids: [5] }, 'or when the turn ends')

  const keep = ctx.register((x: unknown) => x, { name: 'keep' })
  const results = [keep(1), keep(2), keep(3)]
  const d = ctx.zeros([1])
  for (const result of [...results, d]) result.free()
  await turn()
  const free = transport.sent.at(-1) as FreeInstruction
  t.same(free, { op: 'free', ids: [{ first: 6, count: 3 * 64 }, 198] }, 'the ids of results as ranges')
  const bytes = encodeMessage(free).reduce((sum, frame) => sum + frame.length, 0)
  t.ok(bytes < 64, `in a short message: ${bytes} bytes`)
})

t.test('dropped handles are freed', async (t) => {
  exposeGarbageCollector()
  const { ctx, transport } = start()
  const keep = ctx.register(function keep(x: unknown) {
    return x
  })
  const drop = (): void => {
    for (let k = 0; k < 100; k++) {
      const array = ctx.zeros([1])
      array.fill(1).set([0], 2)
      if (k % 10 === 0) keep(array)
    }
  }
  drop()
  await turn()
  const freed = (): number[] => transport.ops('free').flatMap((instruction) => (instruction.op === 'free' ? freedIds(instruction) : []))
  await collectUntil(() => freed().length === 100 + 10 * 64)
  t.equal(new Set(freed()).size, 100 + 10 * 64, 'arrays, and results that nobody asked for, each once')
  t.ok(transport.ops('free').length < 20, 'together')
})

t.test('errors', async (t) => {
  const { ctx, transport } = start(4)
  const a = ctx.zeros([4])
  const reject = async (...failures: ReturnType<typeof failure>[]): Promise<EngineError> => {
    transport.answer = (call) => ({
      answers: failures.filter(({ call: of }) => of === 0).map((f) => ({ engine: f.engine, failure: { ...f, call: call.call } })),
      earlier: failures.filter(({ call: of }) => of !== 0),
    })
    return ctx
      .apply(function work() {})
      .then(
        () => t.fail('expected an error') as never,
        (error) => error,
      )
  }
  t.equal((await reject(failure(0, 1, 'no'))).message, 'work failed on rank 1 of 4: no')
  t.equal((await reject(failure(0, 0, 'no'), failure(0, 2, 'no'), failure(0, 3, 'no'))).message, 'work failed on ranks 0, 2 and 3 of 4: no')
  t.equal(
    (await reject(failure(0, 0, 'a'), failure(0, 1, 'b'), failure(0, 2, 'a'))).message,
    'work failed on 3 of 4 ranks: ranks 0 and 2: a; rank 1: b',
  )
  t.equal(
    (await reject(failure(0, 0, 'rank 2: a'), failure(0, 2, 'a'), failure(0, 3, 'rank 2: a'))).message,
    'work failed on rank 2 of 4: a',
    'ranks that agreed on an error',
  )
  const error = await reject(failure(0, 1, 'no', { code: 'ERR_SHAPE', name: 'ShapeError' }))
  t.type(error, EngineError, "a user's function fails with an EngineError whatever it threw")
  t.match(error.failures, [{ engine: 1, name: 'ShapeError', stack: 'Error: no\n    at there' }])
  t.match(error.stack, /^EngineError: work failed on rank 1 of 4: no\n.*context\.test/, 'with the stack of the call')
  t.notMatch(error.stack, /array\/calls/, 'without the frames of this library')

  const old = await reject(failure(1, 2, 'too big', { code: 'ERR_MEMORY', fields: { bytes: 32 } }))
  t.type(old, MemoryError, 'a function of this library fails with its own class')
  t.match(old, { bytes: 32, message: 'full: too big', cause: { code: 'ERR_ENGINE', message: 'full failed on rank 2 of 4: too big' } })
  t.match(old.stack, /context\.test/)
  t.match(
    (await reject(failure(0, 0, 'now'), failure(1, 3, 'too big'))).message,
    /^work failed on rank 0 of 4: now$/,
    'a failed call is told once',
  )
  ctx.zeros([4])
  const made = transport.sent.findLast((instruction) => instruction.op === 'call') as CallInstruction
  const two = await reject(failure(0, 0, 'second'), failure(made.call, 0, 'first'))
  t.equal(two.message, 'full failed on rank 0 of 4: first', 'the first cause comes first')
  t.equal((two.cause as Error).message, 'work failed on rank 0 of 4: second', 'and the others are its cause')
  t.equal((await reject(failure(7777, 0, 'unknown'))).message, 'A call failed on rank 0 of 4: unknown')
  t.type(
    await reject(failure(0, 0, 'interrupted', { code: 'ERR_INTERRUPT' })),
    InterruptError,
    'an interrupt is no failure of the function',
  )

  transport.answer = () => Promise.reject(new EngineLostError('rank 3 is gone', { engine: 3 }))
  const lost = await a.get([0]).catch((reason) => reason)
  t.type(lost, EngineLostError)
  t.equal(lost.engine, 3)
  t.match(lost.stack, /context\.test/, 'with the stack of the call')
  await ctx.close()
  t.equal(transport.closes, 1, 'closing does not mind engines that are gone')
})

t.test('arrays that are no one array', async (t) => {
  const { ctx, transport } = start()
  const dim = (ranks: number, rank: number): LocalArrayDescription['dimData'] => Distribution.from([4], { ranks }).dimData(rank)
  const answer = (...parts: unknown[]): void => {
    transport.answer = (call) => transport.each(call, (engine) => ({ value: parts[engine] }))
  }
  answer(new LocalArrayDescription(0, 'int8', dim(2, 0)), new LocalArrayDescription(0, 'int16', dim(2, 1)))
  await t.rejects(
    ctx.apply(() => 0),
    { code: 'ERR_DTYPE' },
  )
  answer(new LocalArrayDescription(0, 'int8', dim(2, 0)), new LocalArrayDescription(0, 'int8', dim(2, 0)))
  await t.rejects(
    ctx.apply(() => 0),
    { code: 'ERR_DISTRIBUTION', message: /one array/ },
  )
  answer({ a: new LocalArrayDescription(0, 'int8', dim(2, 0)) }, { b: new LocalArrayDescription(0, 'int8', dim(2, 1)) })
  await t.rejects(
    ctx.apply(() => 0),
    { code: 'ERR_DISTRIBUTION', message: /differ/ },
  )
  await turn()
  t.equal(transport.ops('free').length, 3, 'all they are is freed')
})

t.test('events', async (t) => {
  const { ctx, transport } = start()
  const seen: unknown[] = []
  const written: string[] = []
  const { write } = process.stdout
  process.stdout.write = ((text: string) => written.push(text) > 0) as typeof write
  transport.emit('log', { engine: 1, stream: 'stdout', text: 'one\ntwo\n' })
  process.stdout.write = write
  t.same(written, ['[rank 1] one\n[rank 1] two\n'], 'what engines print is printed')
  const listener = (happened: unknown): void => {
    seen.push(happened)
  }
  ctx.on('log', listener).on('engine-lost', listener)
  transport.emit('log', { engine: 1, stream: 'stderr', text: 'x' })
  transport.emit('engine-lost', { engine: 0, reason: 'killed' })
  ctx.off('log', listener).off('engine-lost', listener)
  transport.emit('engine-lost', { engine: 0, reason: 'killed' })
  t.same(
    seen,
    [
      { engine: 1, stream: 'stderr', text: 'x' },
      { engine: 0, reason: 'killed' },
    ],
    'unless somebody listens',
  )
})

t.test('restart', async (t) => {
  const { ctx, transport } = start()
  const a = ctx.zeros([2])
  const count = ctx.register(function count() {
    return 1
  })
  ctx.push({ x: 1 })
  await ctx.restart()
  t.throws(() => a.fill(1), { code: 'ERR_CONTEXT', message: /before the restart/ }, 'arrays are gone')
  count()
  t.equal(transport.ops('define').length, 2, 'functions are sent again')
  await t.rejects(
    ctx.apply(() => x),
    { code: 'ERR_ARGUMENT' },
    'variables are gone',
  )
  ctx.interrupt()
  t.equal(transport.interrupts, 1)
})

t.test('sharing', async (t) => {
  const transport = Object.assign(new ScriptedTransport(2), {
    shares: [] as unknown[],
    async share(name: string, id: number | undefined) {
      this.shares.push([name, id])
    },
    async shared(name: string, id: number) {
      this.shares.push([name, id, 'asked'])
      return [0, 1].map((engine) => ({
        engine,
        description: new LocalArrayDescription(0, 'int8', Distribution.from([4], { ranks: 2 }).dimData(engine)),
      }))
    },
  })
  const ctx = BaseContext.overTransport(transport)
  const a = ctx.ones([4])
  await ctx.share('mine', a)
  t.notMatch(String(a), /\n/, 'others may write to it')
  const b = await ctx.shared('yours')
  await ctx.share('mine', undefined)
  t.same(transport.shares, [
    ['mine', 1],
    ['yours', 2, 'asked'],
    ['mine', undefined],
  ])
  t.same([b.shape, b.dtype, b.targets], [[4], 'int8', [0, 1]])
  await t.rejects(ctx.share('', a), { code: 'ERR_ARGUMENT' })
})

t.test('the end', async (t) => {
  const { ctx, transport } = start()
  const a = ctx.zeros([2])
  transport.answer = (call) => transport.each(call, () => undefined, [failure(1, 0, 'too late')])
  await t.rejects(ctx.close(), { message: /full failed on rank 0 of 2: too late/ }, 'tells what nobody has asked about')
  await ctx.close()
  t.equal(transport.closes, 1)
  t.throws(() => a.fill(1), { code: 'ERR_CONTEXT' })
  a.free()
  await turn()
  t.equal(transport.ops('free').length, 0, 'nothing is sent any more')
})
