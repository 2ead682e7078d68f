/**
 * Ctrl-C while this process awaits engines: the first interrupts what they run, and the program goes on with an InterruptError where it
 * waited; the second, should the first not help, ends the program as Ctrl-C does otherwise.
 *
 * Nothing listens to SIGINT while nothing is awaited, so a program that computes or sleeps is ended by Ctrl-C as ever. A program
 * that listens to SIGINT by itself decides what Ctrl-C means.
 */
export class InterruptKey {
  private readonly _interrupt: () => void
  private _awaited = 0
  private _isPressed = false
  private readonly _onSignal = (): void => {
    if (process.listenerCount('SIGINT') > listening.size) return // the program's own listener decides
    if (!this._isPressed) {
      this._isPressed = true
      this._interrupt()
      return
    }
    this.release()
    process.kill(process.pid, 'SIGINT')
  }

  /** @param interrupt Breaks off what the engines run. */
  constructor(interrupt: () => void) {
    this._interrupt = interrupt
  }

  /** Watch the key until `awaited` is settled. */
  during<T>(awaited: Promise<T>): Promise<T> {
    if (this._awaited++ === 0) {
      this._isPressed = false
      listening.add(this)
      process.on('SIGINT', this._onSignal)
    }
    const settled = (): void => {
      if (--this._awaited === 0) this.release()
    }
    awaited.then(settled, settled)
    return awaited
  }

  private release(): void {
    listening.delete(this)
    process.off('SIGINT', this._onSignal)
  }
}

/** Keys that listen now: several contexts may await their engines at once. */
const listening = new Set<InterruptKey>()
