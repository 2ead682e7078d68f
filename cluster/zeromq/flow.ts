import type { RoutedInstruction } from '../wire/messages.js'

/** Most calls that one engine may have before it says that it has carried out some; it says so after every 512 and earlier. */
const mostCalls = 4096
/** Most instructions of one message. */
const mostTogether = 256

/** Holds back instructions while an engine has too many, so that a fast client does not fill the engines' memory with calls. */
export class Flow {
  private readonly _engines: number
  private _waiting: RoutedInstruction[] = []
  private _next = 0
  /** Per engine the calls that it has and is not known to have carried out, ascending. */
  private readonly _under: number[][]

  constructor(engines: number) {
    this._engines = engines
    this._under = Array.from({ length: engines }, () => [])
  }

  /** Number of instructions that wait. */
  get length(): number {
    return this._waiting.length - this._next
  }

  push(instruction: RoutedInstruction): void {
    this._waiting.push(instruction)
  }

  /** An engine has carried out every call up to this one. */
  done(engine: number, call: number): void {
    const under = this._under[engine]
    if (under === undefined) return
    let count = 0
    while (count < under.length && under[count]! <= call) count++
    under.splice(0, count)
  }

  /** Take what may leave now, in order; empty when nothing may. */
  take(): RoutedInstruction[] {
    const taken: RoutedInstruction[] = []
    while (taken.length < mostTogether && this._next < this._waiting.length && this.mayLeave(this._waiting[this._next]!)) {
      const instruction = this._waiting[this._next++]!
      taken.push(instruction)
      if (instruction.call > 0) this.underFor(instruction).forEach((under) => void under.push(instruction.call))
    }
    if (this._next > 1024 || this._next === this._waiting.length) {
      this._waiting = this._waiting.slice(this._next)
      this._next = 0
    }
    return taken
  }

  /** Take everything, whether it may leave or not. */
  takeAll(): RoutedInstruction[] {
    const rest = this._waiting.slice(this._next)
    this._waiting = []
    this._next = 0
    return rest
  }

  private mayLeave(instruction: RoutedInstruction): boolean {
    return instruction.call === 0 || this.underFor(instruction).every((under) => under.length < mostCalls)
  }

  private underFor({ targets }: RoutedInstruction): number[][] {
    if (targets === undefined || targets.length === this._engines) return this._under
    return targets.map((engine) => this._under[engine] ?? [])
  }
}
