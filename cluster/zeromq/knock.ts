import { type Context, Dealer, type SocketOptions } from 'zeromq'

/** What to knock with, as for the connection itself. */
export interface KnockOptions {
  readonly context: Context
  readonly endpoint: string
  readonly keys: SocketOptions<Dealer>
  /** The other side does not let us in; told once. */
  readonly onRefused: (reason: string) => void
}

/**
 * Find out by a connection of its own whether the other side lets us in. It is closed when it does: whoever waits for ZeroMQ's events
 * keeps the program alive, and whoever stops reading them while the connection stands blocks ZeroMQ's thread.
 *
 * @returns Stops knocking. Idempotent.
 */
export function knock({ context, endpoint, keys, onRefused }: KnockOptions): () => void {
  const socket = new Dealer({ context, linger: 0, ...keys })
  const close = (): void => {
    if (!socket.closed) socket.close()
  }
  const refused = (reason: string) => (): void => {
    if (socket.closed) return
    close()
    onRefused(reason)
  }
  socket.events.on('handshake', close)
  socket.events.on('handshake:error:auth', refused('the other side does not know the key'))
  socket.events.on('handshake:error:protocol', refused('the other side does not speak this protocol'))
  socket.events.on('handshake:error:other', refused('the other side refused: it has other keys, or does not speak this protocol'))
  socket.events.on('disconnect', refused('the connection ended'))
  socket.connect(endpoint)
  return close
}
