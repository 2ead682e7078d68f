import { packageVersion } from '../version.js'
import { WireError } from '../wire/errors.js'
import { type ClientMessage, type ControllerMessage, type RoutedInstruction, type SessionId, wireVersion } from '../wire/messages.js'
import type { Log } from './authenticator.js'
import { type ClientPort, ClientSession } from './client-session.js'
import type { Roster } from './roster.js'
import { routeInstructions } from './routing.js'
import { commonSession, type SharedNames, type SharedResult } from './shared-names.js'
import type { Survey } from './survey.js'

/** What the clients of a controller get to work with. */
export interface ClientDeskOptions {
  readonly roster: Roster
  readonly shared: SharedNames
  readonly survey: Survey
  readonly log: Log
  /** A client asks for the end of the cluster. */
  readonly onStop: () => void
}

/** A client's way to hand over messages. */
export interface ClientHandle {
  take(message: ClientMessage): void
  /** The client is gone. */
  gone(): void
}

/** Serves the clients of a controller: their sessions, from hello to goodbye. */
export class ClientDesk {
  private readonly _options: ClientDeskOptions
  /** Folder by which clients and engines exchange large arrays; empty for none. */
  sharedFolder = ''
  private readonly _sessions = new Map<SessionId, ClientSession>()
  private readonly _started = Date.now()
  /** Why no client is let in any more. */
  private _unusable = ''

  constructor(options: ClientDeskOptions) {
    this._options = options
  }

  /** Let a client speak. */
  connect(port: ClientPort): ClientHandle {
    let session: ClientSession | undefined
    let isGone = false
    const admitted = (found: ClientSession | undefined): void => {
      session = found
      if (isGone && session !== undefined) this.end(session)
    }
    return {
      take: (message) => {
        if (message.type === 'stop') this._options.onStop()
        else if (session !== undefined) this.take(session, message)
        else if (message.type === 'hello') void this.admit(message, port).then(admitted)
        else if (message.type !== 'goodbye') port.send({ type: 'refused', reason: 'there is no such session, or it has ended' })
      },
      gone: () => {
        isGone = true
        admitted(session)
      },
    }
  }

  find(id: SessionId): ClientSession | undefined {
    return this._sessions.get(id)
  }

  broadcast(message: ControllerMessage): void {
    for (const { port } of this._sessions.values()) port.send(message)
  }

  /** The engines cannot be used any more: tell the clients, and let no other in. */
  closeDown(reason: string, message: ControllerMessage): void {
    this._unusable = reason
    this._options.log(reason)
    this.broadcast(message)
  }

  private async admit({ wire, version, session: id }: Extract<ClientMessage, { type: 'hello' }>, port: ClientPort) {
    const { roster, log } = this._options
    const reason = versionProblem(wire, version) || (await this.problem(id))
    if (reason !== '') {
      log(`refused a client: ${reason}`)
      port.send({ type: 'refused', reason })
      return undefined
    }
    const session = new ClientSession(id, port)
    this._sessions.set(id, session)
    roster.order({ type: 'open', session: id })
    port.send({
      type: 'welcome',
      engines: roster.size,
      version: packageVersion,
      uptimeSeconds: this.uptime(),
      sharedFolder: this.sharedFolder,
    })
    return session
  }

  private async problem(id: SessionId): Promise<string> {
    try {
      await this._options.roster.ready
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
    if (this._unusable !== '') return `${this._unusable}; start the engines anew with 'distarray cluster restart'`
    if (id === commonSession || this._sessions.has(id)) return `the session ${id} is taken`
    return ''
  }

  private take(session: ClientSession, message: Exclude<ClientMessage, { type: 'stop' }>): void {
    const { shared, survey } = this._options
    if (!this._sessions.has(session.id)) {
      if (message.type !== 'goodbye') session.port.send({ type: 'refused', reason: 'the session has ended' })
      return
    }
    switch (message.type) {
      case 'instructions':
        this.instruct(session, message.list)
        break
      case 'interrupt':
        void survey.interrupt(session.id, session.lastCall)
        break
      case 'status':
        void this.tellStatus(session, message.query)
        break
      case 'share':
        this.share(session, message)
        break
      case 'shared':
        this.reply(session, message.query, shared.have(session.id, message.name, message.id))
        break
      case 'goodbye':
        this.end(session)
        break
      case 'clear':
        this.clear()
        session.port.send({ type: 'cleared', query: message.query })
        break
      case 'hello':
        throw new WireError('Expected one hello but received another')
      default:
        throw new WireError(`Expected a known message but received ${JSON.stringify(message satisfies never)}`)
    }
  }

  private instruct(session: ClientSession, list: readonly RoutedInstruction[]): void {
    const { roster } = this._options
    const orders = routeInstructions(list, roster.size)
    session.note(list, roster.size)
    for (const { engines, parts } of orders) roster.order({ type: 'instructions', session: session.id, list: parts }, engines)
  }

  private async tellStatus(session: ClientSession, query: number): Promise<void> {
    const engines = await this._options.survey.statuses(session.id)
    session.port.send({ type: 'status', query, engines, sessions: this._sessions.size, uptimeSeconds: this.uptime() })
  }

  private share(session: ClientSession, { query, name, id }: Extract<ClientMessage, { type: 'share' }>): void {
    const { shared } = this._options
    if (id === undefined) shared.unshare(name)
    this.reply(session, query, id === undefined ? Promise.resolve({}) : shared.share(session.id, name, id))
  }

  private reply(session: ClientSession, query: number, result: Promise<SharedResult>): void {
    void result.then((found) => session.port.send({ type: 'shared', query, ...found }))
  }

  private end(session: ClientSession): void {
    if (this._sessions.delete(session.id)) this._options.roster.order({ type: 'close', session: session.id })
  }

  /** Every session starts over, with nothing. */
  private clear(): void {
    const { shared, roster } = this._options
    shared.clear()
    for (const session of [commonSession, ...this._sessions.keys()]) {
      roster.order({ type: 'close', session })
      roster.order({ type: 'open', session })
    }
  }

  private uptime(): number {
    return (Date.now() - this._started) / 1000
  }
}

function versionProblem(wire: number, version: string): string {
  if (wire === wireVersion && version === packageVersion) return ''
  return (
    `this client is distarray ${version} (messages ${wire}) but the cluster runs ${packageVersion} (messages ${wireVersion}); ` +
    "install the same version, or start the cluster anew with 'distarray cluster restart'"
  )
}
