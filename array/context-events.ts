import { ArgumentError, expected } from '../protocol/errors.js'
import type { Transport, TransportEvents } from './transport.js'

const events: readonly (keyof TransportEvents)[] = ['log', 'progress', 'engine-lost']

type Listener<E extends keyof TransportEvents> = (happened: TransportEvents[E]) => void

/** Listeners of one context. What the engines write to their consoles is written to this process's own while nobody listens. */
export class ContextEvents {
  private readonly _transport: Transport
  private readonly _logListeners = new Set<unknown>()

  constructor(transport: Transport) {
    this._transport = transport
    transport.on('log', (line) => {
      if (this._logListeners.size === 0) print(line)
    })
  }

  /** @throws {ArgumentError} No such event, or no function. */
  on<E extends keyof TransportEvents>(event: E, listener: Listener<E>): void {
    requireListener(event, listener)
    this._transport.on(event, listener)
    if (event === 'log') this._logListeners.add(listener)
  }

  /** @throws {ArgumentError} No such event, or no function. */
  off<E extends keyof TransportEvents>(event: E, listener: Listener<E>): void {
    requireListener(event, listener)
    this._transport.off(event, listener)
    if (event === 'log') this._logListeners.delete(listener)
  }
}

function requireListener(event: unknown, listener: unknown): void {
  if (!events.some((name) => name === event)) throw new ArgumentError(expected(`one of ${events.join(', ')}`, 'event', event))
  if (typeof listener !== 'function') throw new ArgumentError(expected('a function', 'listener', listener))
}

function print({ engine, stream, text }: TransportEvents['log']): void {
  const lines = text.replace(/\n$/, '').split('\n')
  process[stream].write(lines.map((line) => `[rank ${engine}] ${line}\n`).join(''))
}
