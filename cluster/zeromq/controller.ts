import { Context } from 'zeromq'
import type { KeepAlive } from '../keep-alive.js'
import { SocketDoor } from '../local/socket-door.js'
import { asClientMessage, asEngineMessage } from '../wire/checks.js'
import { encodeMessage } from '../wire/codec.js'
import { Authenticator, type Log } from './authenticator.js'
import { ClientDesk, type ClientHandle } from './client-desk.js'
import type { ClientPort } from './client-session.js'
import { Door, type Peer } from './door.js'
import { EngineDesk } from './engine-desk.js'
import { type ClusterKeys, type KeyPair, makeClusterKeys } from './keys.js'
import { Roster } from './roster.js'
import { commonSession, SharedNames } from './shared-names.js'
import { StuckWatch } from './stuck-watch.js'
import { Survey } from './survey.js'

/** How to reach a door of the controller; secret. */
export interface Access {
  /** `tcp://ADDRESS:PORT` */
  readonly endpoint: string
  readonly serverKey: string
  readonly publicKey: string
  readonly secretKey: string
}

/** How a controller is to run. */
export interface ControllerOptions {
  /** Number of engines, at least 1. */
  readonly engines: number
  /** Address to listen at; default 127.0.0.1, where only this machine gets to. */
  readonly address?: string
  /** Port at which clients of other processes connect, 0 for any that is free; none can when absent. */
  readonly clientPort?: number
  /** Longest frame in bytes; default 2^32. */
  readonly frameLimit?: number
  /** Milliseconds that engines may be behind one that has failed, before they are taken to wait for it in vain; default 5000. */
  readonly stuckMilliseconds?: number
  /** Takes what an operator may want to know, line by line; default: nobody. */
  readonly log?: Log
  /** Lets the program end although the controller is open; it is kept alive when absent. */
  readonly keepAlive?: KeepAlive
  /** A client asks for the end of the cluster. */
  readonly onStop?: () => void
}

/**
 * Stands between clients and engines: lets in who has a key, gives the instructions of all sessions to all engines in one order, and
 * takes their answers to whom they belong. It runs in the process of the client that launched the engines, or in a daemon.
 */
export class Controller {
  private readonly _options: ControllerOptions
  private readonly _log: Log
  private readonly _context = new Context()
  private readonly _keys: ClusterKeys = makeClusterKeys()
  private readonly _roster: Roster
  private readonly _shared: SharedNames
  private readonly _survey: Survey
  private readonly _watch: StuckWatch
  private readonly _clients: ClientDesk
  private readonly _engines: EngineDesk
  private _authenticator: Authenticator | undefined
  private _engineDoor: Door | undefined
  private _clientDoor: Door | undefined
  private _socketDoor: SocketDoor | undefined
  private _isClosed = false

  private constructor(options: ControllerOptions) {
    const { engines, stuckMilliseconds = 5000, log = () => {}, onStop = () => {} } = options
    this._options = options
    this._log = log
    const roster = new Roster(engines, (engine, reason) =>
      this._clients.closeDown(`engine ${engine} was lost: ${reason}`, { type: 'engine-lost', engine, reason }),
    )
    const shared = new SharedNames(roster)
    const survey = new Survey(roster)
    const clients = new ClientDesk({ roster, shared, survey, log, onStop })
    const watch = new StuckWatch({
      milliseconds: stuckMilliseconds,
      positions: async () => new Map((await survey.reports()).map(({ position }) => [position.engine, position])),
      onStuck: ({ id: session }, call, positions) => {
        const reason = `the engines wait for one that has failed: ${JSON.stringify(positions)}`
        clients.closeDown(reason, { type: 'stuck', session, call, positions })
      },
    })
    this._roster = roster
    this._shared = shared
    this._survey = survey
    this._clients = clients
    this._watch = watch
    this._engines = new EngineDesk({ roster, clients, shared, survey, watch })
  }

  /**
   * Start listening.
   *
   * Not collective.
   *
   * @throws {ContextError} The port is taken, or there is no such address.
   */
  static async start(options: ControllerOptions): Promise<Controller> {
    const controller = new Controller(options)
    try {
      await controller.open()
    } catch (error) {
      controller.shut()
      throw error
    }
    return controller
  }

