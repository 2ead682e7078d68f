import { ArgumentError, expected } from '../protocol/errors.js'
import type { Transport, TransportEvents } from './transport.js'

/** What a context tells of; see `BaseContext.on`. */
export interface ContextEventMap extends TransportEvents {
  /** Something that is no error, but that the user asked to be told of. */
  warning: { readonly message: string }
}

const events: readonly (keyof ContextEventMap)[] = ['log', 'progress', 'engine-lost', 'warning']

type Listener<E extends keyof ContextEventMap> = (happened: ContextEventMap[E]) => void

/** Listeners of one context. What the engines write to their consoles is written to this process's own while nobody listens. */
export class ContextEvents {
  private readonly _transport: Transport
  private readonly _logListeners = new Set<unknown>()
  private readonly _warningListeners = new Set<Listener<'warning'>>()

  constructor(transport: Transport) {
    this._transport = transport
    transport.on('log', (line) => {
      if (this._logListeners.size === 0) print(line)
    })
  }

  /** @throws {ArgumentError} No such event, or no function. */
  on<E extends keyof ContextEventMap>(event: E, listener: Listener<E>): void {
    requireListener(event, listener)
    if (event === 'warning') {
      this._warningListeners.add(listener as Listener<'warning'>)
      return
    }
    this._transport.on(event as keyof TransportEvents, listener as Listener<keyof TransportEvents>)
    if (event === 'log') this._logListeners.add(listener)
  }

  /** @throws {ArgumentError} No such event, or no function. */
  off<E extends keyof ContextEventMap>(event: E, listener: Listener<E>): void {
    requireListener(event, listener)
    if (event === 'warning') {
      this._warningListeners.delete(listener as Listener<'warning'>)
      return
    }
    this._transport.off(event as keyof TransportEvents, listener as Listener<keyof TransportEvents>)
    if (event === 'log') this._logListeners.delete(listener)
  }

  /** Tell the listeners; while there are none it is a warning of the process, in SPMD of rank 0. */
  warn(happened: ContextEventMap['warning']): void {
    for (const listener of this._warningListeners) listener(happened)
    const rank = this._transport.session?.communicator.rank ?? 0
    if (this._warningListeners.size === 0 && rank === 0) process.emitWarning(happened.message, 'DistArrayWarning')
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
