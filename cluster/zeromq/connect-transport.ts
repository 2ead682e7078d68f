import { ContextError } from '../../array/errors.js'
import { KeepAlive } from '../keep-alive.js'
import { packageVersion } from '../version.js'
import { ClientTransport } from './client-transport.js'
import { type Connection, clusterPath, isStale, readConnection } from './connection-file.js'
import { linkTo } from './link.js'

const welcomeMilliseconds = 10_000

/**
 * Connect to a cluster that `distarray cluster start` started.
 *
 * Not collective.
 *
 * @param name Its name; default `'default'`.
 * @throws {ContextError} There is none, it has ended, it runs another version, or it refuses; the message says what to do.
 */
export async function connectTransport(name = 'default'): Promise<ClientTransport> {
  findCluster(name)
  const remedy = `See 'distarray cluster status${name === 'default' ? '' : ` --name ${name}`}', and ${clusterPath(name, 'log')}`
  const keepAlive = new KeepAlive()
  return ClientTransport.open({
    mode: 'connect',
    link: (onMessage, onEnd) => linkTo(findCluster(name), keepAlive)(onMessage, onEnd),
    keepAlive,
    welcomeMilliseconds,
    remedy,
  })
}

/**
 * Read how to reach a cluster of this version that seems to run.
 *
 * @throws {ContextError} There is none.
 */
export function findCluster(name: string): Connection {
  const connection = readConnection(name)
  if (isStale(connection))
    throw new ContextError(
      `The cluster '${name}' is not running any more: its process ${connection.pid} is gone, and ${clusterPath(name, 'json')} is stale. ` +
        "Start it anew with 'distarray cluster start', which replaces that file",
    )
  if (connection.version !== packageVersion)
    throw new ContextError(
      `The cluster '${name}' runs distarray ${connection.version} but this is ${packageVersion}; ` +
        "install the same version, or start the cluster anew with 'distarray cluster restart'",
    )
  return connection
}
