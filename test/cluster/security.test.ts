import { connect, createServer } from 'node:net'
import t, { type Test } from 'tap'
import { Context, curveKeyPair, Dealer } from 'zeromq'
import { ContextError } from '../../array/errors.js'
import { packageVersion } from '../../cluster/version.js'
import { encodeMessage } from '../../cluster/wire/codec.js'
import { wireVersion } from '../../cluster/wire/messages.js'
import { ClientTransport } from '../../cluster/zeromq/client-transport.js'
import { type Access, Controller } from '../../cluster/zeromq/controller.js'
import { isKey, keyBytes } from '../../cluster/zeromq/keys.js'
import { linkTo } from '../../cluster/zeromq/link.js'
import { call, sleep, type TestCluster, testCluster, until } from './cluster.js'
import { FakeEngine } from './fake-engine.js'

/** A client that was there before, and must not notice anything. */
async function withWitness(t: Test, options: Parameters<typeof testCluster>[1] = {}) {
  const cluster = await testCluster(2, options)
  t.teardown(() => cluster.close())
  const witness = await cluster.connected()
  const isWell = async () => {
    const { answers } = await witness.request(call('echo', [1]))
    t.strictSame(answers, [
      { engine: 0, value: [1] },
      { engine: 1, value: [1] },
    ])
    const another = await cluster.connected()
    await another.request(call('echo'))
    await another.close()
  }
  return { cluster, isWell }
}

/** A socket that may hold any key. */
function peer(t: Test, endpoint: string, keys: Partial<Access>): { socket: Dealer; got: Buffer[][] } {
  const { serverKey, publicKey, secretKey } = keys
  const curve = serverKey ? { curveServerKey: serverKey, curvePublicKey: publicKey!, curveSecretKey: secretKey! } : {}
  const socket = new Dealer({ context: new Context(), linger: 0, sendTimeout: 0, sendHighWaterMark: 0, ...curve })
  t.teardown(() => socket.close())
  socket.connect(endpoint)
  const got: Buffer[][] = []
  void (async () => {
    for await (const frames of socket) got.push(frames)
  })()
  return { socket, got }
}

const hello = { type: 'hello', wire: wireVersion, version: packageVersion, session: 'b'.repeat(16) }

async function isRefused(t: Test, cluster: TestCluster, access: Access, line: RegExp): Promise<void> {
  const before = cluster.lines.length
  const { socket, got } = peer(t, access.endpoint, access)
  await socket.send(encodeMessage(hello))
  await until(() => cluster.lines.slice(before).some((text) => line.test(text)))
  await sleep(50)
  t.strictSame(got, [], 'it is told nothing')
  t.notOk(cluster.engines[0]!.sessions.has('b'.repeat(16)), 'and has no session')
  socket.close()
  if (access.serverKey === '') return // a Channel always has keys
  const open = ClientTransport.open({ mode: 'connect', link: linkTo(access), welcomeMilliseconds: 3000, remedy: 'Try again.' })
  await t.rejects(open, {
    constructor: ContextError,
    message: /Expected a cluster to connect to but .*(refused|know|speak|ended).*Try again\./,
  })
  socket.close()
}

