import { spawn } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ContextError } from '../../array/errors.js'
import { clusterPath, isStale, makeClustersFolder, readConnection } from './connection-file.js'

const daemon = fileURLToPath(new URL('./daemon.js', import.meta.url))
/** Milliseconds in which the engines have to be there. */
const startMilliseconds = 60_000

/** What a cluster is started with. */
export interface DaemonSettings {
  readonly name: string
  readonly engines: number
  /** Address to listen at. */
  readonly address: string
  /** Port for clients, 0 for any that is free. */
  readonly port: number
  readonly hostfile?: string
}

/** What the process of the cluster says, once. */
export type DaemonReport = { type: 'ready' } | { type: 'failed'; message: string }

/**
 * Start a cluster that outlives this process; resolves when its engines are ready.
 *
 * Not collective.
 *
 * @throws {ContextError} One of that name runs, or it cannot be started; the message says why.
 */
export async function startDaemon(settings: DaemonSettings): Promise<void> {
  const { name } = settings
  refuseRunning(name)
  makeClustersFolder()
  const logFile = clusterPath(name, 'log')
  rmSync(logFile, { force: true })
  const log = openSync(logFile, 'wx', 0o600)
  const child = spawn(process.execPath, [daemon, JSON.stringify(settings)], { detached: true, stdio: ['ignore', log, log, 'ipc'] })
  closeSync(log)
  const report = await new Promise<DaemonReport>((resolve) => {
    const fail = (message: string) => resolve({ type: 'failed', message })
    const timer = setTimeout(() => {
      child.kill()
      fail(`its engines are not there after ${startMilliseconds / 1000} s`)
    }, startMilliseconds)
    child.on('message', (message) => resolve(message as DaemonReport))
    child.on('error', (error) => fail(error.message))
    child.on('exit', (code, signal) => fail(`its process ended with ${signal ?? `exit code ${code}`}`))
    child.on('exit', () => clearTimeout(timer))
    child.on('message', () => clearTimeout(timer))
  })
  child.unref()
  if (child.connected) child.disconnect()
  if (report.type === 'failed') throw new ContextError(`The cluster '${name}' cannot be started: ${report.message}. More is in ${logFile}`)
}

function refuseRunning(name: string): void {
  let running: ReturnType<typeof readConnection>
  try {
    running = readConnection(name)
  } catch (error) {
    if (error instanceof ContextError && /^There is no cluster/.test(error.message)) return
    throw error
  }
  if (isStale(running)) rmSync(clusterPath(name, 'json'))
  else
    throw new ContextError(
      `The cluster '${name}' runs already, on ${running.host} with ${running.engines} engines; ` +
        `use it, stop it with 'distarray cluster stop', or start another with --name`,
    )
}
