import { randomBytes } from 'node:crypto'
import { Context } from 'zeromq'
import type { KeepAlive } from '../keep-alive.js'
import { decodeMessage, encodeMessage } from '../wire/codec.js'
import { WireError } from '../wire/errors.js'
import type { SharedFolder } from '../wire/shared-folder.js'
import { defaultFrameLimit } from './door.js'
import type { KeyPair } from './keys.js'
import { knock } from './knock.js'
import { receiveAll } from './receive.js'
import { ChannelSocket, isEnd } from './sockets.js'

/** Where a channel leads, and who hears of it. */
export interface ChannelOptions {
  readonly endpoint: string
  /** Public key of whoever listens there. */
  readonly serverKey: string
  readonly keys: KeyPair
  readonly frameLimit?: number
  /** Lets the program end although the channel is open; it is kept alive when absent. */
  readonly keepAlive?: KeepAlive | undefined
  readonly onMessage: (message: unknown) => void
  /** The connection ended or was refused, or what came is no message; told once, and the channel is closed then. */
  readonly onEnd: (reason: string) => void
}

/** A connection of a client, an engine or a monitor to the controller. Whoever it connects to has shown that it has the key. */
export class Channel {
  private readonly _context = new Context()
  private readonly _socket: ChannelSocket
  private readonly _options: ChannelOptions
  private readonly _stopKnocking: () => void
  private _closed = false
  /** Where large arrays are left that the other side sends. */
  shared: SharedFolder | undefined

  /** Connect. What is sent before the connection stands is kept until it does. */
  constructor(options: ChannelOptions) {
    this._options = options
    this._context.blocky = false
    const { publicKey: curvePublicKey, secretKey: curveSecretKey } = options.keys
    const keys = { curvePublicKey, curveSecretKey, curveServerKey: options.serverKey }
    this._socket = new ChannelSocket({
      context: this._context,
      routingId: randomBytes(8).toString('hex'),
      ...keys,
      maxMessageSize: options.frameLimit ?? defaultFrameLimit,
      sendHighWaterMark: 0,
      receiveHighWaterMark: 0,
      sendTimeout: 0,
      linger: 200,
    })
    this._socket.connect(options.endpoint)
    this._stopKnocking = knock({ context: this._context, endpoint: options.endpoint, keys, onRefused: (reason) => this.end(reason) })
    void receiveAll(this._socket, options.keepAlive, (frames) => this.take(frames))
  }

  /**
   * Send a message. It is with ZeroMQ when this returns, and its typed arrays must not change until it has arrived.
   *
   * @throws {ArgumentError} Something in it cannot be sent.
   * @throws {WireError}     A typed array is longer than the other side takes.
   */
  send(message: unknown): void {
    if (this._closed) return
    const frames = encodeMessage(message)
    const limit = this._options.frameLimit ?? defaultFrameLimit
    for (const { length } of frames)
      if (length > limit) throw new WireError(`Expected at most ${limit} bytes in one piece but the message has one of ${length}`)
    this._socket.send(frames).catch((error: Error) => this.end(error.message))
  }

  /** Idempotent. What was sent still leaves. */
  close(): void {
    if (this._closed) return
    this._closed = true
    this._stopKnocking()
    this._socket.close()
  }

  private take(frames: readonly Buffer[]): void {
    if (this._closed) return
    if (isEnd(frames)) {
      this.end('the connection ended')
      return
    }
    try {
      this._options.onMessage(decodeMessage(frames, { fetch: this.shared?.take }))
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.end(error.message)
    }
  }

  private end(reason: string): void {
    if (this._closed) return
    this.close()
    this._options.onEnd(reason)
  }
}
