import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { decodeMessage } from '../wire/codec.js'
import { WireError } from '../wire/errors.js'
import { FrameReader, joinFrames } from '../wire/framing.js'

/** Longest frame, in bytes: large arrays go through the shared folder. */
const frameLimit = 2 ** 32

/** Who takes what comes in. */
export interface SocketDoorOptions {
  /** Folder of the job, which only this user may enter: whoever gets to the socket in it is one of the job. */
  readonly folder: string
  readonly log: (line: string) => void
  /** Whether the program is kept alive by the open door. */
  readonly keepsAlive: boolean
  /** Takes a message, with sealed parts left so. Throws WireError to refuse it. */
  readonly onMessage: (peer: string, message: unknown) => void
  /** A peer is gone: its connection ended. */
  readonly onGone: (peer: string) => void
}

/**
 * A listening Unix-domain socket for the engines on this machine. A message takes two thread switches there and back, where ZeroMQ, which
 * has threads of its own at both ends, takes six.
 */
export class SocketDoor {
  /** Path of the socket. */
  readonly path: string
  private readonly _options: SocketDoorOptions
  private readonly _server: Server
  private readonly _peers = new Map<string, Socket>()
  private _last = 0

  private constructor(options: SocketDoorOptions) {
    this._options = options
    this.path = join(options.folder, 'controller')
    this._server = createServer((socket) => this.admit(socket))
    if (!options.keepsAlive) this._server.unref()
  }

  /** Listen. */
  static async open(options: SocketDoorOptions): Promise<SocketDoor> {
    const door = new SocketDoor(options)
    await new Promise<void>((resolve, reject) => {
      door._server.once('error', reject)
      door._server.listen(door.path, resolve)
    })
    return door
  }

  /** Send a message, made by `encodeMessage`; returns whether the peer is one of this door. */
  send(peer: string, frames: readonly Uint8Array[]): boolean {
    const socket = this._peers.get(peer)
    if (socket === undefined) return false
    writeMessage(socket, frames)
    return true
  }

  close(): void {
    this._server.close()
    for (const socket of this._peers.values()) socket.end()
  }

  private admit(socket: Socket): void {
    const { log, keepsAlive, onMessage, onGone } = this._options
    if (!keepsAlive) socket.unref()
    const peer = `local ${++this._last}`
    this._peers.set(peer, socket)
    const reader = new FrameReader(frameLimit, (frames) => {
      try {
        onMessage(peer, decodeMessage(frames, { keepSealed: true }))
      } catch (error) {
        if (!(error instanceof WireError)) throw error
        log(`refused a message from an engine of this machine: ${error.message}`)
      }
    })
    socket.on('data', (bytes) => {
      try {
        reader.push(bytes)
      } catch (error) {
        if (!(error instanceof WireError)) throw error
        log(`refused an engine of this machine: ${error.message}`)
        socket.destroy()
      }
    })
    socket.on('error', () => {}) // it is closed then
    socket.on('close', () => {
      if (this._peers.delete(peer)) onGone(peer)
    })
  }
}

/** What is small leaves at once, before this returns, as far as the other side has room. */
export function writeMessage(socket: Socket, frames: readonly Uint8Array[]): void {
  const pieces = joinFrames(frames)
  if (pieces.length > 1) socket.cork()
  for (const piece of pieces) socket.write(piece)
  if (pieces.length > 1) socket.uncork()
}
