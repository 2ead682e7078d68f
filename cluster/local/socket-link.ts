import { connect, type Socket } from 'node:net'
import type { EngineLink } from '../engine/controller-link.js'
import { decodeMessage, encodeMessage } from '../wire/codec.js'
import { WireError } from '../wire/errors.js'
import { FrameReader } from '../wire/framing.js'
import type { SharedFolder } from '../wire/shared-folder.js'
import { writeMessage } from './socket-door.js'

/** An engine's way to a controller on the same machine and back. That the controller is gone, its monitor notices. */
export class SocketLink<Out, In> implements EngineLink<Out, In> {
  shared: SharedFolder | undefined
  private readonly _socket: Socket

  /** @param path Of the controller's socket. */
  constructor(path: string) {
    this._socket = connect(path)
    this._socket.on('error', () => {}) // it is closed then
  }

  send(message: Out): void {
    if (!this._socket.destroyed) writeMessage(this._socket, encodeMessage(message))
  }

  sent(): Promise<void> | undefined {
    const { writableLength, connecting, destroyed } = this._socket
    if (writableLength === 0 || connecting || destroyed) return undefined
    return new Promise((resolve) => this._socket.write('', () => resolve()))
  }

  receive(take: (message: In) => void): void {
    const reader = new FrameReader(Number.MAX_SAFE_INTEGER, (frames) => {
      try {
        take(decodeMessage(frames, { fetch: this.shared?.take }) as In)
      } catch (error) {
        if (!(error instanceof WireError)) throw error
        process.stderr.write(`A message of the controller cannot be read: ${error.message}\n`)
      }
    })
    this._socket.on('data', (bytes) => reader.push(bytes))
  }

  close(): void {
    this._socket.end()
  }
}
