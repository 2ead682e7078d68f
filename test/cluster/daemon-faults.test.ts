// Clusters whose clients, engines and controllers are killed.
import { spawn } from 'node:child_process'
import t from 'tap'
import { connectTransport } from '../../cluster/zeromq/connect-transport.js'
import { isStale, readConnection } from '../../cluster/zeromq/connection-file.js'
import { call, sleep, until } from './cluster.js'
import { fails, isAlive, succeeds, useOwnHome } from './command.js'

useOwnHome(t)

t.test('a client that is killed loses its arrays; the cluster stays', async (t) => {
  await succeeds(t, ['start', '-n', '1', '--name', 'kept'], /connect with Context\.connect\('kept'\)/)
  const witness = await connectTransport('kept')
  t.teardown(() => witness.close())

  const child = spawn(process.execPath, [new URL('./daemon-client.js', import.meta.url).pathname, 'kept'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  await until(() => said.includes('made'))
  t.ok((await witness.status())[0]!.liveBytes >= 8000)
  child.kill('SIGKILL')
  const begin = Date.now()
  while ((await witness.status())[0]!.liveBytes > 0) await sleep(20)
  t.ok(Date.now() - begin < 5000, `${Date.now() - begin} ms`)

  const controller = readConnection('kept')
  const [engine] = await witness.status()
  process.kill(controller.pid, 'SIGKILL')
  await until(() => isStale(controller) && !isAlive(engine!.pid))
  await fails(t, ['status', '--name', 'kept'], /not running any more: its process \d+ is gone/)
  await succeeds(t, ['start', '-n', '1', '--name', 'kept'], /runs, with 1 engine;/)
})

t.test('an engine that is killed: clients are told, and restart mends it', async (t) => {
  await succeeds(t, ['start', '-n', '2', '--name', 'hurt'], /runs/)
  const client = await connectTransport('hurt')
  t.teardown(() => client.close())
  const [, victim] = await client.status()
  process.kill(victim!.pid, 'SIGKILL')
  const begin = Date.now()
  const patience = setTimeout(() => {}, 10_000) // a listener alone is no reason to go on
  const lost = await new Promise((resolve) => {
    client.on('engine-lost', resolve)
  })
  clearTimeout(patience)
  t.match(lost, { engine: 1, reason: /signal|Killed/ })
  t.ok(Date.now() - begin < 2000, `${Date.now() - begin} ms`)
  await t.rejects(client.request(call('session.names')), /Engine 1 was lost/)
  await fails(t, ['status', '--name', 'hurt'], /engine 1 was lost.*distarray cluster restart/)
  await succeeds(t, ['restart', '--name', 'hurt'], /runs, with 2 engines/)
  await client.restart()
  t.equal((await client.request(call('session.names'))).answers.length, 2)
})
