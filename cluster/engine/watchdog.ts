import { type EventEmitter, once } from 'node:events'
import { Worker } from 'node:worker_threads'

/**
 * Keeps Node's watchdog for SIGINT going: then entering and leaving a script with `breakOnSigint` takes one microsecond, not the fifty of
 * starting and ending a thread each time, and the signal does not end this process anywhere. A thread of its own waits in such a
 * script for ever; a script that was entered later gets the signal first.
 */
export class Watchdog {
  private readonly _worker: Worker

  /** From here on listeners to SIGINT in this process are never called. */
  constructor() {
    ignoreListeners()
    this._worker = new Worker(new URL('./watchdog-thread.js', import.meta.url))
  }

  /** Resolves when it has ended. */
  async stop(): Promise<void> {
    const ended = once(this._worker, 'exit')
    void this._worker.terminate()
    await ended
  }
}

/**
 * Keep listeners from reaching the operating system: Node takes them away and puts them back around each script, which would leave the
 * signal with its default action, the end of the process. Libraries that a user's function loads may well listen.
 */
function ignoreListeners(): void {
  const events: EventEmitter = process
  events.removeAllListeners('SIGINT')
  for (const listener of events.listeners('newListener')) {
    if (listener.name !== 'startListeningIfSignal') continue
    events.off('newListener', listener as () => void)
    events.on('newListener', (event) => {
      if (event !== 'SIGINT') listener.call(process, event)
    })
  }
}
