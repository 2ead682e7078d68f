import type { CallInstruction, Instruction, RemoteFailure } from '../../array/instruction.js'
import type { EngineStatus, Reply, Transport, TransportEvents } from '../../array/transport.js'

/** A transport without engines: keeps what it is given, and answers as a test says. */
export class ScriptedTransport implements Transport {
  readonly mode = 'launch'
  readonly session = undefined
  readonly sent: Instruction[] = []
  interrupts = 0
  restarts = 0
  closes = 0
  /** Answers a request. Default: undefined from every engine. */
  answer: (call: CallInstruction) => Reply | Promise<Reply> = (call) => this.each(call, () => undefined)
  private readonly _listeners = new Map<string, Set<(happened: never) => void>>()

  constructor(readonly engines: number) {}

  /** A reply with a value per engine that was asked. */
  each(call: CallInstruction, value: (engine: number) => unknown, earlier: RemoteFailure[] = []): Reply {
    const targets = call.targets ?? Array.from({ length: this.engines }, (_, k) => k)
    const asked = call.reply === 'first' ? targets.slice(0, 1) : targets
    return { answers: asked.map((engine) => ({ engine, value: value(engine) })), earlier }
  }

  /** What was sent of one kind. */
  ops(op: Instruction['op']): Instruction[] {
    return this.sent.filter((instruction) => instruction.op === op)
  }

  emit<E extends keyof TransportEvents>(event: E, happened: TransportEvents[E]): void {
    for (const listener of this._listeners.get(event) ?? []) listener(happened as never)
  }

  send(instruction: Instruction): void {
    this.sent.push(instruction)
  }

  async request(call: CallInstruction): Promise<Reply> {
    this.sent.push(call)
    return this.answer(call)
  }

  interrupt(): void {
    this.interrupts++
  }

  async status(): Promise<readonly EngineStatus[]> {
    return []
  }

  on<E extends keyof TransportEvents>(event: E, listener: (happened: TransportEvents[E]) => void): void {
    this._listeners.set(event, (this._listeners.get(event) ?? new Set()).add(listener))
  }

  off<E extends keyof TransportEvents>(event: E, listener: (happened: TransportEvents[E]) => void): void {
    this._listeners.get(event)?.delete(listener)
  }

  async restart(): Promise<void> {
    this.restarts++
  }

  async close(): Promise<void> {
    this.closes++
  }
}

/** A failure as engines write it down. */
export function failure(call: number, engine: number, message: string, more: Partial<RemoteFailure> = {}): RemoteFailure {
  return { call, engine, message, name: 'Error', stack: `Error: ${message}\n    at there`, code: '', fields: {}, ...more }
}
