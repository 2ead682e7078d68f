import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { ContextError } from '../../array/errors.js'
import type { ClientMessage } from '../wire/messages.js'
import { Channel } from './channel.js'
import { type Connection, clusterPath, isStale, removeConnection } from './connection-file.js'

const stopMilliseconds = 10_000

/**
 * End a cluster of any version; resolves when it has ended. When it had ended already, its stale connection file is removed.
 *
 * Not collective.
 *
 * @throws {ContextError} It does not answer.
 */
export async function stopDaemon(connection: Connection): Promise<void> {
  const { name, pid, host } = connection
  if (!isStale(connection)) {
    const isTold = await tell(connection)
    const isOver = isTold && (host !== hostname() || (await hasEnded(connection)))
    if (!isOver)
      throw new ContextError(
        `The cluster '${name}' does not end. See ${clusterPath(name, 'log')}; if process ${pid} on ${host} is its controller, kill it, else ` +
          `delete ${clusterPath(name, 'json')}`,
      )
  }
  removeConnection(name, pid)
}

/** Ask the controller to end; resolves to whether the connection has ended upon that. */
function tell({ endpoint, serverKey, publicKey, secretKey }: Connection): Promise<boolean> {
  return new Promise((resolve) => {
    const onEnd = (): void => {
      clearTimeout(timer)
      resolve(true)
    }
    const channel = new Channel({ endpoint, serverKey, keys: { publicKey, secretKey }, onMessage: () => {}, onEnd })
    const timer = setTimeout(() => {
      channel.close()
      resolve(false)
    }, stopMilliseconds)
    channel.send({ type: 'stop' } satisfies ClientMessage)
  })
}

async function hasEnded(connection: Connection): Promise<boolean> {
  for (const end = Date.now() + stopMilliseconds; Date.now() < end; await wait(20)) if (isStale(connection)) return true
  return false
}