t.test('who has no key of the cluster is refused and logged, and the cluster goes on', async (t) => {
  const { cluster, isWell } = await withWitness(t)
  const access = cluster.controller.clientAccess!
  const engineAccess = cluster.controller.engineAccess
  const stranger = curveKeyPair()
  await isRefused(t, cluster, { ...access, ...stranger }, /key is not one of this cluster's clients keys/)
  await isWell()
  await isRefused(t, cluster, { ...access, serverKey: stranger.publicKey }, /has no key of this cluster, or does not speak the protocol/)
  await isWell()
  await isRefused(t, cluster, { ...access, serverKey: '' }, /has no key of this cluster, or does not speak the protocol/)
  await isWell()
  await isRefused(t, cluster, { ...engineAccess, endpoint: access.endpoint }, /key is not one of this cluster's clients keys/)
  await isRefused(t, cluster, { ...access, endpoint: engineAccess.endpoint }, /key is not one of this cluster's engines keys/)
  await isWell()
})

t.test('whoever does not speak the protocol at all is no matter', async (t) => {
  const { cluster, isWell } = await withWitness(t)
  for (const access of [cluster.controller.clientAccess!, cluster.controller.engineAccess])
    for (const bytes of ['GET / HTTP/1.0\r\n\r\n', '\xff'.repeat(100_000), '']) {
      const socket = connect(Number(access.endpoint.split(':')[2]), '127.0.0.1', () => socket.end(bytes, 'latin1'))
      socket.on('error', () => {})
      await new Promise((resolve) => socket.on('close', resolve).resume())
    }
  await isWell()
})

t.test('a malformed message from one who has the key is refused and logged', async (t) => {
  const { cluster, isWell } = await withWitness(t)
  for (const [access, valid] of [
    [cluster.controller.clientAccess!, hello],
    [cluster.controller.engineAccess, { type: 'log', session: '', stream: 'stdout', text: '' }],
  ] as const) {
    const { socket } = peer(t, access.endpoint, access)
    const bad: Uint8Array[][] = [
      [Buffer.from('nonsense')],
      [Buffer.from([0xda, 1, 1, 0xdd, 255, 255, 255, 255])],
      [Buffer.alloc(0)],
      encodeMessage('a text'),
      encodeMessage({ type: 'toString' }),
      encodeMessage({ type: 'nothing known' }),
      encodeMessage({ ...valid, wire: 'one', session: 'x' }),
      encodeMessage({ type: 'instructions', list: [{ call: 1, reply: 'each', parts: [1] }] }),
      encodeMessage({ type: 'answer', session: 'b'.repeat(16), call: -1, answer: {}, earlier: [] }),
      [...encodeMessage(valid), Buffer.from('another frame')].slice(1),
    ]
    const refusals = () => cluster.lines.filter((line) => line.startsWith('refused a message'))
    const before = refusals().length
    for (const frames of bad) await socket.send(frames)
    await until(() => refusals().length === before + bad.length)
    for (const line of refusals().slice(before)) t.match(line, /^refused a message of \d+ bytes from an? (client|engine): Expected /)
    await isWell()
    socket.close()
  }
})

t.test("one who has the engines' key but is no engine of this cluster", async (t) => {
  const { cluster, isWell } = await withWitness(t)
  const { engineAccess } = cluster.controller
  const { socket } = peer(t, engineAccess.endpoint, engineAccess)
  await socket.send(encodeMessage({ type: 'answer', session: 'b'.repeat(16), call: 1, answer: { engine: 0, value: 0 }, earlier: [] }))
  await until(() => cluster.lines.some((line) => /introduce itself first/.test(line)))
  const third = new FakeEngine(engineAccess, 1, 2)
  const wrong = new FakeEngine(engineAccess, 0, 5, { hasMonitor: false })
  t.teardown(() => [third, wrong].forEach((engine) => void engine.vanish()))
  await until(() => third.refusals.length > 0 && wrong.refusals.length > 0)
  t.match(third.refusals[0], /engine 1 is there already/)
  t.match(wrong.refusals[0], /Expected 2 engines but engine 0 says there are 5/)
  await isWell()
})

t.test('what a client must not say', async (t) => {
  const { cluster, isWell } = await withWitness(t)
  const access = cluster.controller.clientAccess!
  const { socket, got } = peer(t, access.endpoint, access)
  await socket.send(encodeMessage({ type: 'status', query: 1 }))
  await until(() => got.length === 1)
  await socket.send(encodeMessage(hello))
  await until(() => got.length === 2)
  const before = cluster.lines.length
  const one = (await import('../../cluster/wire/seal.js')).seal({ op: 'call', call: 1, fn: 'echo', args: [], reply: 'none' })
  await socket.send(encodeMessage({ type: 'instructions', list: [{ call: 1, reply: 'none', targets: [7], parts: one }] }))
  await socket.send(encodeMessage({ type: 'instructions', list: [{ call: 1, reply: 'none', parts: [one] }] }))
  await socket.send(encodeMessage(hello))
  await until(() => cluster.lines.slice(before).filter((line) => line.startsWith('refused a message')).length === 3)
  t.match(cluster.lines.slice(before).join('\n'), /targets below 2 but received 7[\s\S]*2 parts, one for each target[\s\S]*one hello/)
  const { socket: twin, got: twinGot } = peer(t, access.endpoint, access)
  await twin.send(encodeMessage(hello))
  await until(() => twinGot.length === 1)
  t.match(Buffer.concat(twinGot[0]!).toString('latin1'), /the session b+ is taken/)
  await isWell()
})

t.test('a message that is too long', async (t) => {
  const { cluster, isWell } = await withWitness(t, { frameLimit: 100_000 })
  const access = cluster.controller.clientAccess!
  const { socket, got } = peer(t, access.endpoint, access)
  await socket.send(encodeMessage(hello))
  await until(() => got.length > 0)
  t.ok(cluster.engines[0]!.sessions.has('b'.repeat(16)))
  await socket.send(encodeMessage({ type: 'share', query: 1, name: 'x'.repeat(200_000), id: 1 }))
  await until(() => cluster.lines.some((line) => /lost the connection of a client: .*more than 100000 bytes/.test(line)))
  await until(() => !cluster.engines[0]!.sessions.has('b'.repeat(16)))
  await isWell()
})

t.test('another version of client or engine', async (t) => {
  const { cluster, isWell } = await withWitness(t)
  const access = cluster.controller.clientAccess!
  for (const other of [{ wire: wireVersion + 1 }, { version: '9.9.9' }]) {
    const { socket, got } = peer(t, access.endpoint, access)
    await socket.send(encodeMessage({ ...hello, ...other }))
    await until(() => got.length === 1)
    t.match(
      Buffer.concat(got[0]!).toString(),
      /this client is distarray .*the cluster runs .*install the same version.*distarray cluster restart/,
    )
    t.match(cluster.lines.join('\n'), /refused a client: this client is/)
  }
  await isWell()

  const controller = await Controller.start({ engines: 1 })
  const old = new FakeEngine(controller.engineAccess, 0, 1, { version: '0.0.1', hasMonitor: false })
  t.teardown(() => {
    old.vanish()
    controller.close()
  })
  await t.rejects(controller.ready, /Expected engines of version .* but engine 0 has version 0\.0\.1.*install the same version/)
  await until(() => old.refusals.length === 1)
})

t.test('a port that is taken, and one where something else listens', async (t) => {
  const server = createServer((socket) => socket.end('220 mail\r\n').on('error', () => {}))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as { port: number }
  await t.rejects(Controller.start({ engines: 1, clientPort: port }), {
    constructor: ContextError,
    message: new RegExp(`Expected to listen at tcp://127.0.0.1:${port} but the port is taken; choose another port`),
  })
  await t.rejects(Controller.start({ engines: 1, address: '203.0.113.7' }), ContextError)
  const keys = curveKeyPair()
  const access = { endpoint: `tcp://127.0.0.1:${port}`, serverKey: curveKeyPair().publicKey, ...keys }
  const begin = Date.now()
  const open = (endpoint: string) =>
    ClientTransport.open({ mode: 'connect', link: linkTo({ ...access, endpoint }), welcomeMilliseconds: 1000, remedy: 'Try again.' })
  await t.rejects(open(access.endpoint), /Expected a cluster to connect to but .*Try again/)
  server.close()
  await t.rejects(open('tcp://127.0.0.1:9'), /it gives no answer within 1 s\. Try again/)
  t.ok(Date.now() - begin < 3000)
})

t.test('keys', async (t) => {
  // From the specification of Z85: the bytes 86 4F D2 6F B5 59 F7 5B are the text HelloWorld.
  const key = 'HelloWorld'.repeat(4)
  t.ok(isKey(key))
  t.equal(Buffer.from(keyBytes(key), 'latin1').toString('hex'), '864fd26fb559f75b'.repeat(4))
  for (const bad of ['', 'HelloWorld', `${key.slice(1)}"`, 3, undefined]) t.notOk(isKey(bad))
})
