import type { EnginePosition } from '../wire/messages.js'
import type { ClientSession } from './client-session.js'

/** Milliseconds between two looks at engines that seem to wait in vain. */
const lookEvery = 500

/** What a watch works with. */
export interface StuckWatchOptions {
  /** How long engines may be behind one that failed before they are looked at. */
  readonly milliseconds: number
  /** Asks every engine what it is doing. */
  readonly positions: () => Promise<ReadonlyMap<number, EnginePosition>>
  /** They wait in vain: for the call, or one before it that another engine has failed in. */
  readonly onStuck: (session: ClientSession, call: number, positions: readonly EnginePosition[]) => void
}

/**
 * Finds out when engines wait in MPI for one that has failed and does not come: it has answered, all who have not are in the same
 * MPI function at two looks, and none of them computes.
 */
export class StuckWatch {
  private readonly _options: StuckWatchOptions
  private readonly _timers = new Map<string, NodeJS.Timeout>()

  constructor(options: StuckWatchOptions) {
    this._options = options
  }

  /** An engine answered `call` with a failure while others have not answered. */
  suspect(session: ClientSession, call: number): void {
    const key = `${session.id} ${call}`
    if (!this._timers.has(key)) this.schedule(key, this._options.milliseconds, () => this.look(key, session, call, undefined))
  }

  close(): void {
    for (const timer of this._timers.values()) clearTimeout(timer)
    this._timers.clear()
  }

  private schedule(key: string, milliseconds: number, look: () => Promise<void>): void {
    this._timers.set(
      key,
      setTimeout(() => void look(), milliseconds),
    )
  }

  private async look(key: string, session: ClientSession, call: number, before: string | undefined): Promise<void> {
    const positions = await this._options.positions()
    const missing = session.asked.get(call)?.missing
    if (missing === undefined || !this._timers.has(key)) {
      this._timers.delete(key)
      return
    }
    const waiting = [...missing].map((engine) => positions.get(engine))
    const seen = waiting.every((position) => position !== undefined && position.mpi !== '')
      ? waiting.map((position) => `${position?.session} ${position?.call} ${position?.mpi}`).join()
      : undefined
    if (seen !== undefined && seen === before) {
      this._timers.delete(key)
      this._options.onStuck(
        session,
        call,
        [...positions.values()].sort((a, b) => a.engine - b.engine),
      )
    } else this.schedule(key, lookEvery, () => this.look(key, session, call, seen))
  }
}
