import type { Dealer, Router } from 'zeromq'
import type { KeepAlive } from '../keep-alive.js'

/** Milliseconds between looks for messages while nothing is awaited, and for which a socket is still waited at after that. */
const lookEvery = 50

/**
 * Hand over what a socket receives until it is closed.
 *
 * A ZeroMQ socket that waits for a message keeps the program alive, and cannot be unref'd. So it waits only while something is awaited;
 * else a timer that can be unref'd looks whether a message is there.
 *
 * @param keepAlive Tells whether something is awaited; the program is kept alive by this socket when absent.
 */
export async function receiveAll(
  socket: Dealer | Router,
  keepAlive: KeepAlive | undefined,
  take: (frames: Buffer[]) => void | Promise<void>,
): Promise<void> {
  if (keepAlive !== undefined) socket.receiveTimeout = lookEvery
  while (!socket.closed) {
    if (keepAlive === undefined || keepAlive.isHeld || socket.readable) {
      const frames = await receive(socket)
      if (frames !== undefined) await take(frames)
    } else await keepAlive.heldWithin(lookEvery)
  }
}

/** The next message; undefined when time is up or the socket was closed. */
async function receive(socket: Dealer | Router): Promise<Buffer[] | undefined> {
  try {
    return await socket.receive()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    return undefined
  }
}