  /** When all engines have introduced themselves; rejects with ContextError when that cannot be any more. */
  get ready(): Promise<void> {
    return this._roster.ready
  }

  /** What engines need to know. */
  get engineAccess(): Access {
    return this.access(this._engineDoor!, this._keys.engine)
  }

  /** What clients of other processes need to know; undefined when none can connect. */
  get clientAccess(): Access | undefined {
    return this._clientDoor && this.access(this._clientDoor, this._keys.client)
  }

  /** Tell clients of a folder by which they and the engines can exchange large arrays. To be set before the engines are ready. */
  set sharedFolder(path: string) {
    this._clients.sharedFolder = path
  }

  /** Say that an engine has ended, and why; for whoever started it and sees it end. Told once; the others end with it. */
  engineLost(engine: number, reason: string): void {
    this._roster.lose(engine, reason)
  }

  /** Let engines of this machine in by a socket in the folder of their job as well; returns its path. */
  async openSocket(folder: string): Promise<string> {
    this._socketDoor = await SocketDoor.open({
      folder,
      log: this._log,
      keepsAlive: this._options.keepAlive === undefined,
      onMessage: (peer, message) => this._engines.take(peer, asEngineMessage(message)),
      onGone: (peer) => this._roster.gone(peer),
    })
    return this._socketDoor.path
  }

  /** Let a client of this process in. */
  connect(port: ClientPort): ClientHandle {
    return this._clients.connect(port)
  }

  /** End: engines are told to. Idempotent. */
  close(): void {
    if (this._isClosed) return
    this._isClosed = true
    this._roster.expectEnd()
    this._roster.order({ type: 'exit' })
    this.shut()
  }

  private async open(): Promise<void> {
    const { address = '127.0.0.1', clientPort, keepAlive } = this._options
    this._context.blocky = false
    this._authenticator = await Authenticator.start(this._context, this._log, keepAlive)
    this._authenticator.allow('engines', [this._keys.engine.publicKey])
    this._authenticator.allow('clients', [this._keys.client.publicKey])
    await this.openToEngines(`tcp://${address}:0`)
    if (clientPort !== undefined) await this.openToClients(`tcp://${address}:${clientPort}`)
  }

  private async openToEngines(endpoint: string): Promise<void> {
    const door = await Door.open({
      ...this.doorOptions('engines', endpoint),
      onMessage: (peer, message) => this._engines.take(peer, asEngineMessage(message)),
      onGone: (peer) => this._roster.gone(peer),
    })
    this._engineDoor = door
    this._roster.door = {
      send: (peer, frames) => {
        if (!this._socketDoor?.send(peer, frames)) door.send(peer, frames)
      },
    }
    this._roster.ready.then(
      () => this._roster.order({ type: 'open', session: commonSession }),
      () => {}, // whoever waits for the engines is told
    )
  }

  private async openToClients(endpoint: string): Promise<void> {
    const clients = new Map<Peer, ClientHandle>()
    const door = await Door.open({
      ...this.doorOptions('clients', endpoint),
      onMessage: (peer, content) => {
        const message = asClientMessage(content)
        const client = clients.get(peer) ?? this.connect({ send: (answer) => door.send(peer, encodeMessage(answer)) })
        clients.set(peer, client)
        client.take(message)
        if (message.type !== 'goodbye') return
        clients.delete(peer)
        door.forget(peer)
      },
      onGone: (peer) => {
        clients.get(peer)?.gone()
        clients.delete(peer)
      },
    })
    this._clientDoor = door
  }

  private doorOptions(domain: string, endpoint: string) {
    const { frameLimit, keepAlive } = this._options
    const limit = frameLimit === undefined ? {} : { frameLimit }
    return { context: this._context, keys: this._keys.server, log: this._log, keepAlive, domain, endpoint, ...limit }
  }

  private access({ endpoint }: Door, { publicKey, secretKey }: KeyPair): Access {
    return { endpoint, serverKey: this._keys.server.publicKey, publicKey, secretKey }
  }

  private shut(): void {
    this._watch.close()
    this._survey.close()
    this._shared.close()
    this._clientDoor?.close()
    this._engineDoor?.close()
    this._socketDoor?.close()
    this._authenticator?.close()
  }
}
