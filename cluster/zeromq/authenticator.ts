import { type Context, Router } from 'zeromq'
import type { KeepAlive } from '../keep-alive.js'
import { keyBytes } from './keys.js'
import { receiveAll } from './receive.js'

/** Takes one line per happening that whoever runs the cluster may want to know. */
export type Log = (line: string) => void

/**
 * Says who may connect: peers whose public key is known for the door (the ZAP domain) at which they knock. Serves all sockets of one
 * ZeroMQ context; where none runs, those sockets refuse everybody.
 *
 * @see source: ZeroMQ RFC 27 (ZAP).
 */
export class Authenticator {
  private readonly _socket: Router
  private readonly _keys = new Map<string, ReadonlySet<string>>()
  private readonly _log: Log

  private constructor(socket: Router, log: Log) {
    this._socket = socket
    this._log = log
  }

  /**
   * Start answering the sockets of `context`. To be called before any of them is bound.
   *
   * @param keepAlive Lets the program end; it is kept alive when absent.
   */
  static async start(context: Context, log: Log, keepAlive?: KeepAlive): Promise<Authenticator> {
    const socket = new Router({ context, linger: 0 })
    await socket.bind('inproc://zeromq.zap.01')
    const authenticator = new Authenticator(socket, log)
    void receiveAll(socket, keepAlive, (frames) => authenticator.answer(frames))
    return authenticator
  }

  /** Let in those who have one of `publicKeys` (Z85) at the door `domain`, and nobody else. */
  allow(domain: string, publicKeys: readonly string[]): void {
    this._keys.set(domain, new Set(publicKeys.map(keyBytes)))
  }

  close(): void {
    this._socket.close()
  }

  private async answer(frames: Buffer[]): Promise<void> {
    const [asker, empty, version, request, domain, address, , mechanism, key] = frames
    if (!asker || !empty || !version || !request) return
    const known = mechanism?.toString() === 'CURVE' && this._keys.get(`${domain}`)?.has(key?.toString('latin1') ?? '')
    if (!known) this._log(`refused a peer at ${address}: its key is not one of this cluster's ${domain} keys`)
    const [status, text] = known ? ['200', 'OK'] : ['400', 'unknown key']
    await this._socket.send([asker, empty, version, request, status, text, '', ''])
  }
}
