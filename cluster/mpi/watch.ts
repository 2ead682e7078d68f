import { decodeMessage, encodeMessage } from '../wire/codec.js'
import type { EnginePosition, MonitorMessage, MonitorOrder, SessionId } from '../wire/messages.js'
import type { MpiLink } from './link.js'
import { type CallsUnderWay, describeStuck } from './stuck.js'

export type Report = Extract<MonitorMessage, { type: 'report' }>
type Held = Extract<MonitorMessage, { type: 'held' }>
type Word = Report | Held

/** A question to all monitors. */
interface Query {
  readonly words: Map<number, Word>
  readonly resolve: (words: Word[]) => void
}

/** Milliseconds without word from the engines, while an answer is awaited, after which the monitors are asked what they do. */
const patience = 1500

/** What a watch over engines asks and tells. */
export interface WatchOptions {
  /** Whether an answer of the engines is awaited. */
  readonly isWaiting: () => boolean
  readonly callsUnderWay: () => CallsUnderWay
  /** Engines wait for others that will not come; `positions` says where each is. */
  readonly onStuck: (positions: string) => void
}

/** The client's side of the monitors: threads of the engines that answer while their main threads compute. */
export class Watch {
  private readonly _link: MpiLink
  private readonly _engines: number
  private readonly _options: WatchOptions
  private readonly _queries = new Map<number, Query>()
  private readonly _timer: NodeJS.Timeout
  private _nextQuery = 1
  private _lastHeard = performance.now()
  private _isAsking = false
  private _before: readonly EnginePosition[] = []

  constructor(link: MpiLink, engines: number, options: WatchOptions) {
    this._link = link
    this._engines = engines
    this._options = options
    this._timer = setInterval(() => void this.check(), patience / 3).unref()
  }

  /** Whether words of the monitors are on their way. */
  get expects(): boolean {
    return this._queries.size > 0 || this._link.isSending
  }

  /** The engines have something new to do. */
  expect(): void {
    this._lastHeard = performance.now()
  }

  /** An engine has told of progress. */
  heard(): void {
    this._lastHeard = performance.now()
    this._before = []
  }

  /** What every engine is doing, and has. */
  async reports(): Promise<Report[]> {
    return (await this.ask((query) => ({ type: 'query', query }))) as Report[]
  }

  /**
   * Break off what runs, and drop what has not begun, the same on every engine.
   *
   * @param through The last call that was handed over, asked for when the engines hold still.
   */
  interrupt(session: SessionId, through: () => number): void {
    const given = through()
    void this.ask((query) => ({ type: 'hold', query, session })).then((words) => {
      const begun = Math.max(...words.map((word) => (word as Held).begun))
      this.tell({ type: 'interrupt', session, begun, through: Math.max(begun, given) })
    })
  }

  /** Take what has come; true when something had. */
  look(): boolean {
    this._link.progress()
    let found = false
    for (let received = this._link.receive(0); received !== undefined; received = this._link.receive(0)) {
      found = true
      for (const frames of received.messages) this.take(received.source - 1, decodeMessage(frames) as MonitorMessage)
    }
    return found
  }

  stop(): void {
    clearInterval(this._timer)
  }

  /** Collective over the link's communicator. */
  free(): void {
    this._link.free()
  }

  private ask(order: (query: number) => MonitorOrder): Promise<Word[]> {
    const query = this._nextQuery++
    return new Promise((resolve) => {
      this._queries.set(query, { words: new Map(), resolve })
      this.tell(order(query))
    })
  }

  private tell(order: MonitorOrder): void {
    const frames = encodeMessage(order)
    for (let engine = 0; engine < this._engines; engine++) this._link.send(engine + 1, [frames])
  }

  private take(engine: number, message: MonitorMessage): void {
    if (message.type === 'monitor') return
    const query = this._queries.get(message.query)
    if (query === undefined) return
    query.words.set(engine, message)
    if (query.words.size < this._engines) return
    this._queries.delete(message.query)
    query.resolve(Array.from({ length: this._engines }, (_, e) => query.words.get(e)!))
  }

  private async check(): Promise<void> {
    if (this._isAsking || !this._options.isWaiting() || performance.now() - this._lastHeard < patience) return
    this._isAsking = true
    const reports = await this.reports()
    this._isAsking = false
    const now = reports.map(({ position }) => position)
    const stuck = this._options.isWaiting() ? describeStuck(this._before, now, this._options.callsUnderWay()) : undefined
    this._before = now
    if (stuck !== undefined) this._options.onStuck(stuck)
  }
}
