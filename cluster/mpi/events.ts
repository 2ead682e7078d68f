import { inspect } from 'node:util'
import type { TransportEvents } from '../../array/transport.js'

type Listener<E extends keyof TransportEvents> = (happened: TransportEvents[E]) => void

/** Who listens to what happens on the engines' side. Lines of the engines' consoles that nobody listens to go to this one's. */
export class Events {
  private readonly _listeners: { [E in keyof TransportEvents]: Set<Listener<E>> } = {
    log: new Set(),
    progress: new Set(),
    'engine-lost': new Set(),
  }

  on<E extends keyof TransportEvents>(event: E, listener: Listener<E>): void {
    this._listeners[event].add(listener)
  }

  off<E extends keyof TransportEvents>(event: E, listener: Listener<E>): void {
    this._listeners[event].delete(listener)
  }

  emit<E extends keyof TransportEvents>(event: E, happened: TransportEvents[E]): void {
    const listeners = [...this._listeners[event]]
    for (const listener of listeners) {
      try {
        listener(happened)
      } catch (error) {
        // As if it had been called from the event loop by itself, so that the others, and MPI, go on.
        queueMicrotask(() => {
          throw error instanceof Error ? error : new Error(`A listener for '${event}' threw ${inspect(error)}`)
        })
      }
    }
    if (event === 'log' && listeners.length === 0) print(happened as TransportEvents['log'])
  }
}

function print({ engine, stream, text }: TransportEvents['log']): void {
  process[stream].write(`[engine ${engine}] ${text}\n`)
}
