import fc from 'fast-check'
import t from 'tap'
import { PerEngine } from '../../array/instruction.js'
import { bulkFor, bulkOf, requireRoom } from '../../cluster/bulk.js'
import type { RoutedInstruction } from '../../cluster/wire/messages.js'
import { Sealed } from '../../cluster/wire/sealed.js'
import { Flow } from '../../cluster/zeromq/flow.js'
import { call, testCluster } from './cluster.js'

const parts = new Sealed(new Uint8Array(), [])

function numbered(call: number, targets?: readonly number[]): RoutedInstruction {
  return { call, parts, reply: 'none', ...(targets && { targets }) }
}

function drain(flow: Flow): number[] {
  const calls: number[] = []
  for (let list = flow.take(); list.length > 0; list = flow.take()) calls.push(...list.map((instruction) => instruction.call))
  return calls
}

t.test('an engine gets 4096 calls, and more when it has carried out some', async (t) => {
  const flow = new Flow(2)
  for (let i = 1; i <= 10_000; i++) flow.push(numbered(i))
  t.equal(drain(flow).length, 4096)
  flow.done(0, 512)
  t.equal(drain(flow).length, 0, 'the other engine has none done')
  flow.done(1, 1024)
  t.strictSame(
    drain(flow),
    Array.from({ length: 512 }, (_, i) => 4097 + i),
  )
  t.equal(flow.length, 10_000 - 4608)
})

t.test('an engine gets 64 MiB of arguments, and more when it has carried out some', async (t) => {
  const flow = new Flow(2)
  const megabyte = 2 ** 20
  for (let i = 1; i <= 200; i++) flow.push(numbered(i), [megabyte, 0])
  for (let i = 201; i <= 210; i++) flow.push(numbered(i, [1]), [megabyte])
  t.equal(flow.bytes, 210 * megabyte)
  t.equal(drain(flow).length, 64)
  t.equal(flow.bytes, 146 * megabyte, 'what waits')
  flow.done(1, 64)
  t.equal(drain(flow).length, 0, 'the other engine has the bytes')
  flow.done(0, 10)
  t.strictSame(
    drain(flow),
    Array.from({ length: 10 }, (_, i) => 65 + i),
  )
  flow.done(0, 200)
  flow.push(numbered(211, [0]), [2 ** 30])
  flow.push(numbered(212, [0]), [1])
  while (drain(flow).length > 0) flow.done(0, 200)
  t.equal(flow.length, 1, 'more than the bound leaves alone')
  flow.done(0, 211)
  t.strictSame(drain(flow), [212])
  t.equal(flow.bytes, 0)
})

t.test('bytes of arguments', async (t) => {
  const [small, large] = [new Float64Array(10), new Uint8Array(2 ** 20)]
  t.equal(bulkOf([large, { a: small, b: [1, 'text'] }, [small]]), 2 ** 20 + 160)
  t.equal(bulkOf([[[[large]]], new Map([[1, large]]), 'text', null, undefined, 5n]), 0, 'not what is far down')
  t.strictSame(bulkFor([new PerEngine([small, large, undefined])], 3), [80, 2 ** 20, 0])
  t.equal(bulkFor([small, 5], 3), undefined)
  requireRoom(0, 2 ** 28)
  t.throws(() => requireRoom(2 ** 28, 2 ** 50), { code: 'ERR_MEMORY', bytes: 2 ** 50, message: /256 MiB wait.*await ctx\.sync\(\)/ })
})

t.test('against a model: the order stays, no engine gets too many, and everything leaves at last', async (t) => {
  const step = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.constantFrom(undefined, [0], [1], [2], [0, 2])),
    fc.tuple(fc.constant(0), fc.nat(2), fc.integer({ min: 1, max: 9 })),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const flow = new Flow(3)
      const got: number[][] = [[], [], []] // calls that each engine has and has not carried out
      const targetsOf = new Map<number, readonly number[]>()
      const left: number[] = []
      let last = 0
      const leave = (): boolean => {
        for (const call of drain(flow)) {
          left.push(call)
          for (const engine of targetsOf.get(call)!) got[engine]!.push(call)
        }
        return got.every((calls) => calls.length <= 4096)
      }
      // An engine says it has done calls after every 512 of its own.
      const work = (engine: number, batches: number): void => {
        const calls = got[engine]!
        const count = 512 * Math.min(batches, Math.floor(calls.length / 512))
        if (count === 0) return
        flow.done(engine, calls[count - 1]!)
        calls.splice(0, count)
      }
      for (const [count, what, batches] of steps) {
        if (count === 0) work(what as number, batches as number)
        else
          for (let i = 0; i < count; i++) {
            const targets = what as number[] | undefined
            targetsOf.set(++last, targets ?? [0, 1, 2])
            flow.push(numbered(last, targets))
          }
        if (!leave()) return false
      }
      for (let round = 0; round < 200 && flow.length > 0; round++) {
        for (const engine of [0, 1, 2]) work(engine, 9)
        if (!leave()) return false
      }
      return flow.length === 0 && left.length === last && left.every((call, i) => call === i + 1)
    }),
    { numRuns: 200 },
  )
  t.pass('200 runs')
})

t.test('many calls of a client arrive, also when most go to one engine', async (t) => {
  const cluster = await testCluster(2)
  t.teardown(() => cluster.close())
  const client = await cluster.connected()
  for (let i = 0; i < 10_000; i++) client.send(call('echo', [i], { reply: 'none', ...(i % 100 > 0 && { targets: [1] }) }))
  await client.request(call('echo'))
  t.strictSame(
    cluster.engines.map(({ seen }) => seen.length),
    [101, 10_001],
  )
})
