import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import t from 'tap'
import { clusterPath } from '../../cluster/zeromq/connection-file.js'
import { fails, runCluster, useOwnHome } from './command.js'

useOwnHome(t)

t.test('what cannot be', async (t) => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as { port: number }
  await fails(t, ['start', '-n', '1', '--port', String(port)], /cannot be started: .*the port is taken; choose another port.*default\.log/)
  t.notOk(existsSync(clusterPath('default', 'json')))
  process.env.DISTARRAY_MPIEXEC = 'no-such-mpiexec'
  await fails(t, ['start', '-n', '1'], /cannot be started: .*no-such-mpiexec/)
  delete process.env.DISTARRAY_MPIEXEC
  await fails(t, ['start', '-n', '0'], /for -n but received/, 2)
  await fails(t, ['start', '--port', '65536'], /for --port but received/, 2)
  await fails(t, ['begin'], /Expected one of start, stop, restart, status, clear but received begin/, 2)
  await fails(t, [], /but received nothing/, 2)
  await fails(t, ['stop', 'now'], /nothing after 'stop'/, 2)
  await fails(t, ['stop', '--name', '../x'], /letters, digits/)
  t.match(await runCluster(['--help']), { code: 0, stdout: /Usage: distarray cluster start/ })
})
