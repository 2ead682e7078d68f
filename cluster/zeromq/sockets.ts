import { Dealer, Router, type SocketOptions } from 'zeromq'

/*
 * The end of a connection told as a message. ZeroMQ tells it as an event as well, but whoever waits for events keeps the program
 * alive; and the message says whose connection it was, after everything that came by it.
 */

/** A message that no side sends. */
const ended = Uint8Array.of(0)
/** ZMQ_DISCONNECT_MSG and ZMQ_HICCUP_MSG of zmq.h, which the `zeromq` package has no names for. */
const disconnectMessage = 111
const hiccupMessage = 114

/** Whether a message says that the connection by which it came has ended. */
export function isEnd(frames: readonly Uint8Array[]): boolean {
  return frames.length === 1 && frames[0]!.length === 1 && frames[0]![0] === 0
}

/** A listening socket that receives {@link isEnd} from a peer whose connection ended. */
export class DoorSocket extends Router {
  constructor(options: SocketOptions<Router>) {
    super(options)
    this.setStringOption(disconnectMessage, Buffer.from(ended))
  }
}

/** A connecting socket that receives {@link isEnd} when its connection has ended. */
export class ChannelSocket extends Dealer {
  constructor(options: SocketOptions<Dealer>) {
    super(options)
    this.setStringOption(hiccupMessage, Buffer.from(ended))
  }
}
