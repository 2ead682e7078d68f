import { hostname } from 'node:os'
import type { MessagePort } from 'node:worker_threads'
import { availableMemory } from '../../bindings/available-memory.js'
import { native } from '../../bindings/native.js'
import type { MonitorMessage, MonitorOrder, SessionId } from '../wire/messages.js'
import type { BoardView } from './board.js'

/** The longest that calls are held without word from the controller. */
const holdMilliseconds = 2000
/** How often calls that were to be broken off are looked after, and for how long. */
const breakEvery = 200
const breakFor = 5000

/** What a monitor works with, whichever way its messages go. */
export interface DutyParts {
  readonly engine: number
  /** What the main thread is doing. */
  readonly view: BoardView
  /** To the main thread. */
  readonly main: MessagePort
  readonly send: (message: MonitorMessage) => void
}

/** What a monitor does for the client while its main thread computes or waits, however it is reached. */
export class MonitorDuties {
  private readonly _parts: DutyParts
  private readonly _started = Date.now()
  private _holding: NodeJS.Timeout | undefined
  private _breaking: NodeJS.Timeout | undefined

  constructor(parts: DutyParts) {
    this._parts = parts
  }

  obey(order: Extract<MonitorOrder, { type: 'hold' | 'interrupt' | 'query' }>): void {
    if (order.type === 'interrupt') this.interrupt(order)
    else if (order.type === 'query') this._parts.send(this.report(order.query))
    else this.hold(order)
  }

  /** Leave the main thread alone, for good. */
  stop(): void {
    clearInterval(this._breaking)
    this.release()
  }

  private hold({ query, session }: Extract<MonitorOrder, { type: 'hold' }>): void {
    clearTimeout(this._holding)
    this._holding = setTimeout(() => this.release(), holdMilliseconds)
    this._parts.send({ type: 'held', query, begun: this._parts.view.hold(session) })
  }

  private release(): void {
    clearTimeout(this._holding)
    this._parts.view.release()
  }

  private interrupt({ session, begun, through }: Extract<MonitorOrder, { type: 'interrupt' }>): void {
    const { view } = this._parts
    if (begun !== undefined && through !== undefined) view.drop(session, begun, through)
    this.release()
    clearInterval(this._breaking)
    this.breakRunning(session)
    if (begun === undefined) return
    // Calls up to `begun` run, since another engine may wait for this one in them; then they are broken off here as well.
    const end = Date.now() + breakFor
    this._breaking = setInterval(() => {
      const { call, session: running } = view.doing()
      if ((running === session && call > begun) || Date.now() > end) clearInterval(this._breaking)
      else this.breakRunning(session)
    }, breakEvery)
  }

  /** Break off what runs for the session now: by signal where it computes, else where it awaits. */
  private breakRunning(session: SessionId): void {
    const { view, main } = this._parts
    const { call, session: running } = view.doing()
    if (call === 0 || running !== session) return
    if (view.breakUser(session)) process.kill(process.pid, 'SIGINT')
    else main.postMessage({ session, call })
  }

  private report(query: number): MonitorMessage {
    const { engine, view } = this._parts
    const doing = view.doing()
    const sessions = view.sessions()
    return {
      type: 'report',
      query,
      position: { engine, ...doing, mpi: doing.call === 0 ? '' : native().current_call() },
      status: {
        engine,
        host: hostname(),
        pid: process.pid,
        sessionBytes: 0, // whose it is, the client's side knows
        liveBytes: native().memory_statistics().liveBytes,
        arrays: Object.values(sessions).reduce((sum, held) => sum + held.arrays, 0),
        availableBytes: availableMemory(),
        uptimeSeconds: (Date.now() - this._started) / 1000,
      },
      sessions,
    }
  }
}
