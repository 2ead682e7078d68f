import t from 'tap'
import { EngineLostError } from '../../array/errors.js'
import { ArrayReference, PerEngine } from '../../array/instruction.js'
import { packageVersion } from '../../cluster/version.js'
import { wireVersion } from '../../cluster/wire/messages.js'
import { Channel } from '../../cluster/zeromq/channel.js'
import { ArgumentError } from '../../protocol/errors.js'
import { call, sleep, testCluster, until } from './cluster.js'

for (const [way, engines] of [
  ['within', 1],
  ['within', 3],
  ['connected', 2],
  ['connected', 7],
] as const)
  t.test(`${engines} engines, client ${way}`, async (t) => {
    const cluster = await testCluster(engines)
    t.teardown(() => cluster.close())
    const client = await cluster[way]()
    t.equal(client.engines, engines)

    const all = Array.from({ length: engines }, (_, engine) => engine)
    const reply = await client.request(call('echo', [1, { x: Float64Array.of(1, 2) }]))
    t.strictSame(reply, { answers: all.map((engine) => ({ engine, value: [1, { x: Float64Array.of(1, 2) }] })), earlier: [] })
    const first = await client.request(call('echo', ['a'], { reply: 'first' }))
    t.strictSame(first.answers, [{ engine: 0, value: ['a'] }])

    const large = new Float64Array(200_000).map((_, i) => i)
    const split = await client.request(call('echo', [{ deep: [new PerEngine(all.map((k) => large.subarray(0, k)))] }, large]))
    for (const [k, answer] of split.answers.entries()) t.strictSame(answer, { engine: k, value: [{ deep: [large.subarray(0, k)] }, large] })

    const last = engines - 1
    const targeted = await client.request(call('echo', [new PerEngine(['only'])], { targets: [last] }))
    t.strictSame(targeted.answers, [{ engine: last, value: ['only'] }])
    t.equal(cluster.engines[0]!.seen.length, engines === 1 ? 4 : 3, 'calls reach their targets only')
    t.throws(() => client.send(call('echo', [new PerEngine([1, 2])], { targets: [0] })), ArgumentError)
    t.throws(() => client.send(call('echo', [() => 1])), /for args\[0\] but received a function/)

    const data = Float64Array.of(1, 2, 3)
    client.send(call('make', [data], { reply: 'none', out: { first: 5, count: 1 } }))
    data[0] = 9
    const read = await client.request(call('read', [new ArrayReference(5)]))
    t.strictSame(read.answers[0], { engine: 0, value: Float64Array.of(1, 2, 3) }, 'arguments are what they were at the call')
    t.match(
      await client.status(),
      all.map((engine) => ({ engine, sessionBytes: 8, arrays: 1 })),
    )
    client.send({ op: 'free', ids: [5] })
    const freed = await client.request(call('read', [new ArrayReference(5)]))
    t.strictSame(freed.answers[0], { engine: 0, value: undefined })

    client.send(call('fail', [last], { reply: 'none' }))
    const after = await client.request(call('echo'))
    t.match(after.earlier, [{ engine: last, name: 'TypeError', message: 'it fails' }])
    t.strictSame((await client.request(call('echo'))).earlier, [], 'told once')
    const failed = await client.request(call('fail'))
    t.match(
      failed.answers,
      all.map((engine) => ({ engine, failure: { message: 'it fails' } })),
    )

    const happened: unknown[] = []
    client.on('log', (line) => happened.push(line))
    client.on('progress', (progress) => happened.push(progress))
    await client.request(call('log', ['hello'], { targets: [last] }))
    const { call: number } = await request(client, 'progress')
    await until(() => happened.length === 1 + engines)
    t.strictSame(happened[0], { engine: last, stream: 'stdout', text: 'hello' })
    t.match(
      happened.slice(1),
      all.map(() => ({ call: number, done: 1, total: 2, message: 'half' })),
    )

    await client.close()
    await client.close()
    await until(() => cluster.engines.every(({ sessions }) => sessions.size === 1))
    await t.rejects(client.request(call('echo')), /was closed/)
  })

