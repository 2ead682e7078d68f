import { Script } from 'node:vm'
import { InterruptError } from '../../array/errors.js'
import type { Board } from './board.js'

/*
 * JavaScript that runs can be broken off from outside only by way of vm's breakOnSigint; watchdog.ts makes that cheap. The signal is
 * sent only while the board says that a user's function runs, and the innermost script takes it: nothing else is ever hit.
 */

const entry = Symbol.for('distarray.engine.entry')
const script = new Script(`globalThis[Symbol.for('distarray.engine.entry')]()`, { filename: 'distarray:interruptible' })

interface Hooked {
  [entry]?: () => void
}

/** Run `body` in a script that SIGINT breaks off; returns whether it did. */
function runBreakable(body: () => void): boolean {
  const hooked = globalThis as Hooked
  const before = hooked[entry]
  hooked[entry] = body
  try {
    script.runInThisContext({ breakOnSigint: true, displayErrors: false })
    return false
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') return true
    throw error
  } finally {
    if (before === undefined) delete hooked[entry]
    else hooked[entry] = before
  }
}

/** Runs users' functions so that the monitor can break them off. */
export class Guard {
  private readonly _board: Board
  private readonly _waiting = new Set<(error: InterruptError) => void>()

  constructor(board: Board) {
    this._board = board
  }

  /**
   * Run a user's function.
   *
   * @returns What it returns. A promise is given up when the call is interrupted; what it waits for goes on.
   * @throws {InterruptError} The call was interrupted, before it began or since.
   */
  run<T>(body: () => T): T {
    if (this._board.isDropped) throw new InterruptError('The call was interrupted before it began')
    let outcome: { value: T } | { error: unknown } | undefined
    this._board.enterUser()
    const broken = runBreakable(() => {
      try {
        outcome = { value: body() }
      } catch (error) {
        outcome = { error }
      }
      if (!this._board.leaveUser()) this.awaitSignal()
    })
    this._board.leftUser()
    if (broken || outcome === undefined) throw new InterruptError('The call was interrupted')
    if ('error' in outcome) throw outcome.error
    return isThenable(outcome.value) ? (this.orInterrupted(outcome.value) as T) : outcome.value
  }

  /** Give up the promises that are awaited. */
  interruptWaiting(): void {
    for (const reject of this._waiting) reject(new InterruptError('The call was interrupted'))
    this._waiting.clear()
  }

  /** The signal was sent, or is about to be: until it comes nothing else may run. */
  private awaitSignal(): void {
    const end = Date.now() + 2000
    while (this._board.isBreaking && Date.now() < end);
  }

  private async orInterrupted(promise: PromiseLike<unknown>): Promise<unknown> {
    let give: (error: InterruptError) => void = () => {}
    const interrupted = new Promise<never>((_, reject) => {
      give = reject
    })
    this._waiting.add(give)
    try {
      return await Promise.race([promise, interrupted])
    } finally {
      this._waiting.delete(give)
    }
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
}
