import { mostBulk, totalOf } from '../bulk.js'
import type { RoutedInstruction } from '../wire/messages.js'

/** Most calls that one engine may have before it says that it has carried out some; it says so after every 512 and earlier. */
const mostCalls = 4096
/** Most instructions of one message. */
const mostTogether = 256

/** An instruction, and for each of its targets the bytes of large arguments. */
interface Waiting {
  readonly instruction: RoutedInstruction
  readonly bulk: readonly number[] | undefined
}

/** Holds back instructions while an engine has too many or too much, so that a fast client does not fill the engines' memory. */
export class Flow {
  private readonly _engines: number
  private _waiting: Waiting[] = []
  private _next = 0
  /** Per engine the calls that it has and is not known to have carried out, ascending. */
  private readonly _under: number[][]
  /** Per engine the large ones of these with their bytes, and the bytes together. */
  private readonly _bulk: { readonly calls: Map<number, number>; bytes: number }[]
  private _bytes = 0

  constructor(engines: number) {
    this._engines = engines
    this._under = Array.from({ length: engines }, () => [])
    this._bulk = Array.from({ length: engines }, () => ({ calls: new Map(), bytes: 0 }))
  }

  /** Bytes of large arguments that wait. */
  get bytes(): number {
    return this._bytes
  }

  /** Number of instructions that wait. */
  get length(): number {
    return this._waiting.length - this._next
  }

  /** @param bulk For each target the bytes of large arguments. */
  push(instruction: RoutedInstruction, bulk?: readonly number[]): void {
    this._waiting.push({ instruction, bulk })
    this._bytes += totalOf(bulk)
  }

  /** An engine has carried out every call up to this one. */
  done(engine: number, call: number): void {
    const under = this._under[engine]
    if (under === undefined) return
    let count = 0
    const bulk = this._bulk[engine]!
    for (; count < under.length && under[count]! <= call; count++) {
      if (bulk.calls.size === 0) continue
      bulk.bytes -= bulk.calls.get(under[count]!) ?? 0
      bulk.calls.delete(under[count]!)
    }
    under.splice(0, count)
  }

  /** Take what may leave now, in order; empty when nothing may. */
  take(): RoutedInstruction[] {
    const taken: RoutedInstruction[] = []
    while (taken.length < mostTogether && this._next < this._waiting.length && this.mayLeave(this._waiting[this._next]!)) {
      const waiting = this._waiting[this._next++]!
      taken.push(waiting.instruction)
      this.note(waiting)
    }
    if (this._next > 1024 || this._next === this._waiting.length) {
      this._waiting = this._waiting.slice(this._next)
      this._next = 0
    }
    return taken
  }

  /** Take everything, whether it may leave or not. */
  takeAll(): RoutedInstruction[] {
    const rest = this._waiting.slice(this._next).map(({ instruction }) => instruction)
    this._bytes = 0
    this._waiting = []
    this._next = 0
    return rest
  }

  /** What is larger than the bound by itself leaves alone. */
  private mayLeave({ instruction, bulk }: Waiting): boolean {
    if (instruction.call === 0) return true
    return this.every(instruction, (engine) => {
      const isFull = bulk !== undefined && this._bulk[engine]!.bytes >= mostBulk
      return this._under[engine]!.length < mostCalls && !isFull
    })
  }

  /** It leaves. */
  private note({ instruction, bulk }: Waiting): void {
    const { call } = instruction
    if (call === 0) return
    this.every(instruction, (engine, k) => {
      this._under[engine]!.push(call)
      const bytes = bulk?.[k] ?? 0
      if (bytes === 0) return true
      this._bulk[engine]!.calls.set(call, bytes)
      this._bulk[engine]!.bytes += bytes
      return true
    })
    this._bytes -= totalOf(bulk)
  }

  /** Whether something holds for every target that is an engine. */
  private every({ targets }: RoutedInstruction, holds: (engine: number, k: number) => boolean): boolean {
    if (targets !== undefined) return targets.every((engine, k) => engine >= this._engines || holds(engine, k))
    for (let engine = 0; engine < this._engines; engine++) if (!holds(engine, engine)) return false
    return true
  }
}
