import { WireError } from '../wire/errors.js'
import type { EngineMessage, MonitorMessage } from '../wire/messages.js'
import type { ClientDesk } from './client-desk.js'
import type { Peer } from './door.js'
import type { Roster } from './roster.js'
import type { SharedNames } from './shared-names.js'
import type { StuckWatch } from './stuck-watch.js'
import type { Survey } from './survey.js'

/** What the messages of engines are handed on to. */
export interface EngineDeskOptions {
  readonly roster: Roster
  readonly clients: ClientDesk
  readonly shared: SharedNames
  readonly survey: Survey
  readonly watch: StuckWatch
}

/** Takes what engines and monitors say to whom it is for. */
export class EngineDesk {
  private readonly _options: EngineDeskOptions

  constructor(options: EngineDeskOptions) {
    this._options = options
  }

  /** @throws {WireError} The peer has not said who it is. */
  take(peer: Peer, message: EngineMessage | MonitorMessage): void {
    const { roster, clients, shared, survey } = this._options
    if (message.type === 'hello' || message.type === 'monitor') {
      roster.introduce(peer, message)
      return
    }
    const engine = roster.find(peer)?.engine
    if (engine === undefined) throw new WireError(`Expected a peer to introduce itself first but received ${message.type}`)
    switch (message.type) {
      case 'answer':
        this.answer(engine, message)
        break
      case 'done':
        clients.find(message.session)?.port.send({ type: 'done', engine, call: message.call })
        break
      case 'shared':
        shared.take(engine, message)
        break
      case 'log':
        this.log(engine, message)
        break
      case 'progress': {
        const { session, ...progress } = message
        clients.find(session)?.port.send({ engine, ...progress })
        break
      }
      case 'bye':
        roster.leave(peer)
        break
      case 'held':
      case 'report':
        survey.take(engine, message)
        break
      default:
        throw new WireError(`Expected a known message but received ${JSON.stringify(message satisfies never)}`)
    }
  }

  private answer(engine: number, { session: id, call, answer, earlier }: Extract<EngineMessage, { type: 'answer' }>): void {
    const { clients, watch } = this._options
    const session = clients.find(id)
    if (session === undefined) return
    const others = session.answered(call, engine, 'failure' in answer || earlier.length > 0)
    if (others !== undefined) watch.suspect(session, call)
    session.port.send({ type: 'answer', call, answer: { ...answer, engine }, earlier })
  }

  /** What an engine writes while no call runs is for everybody. */
  private log(engine: number, { session, stream, text }: Extract<EngineMessage, { type: 'log' }>): void {
    const { clients } = this._options
    const line = { type: 'log', engine, stream, text } as const
    if (session === '') clients.broadcast(line)
    else clients.find(session)?.port.send(line)
  }
}
