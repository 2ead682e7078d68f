import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import { ContextError } from '../../array/errors.js'
import type { Access } from './controller.js'
import { isKey } from './keys.js'

/** What a client must know to connect to a cluster, and `distarray cluster` to manage it. Secret: it holds a key. */
export interface Connection extends Access {
  readonly name: string
  /** Version of distarray that the cluster runs. */
  readonly version: string
  /** Where its controller runs. */
  readonly host: string
  readonly pid: number
  /** When that process began: its id may have been given to another since. */
  readonly born: string
  readonly engines: number
  /** What it was started with, to start it anew. */
  readonly address: string
  readonly port: number
  readonly hostfile?: string
}

/** Folder of connection files: `clusters` in DISTARRAY_HOME, default `~/.distarray`. */
export function clustersFolder(): string {
  return join(process.env.DISTARRAY_HOME || join(homedir(), '.distarray'), 'clusters')
}

/**
 * Return the path of a file that belongs to a cluster.
 *
 * @throws {ContextError} `name` cannot be the name of one.
 */
export function clusterPath(name: string, ending: 'json' | 'log'): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(name)) return join(clustersFolder(), `${name}.${ending}`)
  throw new ContextError(`Expected letters, digits, '.', '_' and '-' for the name of a cluster but received '${name}'`)
}

/** Make the folder of connection files, which nobody else may enter. */
export function makeClustersFolder(): void {
  mkdirSync(clustersFolder(), { recursive: true, mode: 0o700 })
}

/** Write a connection file that only this user can read. A reader sees the old one or the whole new one. */
export function writeConnection(connection: Connection): void {
  makeClustersFolder()
  const path = clusterPath(connection.name, 'json')
  const unfinished = `${path}.${process.pid}`
  rmSync(unfinished, { force: true })
  writeFileSync(unfinished, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(unfinished, path)
}

/** Remove a connection file, when it is still that of the process `pid`. */
export function removeConnection(name: string, pid: number): void {
  try {
    if (readConnection(name).pid === pid) rmSync(clusterPath(name, 'json'))
  } catch (error) {
    if (!(error instanceof ContextError)) throw error
  }
}

/** Names of the clusters that have a connection file. */
export function clusterNames(): string[] {
  try {
    return readdirSync(clustersFolder()).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []))
  } catch {
    return []
  }
}

/**
 * Read a connection file.
 *
 * @throws {ContextError} There is none, others can read it, or it is none.
 */
export function readConnection(name: string): Connection {
  const path = clusterPath(name, 'json')
  const text = readPrivate(name, path)
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch (cause) {
    throw damaged(path, cause)
  }
  if (!isConnection(found)) throw damaged(path)
  return found
}

/** Tell whether the controller of a connection file is certainly gone: it ran on this machine, and there is no such process. */
export function isStale({ host, pid, born }: Connection): boolean {
  return host === hostname() && processBirth(pid) !== born
}

/** Return when a process of this machine began, in clock ticks since this machine did: with its id, that names it. Empty when it has ended. */
export function processBirth(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const [state, ...facts] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === 'X' ? '' : facts[18]!
  } catch {
    return ''
  }
}

/**
 * Return how to reach a cluster that runs, as far as its connection file tells; undefined when there is none, or a stale one.
 *
 * @throws {ContextError} The connection file is damaged, or others can read it.
 */
export function runningCluster(name: string): Connection | undefined {
  if (!existsSync(clusterPath(name, 'json'))) return undefined
  const connection = readConnection(name)
  return isStale(connection) ? undefined : connection
}

function readPrivate(name: string, path: string): string {
  try {
    const { mode } = statSync(path)
    if ((mode & 0o077) !== 0)
      throw new ContextError(
        `Expected a connection file that only you can read, but others can read or write ${path}; delete it, and start the cluster anew: its key may be known`,
      )
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof ContextError) throw cause
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new ContextError(`Expected to read the connection file ${path} but it is not possible: ${String(cause)}`, { cause })
    const others = clusterNames()
    const known = others.length > 0 ? ` There are: ${others.join(', ')}.` : ''
    throw new ContextError(`There is no cluster '${name}'.${known} Start one with 'distarray cluster start'`)
  }
}

function damaged(path: string, cause?: unknown): ContextError {
  return new ContextError(`Expected a connection file in ${path} but it is none, or damaged; delete it, and start the cluster anew`, {
    cause,
  })
}

function isConnection(value: unknown): value is Connection {
  if (typeof value !== 'object' || value === null) return false
  const { name, version, host, pid, born, engines, address, port, hostfile, endpoint, serverKey, publicKey, secretKey } =
    value as Connection
  const texts = [name, version, host, born, address, endpoint, hostfile ?? '']
  const counts = [pid, engines, port]
  return (
    texts.every((text) => typeof text === 'string') &&
    counts.every((count) => Number.isSafeInteger(count) && count >= 0) &&
    /^tcp:\/\/.+:\d+$/.test(endpoint) &&
    [serverKey, publicKey, secretKey].every(isKey)
  )
}
