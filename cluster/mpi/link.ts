import type { ProbeForOptions } from '../../bindings/comm/point-to-point.js'
import type { Communicator } from '../../bindings/communicator.js'
import type { Request } from '../../bindings/request.js'
import { giveBack, temporaryBytes } from '../../bindings/temporary.js'
import { type Frames, pack, unpack } from './packet.js'

const headTag = 1
const bodyTag = 2

/** What came from one rank. */
export interface Received {
  readonly source: number
  readonly messages: readonly Frames[]
}

/** Messages of frames between the client and its engines, on a communicator of their own. In order between any two ranks. */
export class MpiLink {
  private readonly _comm: Communicator
  private _underWay: { request: Request<void>; data: Uint8Array; dest: number }[] = []

  constructor(comm: Communicator) {
    this._comm = comm
  }

  /** Bytes for one rank that were handed over to MPI and may not change yet. */
  bytesUnderWay(dest: number): number {
    return this._underWay.reduce((sum, it) => (it.dest === dest ? sum + it.data.length : sum), 0)
  }

  get isSending(): boolean {
    return this._underWay.length > 0
  }

  /**
   * Start to send. The messages' memory must not change until {@link progress} has seen it sent; then it is given back, if it is
   * temporary.
   *
   * Not collective; does not block.
   */
  send(dest: number, messages: readonly Frames[]): void {
    const { head, bodies } = pack(messages)
    this.start(head, dest, headTag)
    for (const body of bodies) this.start(body, dest, bodyTag)
  }

  /**
   * Send, and wait until the memory may change.
   *
   * Not collective; long messages wait for the receiver.
   */
  sendNow(dest: number, messages: readonly Frames[]): void {
    const { head, bodies } = pack(messages)
    this._comm.send(head, dest, headTag)
    for (const body of bodies) this._comm.send(body, dest, bodyTag)
  }

  /** Let MPI work on what is being sent. */
  progress(): void {
    if (this._underWay.length === 0) return
    this._underWay = this._underWay.filter(({ request, data }) => {
      const isSent = request.test()
      if (isSent) giveBack(data)
      return !isSent
    })
  }

  /** Wait until all is sent. */
  drain(): void {
    for (const { request, data } of this._underWay) {
      request.wait()
      giveBack(data)
    }
    this._underWay = []
  }

  /**
   * Receive what one rank sent together.
   *
   * Not collective. Blocks for up to `milliseconds`, and until all of it is here once it has begun to come.
   *
   * @param options How to wait.
   * @returns       Undefined when nothing came.
   */
  receive(milliseconds: number, options?: ProbeForOptions): Received | undefined {
    const found = this._comm.probeFor(milliseconds, undefined, headTag, options)
    if (found === null) return undefined
    const source = found.source!
    const take = (length: number, tag: number): Uint8Array => {
      const bytes = temporaryBytes(length)
      this._comm.recv(bytes, source, tag)
      return bytes
    }
    return { source, messages: unpack(take(found.bytes, headTag), (length) => take(length, bodyTag)) }
  }

  /** Collective over the communicator. */
  free(): void {
    this.drain()
    this._comm.free()
  }

  private start(data: Uint8Array, dest: number, tag: number): void {
    const request = this._comm.isend(data, dest, tag)
    if (request.test()) giveBack(data)
    else this._underWay.push({ request, data, dest })
  }
}
