import { ContextError } from '../../array/errors.js'
import type { Instruction } from '../../array/instruction.js'
import { packageVersion } from '../version.js'
import { encodeMessage } from '../wire/codec.js'
import {
  type EngineMessage,
  type EngineOrder,
  type MonitorMessage,
  type MonitorOrder,
  type SessionId,
  wireVersion,
} from '../wire/messages.js'
import type { Sealed } from '../wire/sealed.js'
import type { Peer } from './door.js'

type Hello = Extract<EngineMessage, { type: 'hello' }>
type Monitor = Extract<MonitorMessage, { type: 'monitor' }>

/** An order as it is sent: instructions are sealed already. */
export type SentOrder =
  | Exclude<EngineOrder, { type: 'instructions' }>
  | { readonly type: 'instructions'; readonly session: SessionId; readonly list: readonly (Instruction | Sealed)[] }

/**
 * Milliseconds that a lost connection waits for somebody who knows which engine ended first, and why: on a busy machine the launcher
 * takes some hundred to clear up, and the connections of engines that it ends may be seen to end before that of the first.
 */
const reasonMilliseconds = 1000

/** Where engines knock. */
export interface EngineDoor {
  send(peer: Peer, frames: readonly Uint8Array[]): void
}

/** The engines that a controller has: which connection is whose, and who is missing. */
export class Roster {
  readonly size: number
  /** When all engines and their monitors are there; rejects when one cannot be used, or is lost before. */
  readonly ready: Promise<void>
  private _settle: { resolve: () => void; reject: (error: Error) => void }
  private readonly _engines = new Map<number, Peer>()
  private readonly _monitors = new Map<number, Peer>()
  private readonly _byPeer = new Map<Peer, { readonly engine: number; readonly isMonitor: boolean }>()
  private readonly _left = new Set<number>()
  private readonly _timers = new Set<NodeJS.Timeout>()
  private readonly _onLost: (engine: number, reason: string) => void
  private _lost: { readonly engine: number; readonly reason: string } | undefined
  private _door: EngineDoor | undefined

  /** @param onLost Told once: of the first engine that was lost. The others of its job are lost with it. */
  constructor(size: number, onLost: (engine: number, reason: string) => void) {
    this.size = size
    this._onLost = onLost
    let settle: typeof this._settle | undefined
    this.ready = new Promise((resolve, reject) => {
      settle = { resolve, reject }
    })
    this._settle = settle!
    this.ready.catch(() => {}) // whoever waits is told
  }

  /** The door at which engines knock. */
  set door(door: EngineDoor) {
    this._door = door
  }

  /** The engine that was lost, if one was. */
  get lost(): { readonly engine: number; readonly reason: string } | undefined {
    return this._lost
  }

  /** Engines whose monitors answer. */
  get monitored(): number[] {
    return [...this._monitors.keys()]
  }

  /** Which engine speaks, or whose monitor; undefined for a peer that has not introduced itself. */
  find(peer: Peer): { readonly engine: number; readonly isMonitor: boolean } | undefined {
    return this._byPeer.get(peer)
  }

  /** An engine or a monitor introduces itself. */
  introduce(peer: Peer, message: Hello | Monitor): void {
    const problem = this.problemWith(message)
    if (problem !== undefined) {
      this.sendTo(peer, { type: 'refused', reason: problem })
      this._settle.reject(new ContextError(problem))
      return
    }
    const isMonitor = message.type === 'monitor'
    const map = isMonitor ? this._monitors : this._engines
    map.set(message.engine, peer)
    this._byPeer.set(peer, { engine: message.engine, isMonitor })
    this.sendTo(peer, { type: 'welcome' })
    if (this._engines.size === this.size && this._monitors.size === this.size) this._settle.resolve()
  }

  private problemWith(message: Hello | Monitor): string | undefined {
    const { engine, wire } = message
    const version = message.type === 'hello' ? message.version : packageVersion
    if (wire !== wireVersion || version !== packageVersion)
      return (
        `Expected engines of version ${packageVersion} but engine ${engine} has version ${version} (messages ${wire}, not ${wireVersion}); ` +
        'install the same version of distarray where engines and client run, and start the cluster anew'
      )
    if (message.type === 'hello' && message.engines !== this.size)
      return `Expected ${this.size} engines but engine ${engine} says there are ${message.engines}; they belong to another cluster`
    if (engine >= this.size) return `Expected an engine below ${this.size} but received ${engine}`
    const taken = message.type === 'monitor' ? this._monitors.has(engine) : this._engines.has(engine)
    return taken ? `Expected each engine once but engine ${engine} is there already` : undefined
  }

  /** Send an order to some engines, or all; it is encoded once. */
  order(order: SentOrder, engines?: readonly number[]): void {
    const frames = encodeMessage(order)
    const peers = engines === undefined ? [...this._engines.values()] : engines.map((engine) => this._engines.get(engine))
    for (const peer of peers) if (peer !== undefined) this._door?.send(peer, frames)
  }

  /** Send an order to every monitor. */
  orderMonitors(order: MonitorOrder): void {
    const frames = encodeMessage(order)
    for (const peer of this._monitors.values()) this._door?.send(peer, frames)
  }

  /** An engine says that it ends in order. */
  leave(peer: Peer): void {
    const found = this._byPeer.get(peer)
    if (found) this._left.add(found.engine)
  }

  /** A connection ended. */
  gone(peer: Peer): void {
    const found = this._byPeer.get(peer)
    if (found === undefined) return
    this._byPeer.delete(peer)
    const map = found.isMonitor ? this._monitors : this._engines
    map.delete(found.engine)
    if (found.isMonitor || this._left.has(found.engine)) return
    const timer = setTimeout(() => this.lose(found.engine, 'its connection ended'), reasonMilliseconds)
    this._timers.add(timer)
  }

  /** An engine is lost, says somebody who knows why. */
  lose(engine: number, reason: string): void {
    if (this._lost !== undefined || this._left.has(engine)) return
    this._lost = { engine, reason }
    this.close()
    this._settle.reject(new ContextError(`Expected ${this.size} engines but engine ${engine} ended before all were there: ${reason}`))
    this._onLost(engine, reason)
  }

  /** From here on the end of an engine is no news. */
  expectEnd(): void {
    for (let engine = 0; engine < this.size; engine++) this._left.add(engine)
    this.close()
    this._settle.reject(new ContextError('The cluster was stopped before its engines were there'))
  }

  private close(): void {
    for (const timer of this._timers) clearTimeout(timer)
  }

  private sendTo(peer: Peer, order: EngineOrder): void {
    this._door?.send(peer, encodeMessage(order))
  }
}