async function request(client: { request: (c: ReturnType<typeof call>) => Promise<unknown> }, fn: string) {
  const made = call(fn)
  await client.request(made)
  return made
}

t.test('calls arrive in one order at every engine, whoever sends them', async (t) => {
  const cluster = await testCluster(3)
  t.teardown(() => cluster.close())
  const clients = [await cluster.within(), await cluster.connected(), await cluster.connected()]
  const asked: Promise<unknown>[] = []
  for (let round = 0; round < 300; round++)
    for (const client of clients) {
      for (let i = 0; i < round % 7; i++) client.send(call('echo', [i], { reply: 'none' }))
      if (round % 50 === 0) asked.push(client.request(call('echo')))
      if (round % 20 === 0) await sleep(0)
    }
  await Promise.all(asked)
  await Promise.all(clients.map((client) => client.request(call('echo'))))
  const [one, two, three] = cluster.engines.map(({ seen }) => seen)
  t.ok(one!.length > 2000)
  t.strictSame(two, one)
  t.strictSame(three, one)
  const numbers = one!.filter((line) => line.startsWith(one![0]!.slice(0, 16))).map((line) => Number(line.split(' ')[2]))
  t.strictSame(
    numbers,
    [...numbers].sort((a, b) => a - b),
    'and in the order of each client',
  )
})

t.test("arrays of one client are another client's only by name", async (t) => {
  const cluster = await testCluster(2)
  t.teardown(() => cluster.close())
  const [one, two] = [await cluster.connected(), await cluster.within()]
  one.send(call('make', [new PerEngine(['a', 'b'])], { reply: 'none', out: { first: 1, count: 1 } }))
  await one.request(call('echo'))
  t.match(await two.request(call('read', [new ArrayReference(1)])), { answers: [{ value: undefined }, { value: undefined }] })
  await t.rejects(two.shared('field', 7), /name of a shared array but received 'field'; none is shared/)
  await t.rejects(one.share('other', 99), /engine 0: no array 99/)
  await one.share('field', 1)
  t.strictSame(await two.shared('field', 7), [
    { engine: 0, description: { engine: 0, value: 'a' } },
    { engine: 1, description: { engine: 1, value: 'b' } },
  ])
  t.match(await two.request(call('read', [new ArrayReference(7)])), { answers: [{ value: 'a' }, { value: 'b' }] })
  await one.close()
  await two.shared('field', 8)
  t.match(await two.request(call('read', [new ArrayReference(8)])), { answers: [{ value: 'a' }, { value: 'b' }] }, 'it outlives its maker')
  await two.share('field', undefined)
  await t.rejects(two.shared('field', 9), /none is shared/)
  await two.clear()
  t.match(await two.request(call('read', [new ArrayReference(8)])), { answers: [{ value: undefined }, { value: undefined }] })
})

t.test('an engine that is lost ends what waits, within 2 seconds', async (t) => {
  const cluster = await testCluster(3)
  t.teardown(() => cluster.close())
  const clients = [await cluster.within(), await cluster.connected()]
  const lost: unknown[] = []
  for (const client of clients) client.on('engine-lost', (happened) => lost.push(happened))
  const waiting = clients.map((client) => client.request(call('wait')))
  await until(() => cluster.engines.every(({ seen }) => seen.length === 2))
  const begin = Date.now()
  cluster.engines[1]!.vanish()
  for (const answer of waiting) {
    const error = await answer.then(
      () => undefined,
      (caught) => caught,
    )
    t.ok(error instanceof EngineLostError)
    t.match(error, { engine: 1, message: /Engine 1 was lost .*restart\(\)/ })
  }
  t.ok(Date.now() - begin < 2000, `${Date.now() - begin} ms`)
  t.strictSame(
    lost,
    clients.map(() => ({ engine: 1, reason: 'its connection ended' })),
  )
  await t.rejects(clients[0]!.request(call('echo')), EngineLostError)
  clients[0]!.send(call('echo', [], { reply: 'none' }))
  await t.rejects(clients[0]!.status(), EngineLostError)
  await t.rejects(cluster.connected(), /engine 1 was lost.*cluster restart/)
})

