import { existsSync, statSync } from 'node:fs'
import t from 'tap'
import { ArrayReference } from '../../array/instruction.js'
import { connectTransport } from '../../cluster/zeromq/connect-transport.js'
import { clusterPath, readConnection } from '../../cluster/zeromq/connection-file.js'
import { call } from './cluster.js'
import { fails, isAlive, succeeds, useOwnHome } from './command.js'

useOwnHome(t)

t.test('start, use, look, clear, restart, stop', async (t) => {
  await succeeds(t, ['start', '-n', '2'], /The cluster 'default' runs, with 2 engines; connect with Context\.connect\(\)/)
  t.equal(statSync(clusterPath('default', 'json')).mode & 0o777, 0o600)
  t.equal(statSync(clusterPath('default', 'log')).mode & 0o777, 0o600)
  await fails(t, ['start', '-n', '2'], /runs already, on .* with 2 engines/)

  const [one, two] = [await connectTransport(), await connectTransport()]
  t.teardown(() => Promise.all([one.close(), two.close()]))
  one.send({ op: 'define', fn: 'user.1', source: 'function f(x, comm) { return [x, comm.rank, comm.size] }', variables: [] })
  const { answers } = await one.request(call('user.1', [{ n: 1n }]))
  t.strictSame(answers, [
    { engine: 0, value: [{ n: 1n }, 0, 2] },
    { engine: 1, value: [{ n: 1n }, 1, 2] },
  ])
  const block = [0, 1].map((rank) => [
    {
      dist_type: 'b',
      size: 2000,
      proc_grid_size: 2,
      proc_grid_rank: rank,
      start: 1000 * rank,
      stop: 1000 * (rank + 1),
      padding: [0, 0],
      periodic: false,
    },
  ])
  one.send(call('create.full', [block, 'float64', 3], { reply: 'none', out: { first: 1, count: 1 } }))
  const gathered = await one.request(call('gather', [new ArrayReference(1)]))
  t.match(gathered.answers, [{ value: new Float64Array(1000).fill(3) }, { value: new Float64Array(1000).fill(3) }])
  t.match((await two.request(call('gather', [new ArrayReference(1)]))).answers, [{ failure: {} }, { failure: {} }], 'not for others')
  await one.share('threes', 1)
  t.equal((await two.shared('threes', 5)).length, 2)
  t.match((await two.request(call('gather', [new ArrayReference(5)]))).answers, gathered.answers)

  const status = await succeeds(t, ['status'], /2 clients connected/)
  t.match(status, /^ *1 .* 7\.8 KiB /m, 'memory of an engine')
  await two.close()
  await succeeds(t, ['clear'], /is dropped/)
  t.match(
    (await one.status()).map(({ liveBytes }) => liveBytes),
    [0, 0],
  )
  t.match((await one.request(call('gather', [new ArrayReference(1)]))).answers, [{ failure: {} }, { failure: {} }])

  const pids = (await one.status()).map(({ pid }) => pid)
  await succeeds(t, ['restart', '-n', '3'], /runs, with 3 engines/)
  t.strictSame(pids.filter(isAlive), [])
  await t.rejects(one.request(call('session.names')), /The controller is gone/)
  await one.restart()
  t.equal(one.engines, 3)
  t.equal((await one.request(call('session.names'))).answers.length, 3)

  const { pid } = readConnection('default')
  const engines = (await one.status()).map((engine) => engine.pid)
  await one.close()
  await succeeds(t, ['stop'], /has ended/)
  t.strictSame([pid, ...engines].filter(isAlive), [], 'no process is left')
  t.notOk(existsSync(clusterPath('default', 'json')))
  for (const action of ['stop', 'status', 'clear', 'restart']) await fails(t, [action], /no cluster 'default'/)
})
