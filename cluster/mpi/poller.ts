/** Milliseconds after the last message for which the next one is looked for at every turn of the event loop. */
const eagerMilliseconds = 2
/** Milliseconds between looks: while something is expected, and while nothing is. */
const expecting = 1
const idle = 50

/**
 * Looks for messages from the event loop, which MPI cannot wake: at every turn while they come, else by timer. The program is kept
 * alive while something is expected, and not otherwise.
 */
export class Poller {
  private readonly _look: () => boolean
  private readonly _expects: () => boolean
  private _lastFound = 0
  private _immediate: NodeJS.Immediate | undefined
  private _timer: NodeJS.Timeout | undefined
  private _stopped = false

  /**
   * @param look    Takes what is there; true when something was.
   * @param expects Whether something should come.
   */
  constructor(look: () => boolean, expects: () => boolean) {
    this._look = look
    this._expects = expects
    this.schedule()
  }

  /** Something is expected from now on. */
  wake(): void {
    this._lastFound = performance.now()
    if (this._immediate === undefined) this.schedule()
  }

  stop(): void {
    this._stopped = true
    this.clear()
  }

  private schedule(): void {
    this.clear()
    if (this._stopped) return
    if (!this._expects()) this._timer = setTimeout(this.turn, idle).unref()
    else if (performance.now() - this._lastFound < eagerMilliseconds) this._immediate = setImmediate(this.turn)
    else this._timer = setTimeout(this.turn, expecting)
  }

  private readonly turn = (): void => {
    if (this._look()) this._lastFound = performance.now()
    this.schedule()
  }

  private clear(): void {
    clearTimeout(this._timer)
    clearImmediate(this._immediate)
    this._timer = undefined
    this._immediate = undefined
  }
}
