import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { SocketDoor } from '../../cluster/local/socket-door.js'
import { SocketLink } from '../../cluster/local/socket-link.js'
import { encodeMessage } from '../../cluster/wire/codec.js'
import { WireError } from '../../cluster/wire/errors.js'
import { until } from './cluster.js'

async function open(t: Test) {
  const folder = mkdtempSync(join(tmpdir(), 'distarray-door-'))
  const lines: string[] = []
  const messages: { peer: string; message: unknown }[] = []
  const gone: string[] = []
  const door = await SocketDoor.open({
    folder,
    log: (line) => lines.push(line),
    keepsAlive: true,
    onMessage: (peer, message) => {
      if (message === 'bad') throw new WireError('Expected something better')
      messages.push({ peer, message })
    },
    onGone: (peer) => gone.push(peer),
  })
  t.teardown(() => {
    door.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { door, lines, messages, gone }
}

/** tap's own comparison takes a minute. */
function isSame(a: Float64Array, b: Float64Array): boolean {
  return Buffer.compare(new Uint8Array(a.buffer, a.byteOffset, a.byteLength), new Uint8Array(b.buffer, b.byteOffset, b.byteLength)) === 0
}

t.test('messages go both ways, small and large, and the end of a peer is told', async (t) => {
  const { door, messages, gone } = await open(t)
  const link = new SocketLink<unknown, unknown>(door.path)
  const received: unknown[] = []
  link.receive((message) => received.push(message))
  const large = new Float64Array(3e6).map((_, i) => i / 3)
  link.send({ hello: 1 })
  link.send({ large })
  await until(() => messages.length === 2)
  t.same(messages[0]!.message, { hello: 1 })
  t.ok(isSame((messages[1]!.message as { large: Float64Array }).large, large))
  await link.sent()
  t.equal(link.sent(), undefined, 'nothing waits to be sent')
  const { peer } = messages[0]!
  t.equal(door.send(peer, encodeMessage({ answer: large })), true)
  t.equal(door.send(peer, encodeMessage('and then')), true)
  await until(() => received.length === 2)
  t.ok(isSame((received[0] as { answer: Float64Array }).answer, large))
  t.equal(received[1], 'and then')
  t.equal(door.send('somebody else', encodeMessage(1)), false)
  link.close()
  await until(() => gone.length === 1)
  t.same(gone, [peer])
  t.equal(door.send(peer, encodeMessage(1)), false, 'nothing can be sent to who is gone')
})

t.test('what cannot be understood is refused and logged, and the others go on', async (t) => {
  const { door, lines, messages, gone } = await open(t)
  const good = new SocketLink<unknown, unknown>(door.path)
  good.send('here')
  const stranger = connect(door.path, () => stranger.write('GET / HTTP/1.0\r\n\r\n'))
  stranger.on('error', () => {})
  await until(() => gone.length === 1)
  t.match(lines, [/^refused an engine of this machine: Expected 1 to 1048576 frames/])
  good.send('bad')
  good.send('still here')
  await until(() => messages.length === 2)
  t.match(lines[1], /^refused a message from an engine of this machine: Expected something better/)
  good.close()
})

t.test('a closed door leaves no socket behind', async (t) => {
  const { door } = await open(t)
  t.ok(existsSync(door.path))
  door.close()
  await until(() => !existsSync(door.path))
})
