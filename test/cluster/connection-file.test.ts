import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { ContextError } from '../../array/errors.js'
import { packageVersion } from '../../cluster/version.js'
import { connectTransport } from '../../cluster/zeromq/connect-transport.js'
import {
  type Connection,
  clusterNames,
  clusterPath,
  isStale,
  processBirth,
  readConnection,
  removeConnection,
  writeConnection,
} from '../../cluster/zeromq/connection-file.js'
import { makeClusterKeys } from '../../cluster/zeromq/keys.js'

const home = mkdtempSync(join(tmpdir(), 'distarray-home-'))
process.env.DISTARRAY_HOME = home
t.teardown(() => rmSync(home, { recursive: true, force: true }))

const keys = makeClusterKeys()

function connection(more: Partial<Connection> = {}): Connection {
  return {
    name: 'one',
    version: packageVersion,
    host: hostname(),
    pid: process.pid,
    born: processBirth(process.pid),
    engines: 2,
    address: '127.0.0.1',
    port: 0,
    endpoint: 'tcp://127.0.0.1:9',
    serverKey: keys.server.publicKey,
    ...keys.client,
    ...more,
  }
}

t.test('what is written is read, by nobody else', async (t) => {
  t.strictSame(clusterNames(), [])
  writeConnection(connection())
  writeConnection(connection({ engines: 3, hostfile: '/some/hosts' }))
  t.strictSame(readConnection('one'), connection({ engines: 3, hostfile: '/some/hosts' }))
  t.equal(statSync(clusterPath('one', 'json')).mode & 0o777, 0o600)
  t.equal(statSync(join(home, 'clusters')).mode & 0o777, 0o700)
  t.strictSame(clusterNames(), ['one'])
  removeConnection('one', 1)
  t.strictSame(clusterNames(), ['one'], 'that of another process stays')
  removeConnection('one', process.pid)
  t.strictSame(clusterNames(), [])
  removeConnection('one', process.pid)
})

t.test('a file that is none, or that others can read', async (t) => {
  const bad = { constructor: ContextError }
  t.throws(() => readConnection('two'), { ...bad, message: /no cluster 'two'\. Start one with 'distarray cluster start'/ })
  writeConnection(connection())
  t.throws(() => readConnection('two'), { ...bad, message: /no cluster 'two'\. There are: one\./ })
  const path = clusterPath('one', 'json')
  chmodSync(path, 0o640)
  t.throws(() => readConnection('one'), { ...bad, message: /others can read or write/ })
  chmodSync(path, 0o600)
  const good = readFileSync(path, 'utf8')
  const wrong = { serverKey: 'short', endpoint: 'here', pid: '1', engines: -1, name: null }
  for (const text of [
    '',
    'null',
    '{}',
    good.slice(0, -9),
    ...Object.entries(wrong).map((entry) => JSON.stringify({ ...connection(), ...Object.fromEntries([entry]) })),
  ]) {
    writeFileSync(path, text)
    t.throws(() => readConnection('one'), { ...bad, message: /it is none, or damaged/ }, text.slice(0, 20))
  }
  for (const name of ['', '../one', 'a/b', '.hidden', 'x'.repeat(65), '-n'])
    t.throws(() => readConnection(name), { ...bad, message: /letters, digits/ }, name)
  rmSync(path)
})

t.test('a stale file', async (t) => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  const facts = connection({ pid: child.pid!, born: processBirth(child.pid!) })
  t.not(facts.born, '')
  t.notOk(isStale(facts))
  t.ok(isStale({ ...facts, born: '1' }), 'another process has that id now')
  t.notOk(isStale({ ...facts, host: 'elsewhere', born: '1' }), 'of another machine nothing is known')
  child.kill('SIGKILL')
  await once(child, 'exit')
  t.ok(isStale(facts))
  writeConnection(facts)
  await t.rejects(connectTransport('one'), {
    constructor: ContextError,
    message: new RegExp(`not running any more: its process ${child.pid} is gone, .*one\\.json is stale.*distarray cluster start`),
  })
  writeConnection(connection({ version: '0.0.1' }))
  await t.rejects(connectTransport('one'), /runs distarray 0\.0\.1 but this is .*install the same version/)
  await t.rejects(connectTransport('none'), /no cluster 'none'/)
})
