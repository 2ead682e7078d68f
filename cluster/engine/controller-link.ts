import { Dealer } from 'zeromq'
import { decodeMessage, encodeMessage } from '../wire/codec.js'
import { WireError } from '../wire/errors.js'
import type { SharedFolder } from '../wire/shared-folder.js'
import type { EngineSettings } from './settings.js'

/** Milliseconds for what is still to be sent when a link closes; nobody may be there to take it any more. */
const linger = 100

/** An engine's way to the controller and back. */
export interface EngineLink<Out, In> {
  /** Where clients on this machine leave large arrays. */
  shared: SharedFolder | undefined
  /**
   * Send a message; typed arrays in it must not change afterwards.
   *
   * @throws {ArgumentError} The message holds something that cannot travel.
   */
  send(message: Out): void
  /** When what was sent has left this process; undefined when it has, or leaves by itself while this thread computes. */
  sent(): Promise<void> | undefined
  /** Hand over what the controller sends, until {@link close}. To be called once. */
  receive(take: (message: In) => void): void
  close(): void
}

/**
 * A way to the controller and back by ZeroMQ: that of an engine on another machine, or of a monitor.
 *
 * A dead controller process on the same machine is noticed at once, by the end of the connection. A controller elsewhere may end
 * without that, so there the two sides greet each other; that is done by threads of their own, however busy the programs are.
 */
export class ControllerLink<Out, In> implements EngineLink<Out, In> {
  private readonly _socket: Dealer
  shared: SharedFolder | undefined

  constructor(settings: EngineSettings) {
    this._socket = new Dealer({
      curveServerKey: settings.serverKey,
      curvePublicKey: settings.publicKey,
      curveSecretKey: settings.secretKey,
      sendHighWaterMark: 0, // there is always room, and with the timeout each message is with ZeroMQ when send returns
      sendTimeout: 0,
      receiveHighWaterMark: 0,
      linger,
      ...(isLoopback(settings.endpoint) ? {} : { heartbeatInterval: 5000, heartbeatTimeout: 30000 }),
    })
  }

  /** Connect; `onState` is told when the controller is there and when it is gone. */
  connect(endpoint: string, onState: (isConnected: boolean) => void = () => {}): void {
    this._socket.events.on('handshake', () => onState(true))
    this._socket.events.on('disconnect', () => onState(false))
    this._socket.connect(endpoint)
  }

  send(message: Out): void {
    if (this._socket.closed) return
    this._socket.send(encodeMessage(message)).catch(() => {}) // it fails only when the link is closed meanwhile
  }

  /** ZeroMQ has a thread for it. */
  sent(): undefined {
    return undefined
  }

  receive(take: (message: In) => void): void {
    void this.takeAll(take)
  }

  close(): void {
    this._socket.close()
  }

  private async takeAll(take: (message: In) => void): Promise<void> {
    for await (const frames of this._socket) {
      try {
        take(decodeMessage(frames, { fetch: this.shared?.take }) as In)
      } catch (error) {
        if (!(error instanceof WireError)) throw error
        process.stderr.write(`A message of the controller cannot be read: ${error.message}\n`)
      }
    }
  }
}

function isLoopback(endpoint: string): boolean {
  return /^tcp:\/\/(127\.|localhost:|\[::1\])|^ipc:/.test(endpoint)
}