t.test('who knows why an engine ended is believed', async (t) => {
  const cluster = await testCluster(2)
  t.teardown(() => cluster.close())
  const client = await cluster.within()
  cluster.engines[0]!.vanish()
  await sleep(40)
  cluster.controller.engineLost(1, 'signal 9')
  await t.rejects(client.request(call('echo')), { engine: 1, message: /signal 9/ })
})

t.test('engines that wait for one that has failed are found out', async (t) => {
  const cluster = await testCluster(3, { stuckMilliseconds: 300 })
  t.teardown(() => cluster.close())
  const client = await cluster.connected()
  const other = await cluster.within()
  client.send(call('wait', [], { reply: 'none', targets: [0, 2] }))
  const asked = call('fail', [1])
  const made = client.request(asked)
  const elsewhere = t.rejects(other.request(call('wait', [], { targets: [2] })), /wait in vain/)
  // The fake engines 0 and 2 say they are in MPI, and this call is not answered by them.
  for (const engine of [0, 2]) Object.defineProperty(cluster.engines[engine]!, 'say', { value: () => {} })
  const { answers } = await made
  t.match(answers, [
    { engine: 0, failure: { name: 'StuckError', message: /waits in MPI_Allreduce of wait, call \d+, since [\d.]+ s.*restart\(\)/ } },
    { engine: 1, failure: { message: 'it fails' } },
    { engine: 2, failure: { name: 'StuckError' } },
  ])
  await t.rejects(client.request(call('echo')), /wait in vain/)
  await elsewhere
  await t.rejects(cluster.within(), /cluster restart/)
})

t.test('engines that are slow, or compute, are not taken to be stuck', async (t) => {
  const cluster = await testCluster(2, { stuckMilliseconds: 100 })
  t.teardown(() => cluster.close())
  const client = await cluster.within()
  const say = cluster.engines[0]!.say
  Object.defineProperty(cluster.engines[0]!, 'say', { configurable: true, value: () => {} })
  const made = call('fail', [1])
  const asked = client.request(made)
  await sleep(1800)
  const session = [...cluster.engines[0]!.sessions.keys()].find((id) => !/^0+$/.test(id))!
  say.call(cluster.engines[0]!, { type: 'answer', session, call: made.call, answer: { engine: 0, value: 'at last' }, earlier: [] })
  t.match(await asked, {
    answers: [
      { engine: 0, value: 'at last' },
      { engine: 1, failure: { message: 'it fails' } },
    ],
  })
})

t.test('an interrupt names the last call that any engine has begun', async (t) => {
  const cluster = await testCluster(3)
  t.teardown(() => cluster.close())
  const client = await cluster.connected()
  client.send(call('echo', [], { reply: 'none' }))
  const last = call('echo', [], { reply: 'none' })
  client.send(last)
  client.interrupt()
  await until(() => cluster.engines.every(({ interrupts }) => interrupts.length === 1))
  for (const { interrupts } of cluster.engines) t.match(interrupts, [{ type: 'interrupt', begun: 5, through: last.call }])
})

t.test('a client that is gone has its session closed', async (t) => {
  const cluster = await testCluster(2)
  t.teardown(() => cluster.close())
  const { endpoint, serverKey, ...keys } = cluster.controller.clientAccess!
  let welcome = false
  const channel = new Channel({ endpoint, serverKey, keys, onMessage: () => (welcome = true), onEnd: () => {} })
  channel.send({ type: 'hello', wire: wireVersion, version: packageVersion, session: 'a'.repeat(16) })
  await until(() => welcome)
  await until(() => cluster.engines[0]!.sessions.has('a'.repeat(16)))
  channel.close() // without goodbye, as when its process is killed
  const begin = Date.now()
  await until(() => cluster.engines.every(({ sessions }) => !sessions.has('a'.repeat(16))))
  t.ok(Date.now() - begin < 2000)
})
