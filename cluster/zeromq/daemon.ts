/* The process of a cluster that outlives its clients; started by `distarray cluster start` (daemon-start.ts). */
import { hostname } from 'node:os'
import { isDistError } from '../../protocol/errors.js'
import { packageVersion } from '../version.js'
import { processBirth, removeConnection, writeConnection } from './connection-file.js'
import type { DaemonReport, DaemonSettings } from './daemon-start.js'
import { RunningCluster } from './running-cluster.js'

const { name, engines, address, port, hostfile } = JSON.parse(process.argv[2] ?? '') as DaemonSettings
let cluster: RunningCluster | undefined
let isStopping = false

/** One line of the log file. */
function log(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`)
}

function report(message: DaemonReport): void {
  if (process.connected) process.send!(message, () => process.disconnect())
}

async function stop(why: string): Promise<void> {
  if (isStopping) return
  isStopping = true
  log(`the cluster ends: ${why}`)
  removeConnection(name, process.pid)
  await cluster?.stop()
  process.exit(0)
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(signal))
try {
  cluster = await RunningCluster.start({
    engines,
    address,
    clientPort: port,
    log,
    onStop: () => void stop('a client asked for it'),
    onOutput: (stream, text) => process[stream].write(text),
    ...(hostfile !== undefined && { hostfile }),
  })
  await cluster.controller.ready
  const access = cluster.controller.clientAccess!
  const facts = {
    name,
    version: packageVersion,
    host: hostname(),
    pid: process.pid,
    born: processBirth(process.pid),
    engines,
    address,
    port,
  }
  writeConnection({ ...facts, ...access, ...(hostfile !== undefined && { hostfile }) })
  log(`${engines} engines are ready; clients connect at ${access.endpoint}`)
  report({ type: 'ready' })
} catch (error) {
  log(`the cluster cannot be started: ${error instanceof Error ? error.stack : String(error)}`)
  report({ type: 'failed', message: isDistError(error) ? error.message : String(error) })
  await cluster?.stop()
  process.exitCode = 1
}
