/** Longest delay that a timer takes. */
const forever = 2 ** 31 - 1

/**
 * Keeps the program alive while something is awaited from the engines, and only then: sockets, pipes and processes that wait for what
 * may or may not come are unref'd.
 */
export class KeepAlive {
  private _holds = 0
  private _anchor: NodeJS.Timeout | undefined
  private readonly _idle = new Set<() => void>()

  /** Whether something is awaited. */
  get isHeld(): boolean {
    return this._holds > 0
  }

  /** Keep the program alive until the returned function is called. */
  hold(): () => void {
    if (this._holds++ === 0) {
      this._anchor = setInterval(() => {}, forever)
      for (const wake of [...this._idle]) wake()
    }
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      if (--this._holds === 0) clearInterval(this._anchor)
    }
  }

  /** Keep the program alive until `awaited` is settled; returns `awaited`. */
  during<T>(awaited: Promise<T>): Promise<T> {
    const release = this.hold()
    awaited.then(release, release)
    return awaited
  }

  /** Resolves when something is awaited, or after `milliseconds`; does not keep the program alive until then. */
  heldWithin(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        this._idle.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, milliseconds).unref()
      this._idle.add(wake)
    })
  }
}
