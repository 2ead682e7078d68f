import type { EngineStatus } from '../../array/transport.js'
import type { MonitorMessage, SessionId } from '../wire/messages.js'
import { Gathering } from './gathering.js'
import type { Roster } from './roster.js'

/** Milliseconds that monitors get to hold their engines, before those that did are interrupted. */
const holdMilliseconds = 1000
/** Milliseconds that monitors get to report: on a machine that is busy a thread may have to wait for its turn. */
const reportMilliseconds = 5000

/** What a monitor says of its engine. */
export type Report = Extract<MonitorMessage, { type: 'report' }>

/** Of an engine that has never reported. */
const unheard = { host: '', pid: 0, sessionBytes: 0, liveBytes: 0, arrays: 0, availableBytes: 0, uptimeSeconds: 0 }

/** Asks the monitors, who answer while their engines compute. */
export class Survey {
  private readonly _roster: Roster
  private readonly _reports = new Gathering<Report>()
  private readonly _held = new Gathering<number>()
  /** What each engine said last. */
  private readonly _last = new Map<number, Report>()

  constructor(roster: Roster) {
    this._roster = roster
  }

  /** Have a report of every engine, ascending; those whose monitor says nothing are missing. */
  async reports(): Promise<Report[]> {
    const found = await this._reports.ask(this._roster.monitored, reportMilliseconds, (query) =>
      this._roster.orderMonitors({ type: 'query', query }),
    )
    return [...found.values()].sort((a, b) => a.position.engine - b.position.engine)
  }

  /** What every engine has, ascending, as `session` sees it; of those whose monitor says nothing, what it said last. */
  async statuses(session: SessionId): Promise<EngineStatus[]> {
    const heard = new Set((await this.reports()).map(({ position }) => position.engine))
    return Array.from({ length: this._roster.size }, (_, engine) => {
      const last = this._last.get(engine)
      const status = last ? { ...last.status, sessionBytes: last.sessions[session]?.bytes ?? 0 } : { ...unheard, engine }
      return heard.has(engine) ? status : { ...status, isSilent: true }
    })
  }

  /**
   * Interrupt what runs for a session, and have what was handed out up to `through` and has not begun anywhere not run.
   *
   * Engines must agree on the first call that does not run: all are held, then interrupted after the last that any has begun.
   */
  async interrupt(session: SessionId, through: number): Promise<void> {
    const held = await this._held.ask(this._roster.monitored, holdMilliseconds, (query) =>
      this._roster.orderMonitors({ type: 'hold', query, session }),
    )
    this._roster.orderMonitors({ type: 'interrupt', session, begun: Math.max(0, ...held.values()), through })
  }

  /** Take an answer. */
  take(engine: number, message: Exclude<MonitorMessage, { type: 'monitor' }>): void {
    if (message.type === 'held') this._held.take(message.query, engine, message.begun)
    else {
      this._last.set(engine, message)
      this._reports.take(message.query, engine, message)
    }
  }

  close(): void {
    this._reports.close()
    this._held.close()
  }
}
