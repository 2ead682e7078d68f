import type { Context } from 'zeromq'
import { ContextError } from '../../array/errors.js'
import type { KeepAlive } from '../keep-alive.js'
import { decodeMessage } from '../wire/codec.js'
import { WireError } from '../wire/errors.js'
import type { Log } from './authenticator.js'
import type { KeyPair } from './keys.js'
import { receiveAll } from './receive.js'
import { DoorSocket, isEnd } from './sockets.js'

/** Longest frame, in bytes: what one typed array can have on Node 20. */
export const defaultFrameLimit = 2 ** 32

/** Names a peer: the routing id of its connection. */
export type Peer = string

/** Where a door is, who has a key, and who takes what comes in. */
export interface DoorOptions {
  readonly context: Context
  /** Name of the door, under which the authenticator knows the keys that open it. */
  readonly domain: string
  readonly keys: KeyPair
  /** `tcp://ADDRESS:PORT`; port 0 takes any that is free. */
  readonly endpoint: string
  readonly frameLimit?: number
  readonly log: Log
  /** Lets the program end although the door is open, and then nobody hears of peers that were refused; it is kept alive when absent. */
  readonly keepAlive?: KeepAlive | undefined
  /** Takes a message, with sealed parts left so. Throws WireError to refuse it. */
  readonly onMessage: (peer: Peer, message: unknown) => void
  /** A peer that had sent something is gone: its connection ended. */
  readonly onGone: (peer: Peer) => void
}

/**
 * A listening socket to which only holders of a known key can speak. What is no message is refused and logged, and everybody else
 * goes on.
 */
export class Door {
  private readonly _socket: DoorSocket
  private readonly _options: DoorOptions
  private readonly _peers = new Set<Peer>()

  private constructor(options: DoorOptions) {
    this._options = options
    this._socket = new DoorSocket({
      context: options.context,
      curveServer: true,
      curveSecretKey: options.keys.secretKey,
      zapDomain: options.domain,
      zapEnforceDomain: true,
      mandatory: true,
      maxMessageSize: options.frameLimit ?? defaultFrameLimit,
      sendHighWaterMark: 0,
      receiveHighWaterMark: 0,
      sendTimeout: 0,
      linger: 200,
    })
    if (options.keepAlive === undefined) this.logRefused()
  }

  /**
   * Listen.
   *
   * @throws {ContextError} The port is taken, or there is no such address.
   */
  static async open(options: DoorOptions): Promise<Door> {
    const door = new Door(options)
    try {
      await door._socket.bind(options.endpoint)
    } catch (cause) {
      door._socket.close()
      throw cannotListen(options.endpoint, cause)
    }
    void receiveAll(door._socket, options.keepAlive, ([id, ...frames]) => door.take(id!.toString('latin1'), frames))
    return door
  }

  /** Where it listens, with the port that it has. */
  get endpoint(): string {
    return this._socket.lastEndpoint ?? this._options.endpoint
  }

  /**
   * Send a message, made by `encodeMessage`. It is with ZeroMQ when this returns; a peer that is gone is told to `onGone`, later.
   */
  send(peer: Peer, frames: readonly Uint8Array[]): void {
    if (this._socket.closed) return
    this._socket.send([Buffer.from(peer, 'latin1'), ...frames]).catch(() => this.gone(peer))
  }

  /** Forget a peer whose business is done: its end is no news. */
  forget(peer: Peer): void {
    this._peers.delete(peer)
  }

  close(): void {
    this._socket.close()
  }

  /** Whoever waits for events keeps the program alive. */
  private logRefused(): void {
    const refused = (what: string) => (event: { address: string; error?: Error }) =>
      this._options.log(`refused a peer at ${event.address}: ${what} (${event.error?.message ?? ''})`)
    this._socket.events.on('handshake:error:protocol', refused('it has no key of this cluster, or does not speak the protocol'))
    this._socket.events.on('handshake:error:auth', refused('unknown key'))
  }

  private take(peer: Peer, frames: Uint8Array[]): void {
    if (isEnd(frames)) {
      this.gone(peer)
      return
    }
    this._peers.add(peer)
    try {
      this._options.onMessage(peer, decodeMessage(frames, { keepSealed: true }))
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      const bytes = frames.reduce((sum, frame) => sum + frame.length, 0)
      this._options.log(`refused a message of ${bytes} bytes from a ${this._options.domain.replace(/s$/, '')}: ${error.message}`)
    }
  }

  private gone(peer: Peer): void {
    if (!this._peers.delete(peer)) return
    const limit = this._options.frameLimit ?? defaultFrameLimit
    this._options.log(
      `lost the connection of a ${this._options.domain.replace(/s$/, '')}: it ended, or sent more than ${limit} bytes at once`,
    )
    this._options.onGone(peer)
  }
}

function cannotListen(endpoint: string, cause: unknown): ContextError {
  const code = (cause as NodeJS.ErrnoException).code
  const what = code === 'EADDRINUSE' ? 'the port is taken' : cause instanceof Error ? cause.message : String(cause)
  return new ContextError(`Expected to listen at ${endpoint} but ${what}; choose another port, or port 0 for any that is free`, { cause })
}
