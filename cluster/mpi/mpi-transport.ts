import { ContextError, EngineError } from '../../array/errors.js'
import type { CallInstruction, DefineInstruction, FreeInstruction } from '../../array/instruction.js'
import type { Session } from '../../array/session.js'
import type { EngineStatus, Reply, Transport, TransportEvents } from '../../array/transport.js'
import { temporaryBytes, unsetBytes } from '../../bindings/temporary.js'
import { UnsupportedError } from '../../protocol/errors.js'
import { bulkFor, requireRoom, totalOf } from '../bulk.js'
import { answering, PendingCalls } from '../pending-calls.js'
import { decodeMessage, encodeMessage } from '../wire/codec.js'
import type { EngineMessage, EngineOrder } from '../wire/messages.js'
import { Events } from './events.js'
import type { MpiLink } from './link.js'
import { Outbox } from './outbox.js'
import type { Frames } from './packet.js'
import { Poller } from './poller.js'
import { callFor, differs, recipientsOf } from './split.js'
import { Watch } from './watch.js'

/** There is one client, whose session needs no name of its own. */
export const sessionId = 'mpi'

/** Bytes to be sent above which this program waits for the engines, and milliseconds for which it does when they take nothing. */
const mostWaiting = 2 ** 27
const patience = 1000

/** The ways of a client to its engines and their monitors. */
export interface MpiTransportParts {
  /** To the engines: engine r is rank r + 1. */
  readonly link: MpiLink
  /** To their monitors. */
  readonly watchLink: MpiLink
  readonly engines: number
}

/** The client of an MPI job: rank 0 sends instructions to the engines, which are the other ranks, by MPI messages. */
export class MpiTransport implements Transport {
  readonly mode = 'mpi'
  readonly engines: number
  readonly session: Session | undefined = undefined
  private readonly _link: MpiLink
  private readonly _outboxes: readonly Outbox[]
  private readonly _replies = new PendingCalls()
  private readonly _events = new Events()
  private readonly _watch: Watch
  private readonly _poller: Poller
  /** The engines that a call is for, when not all, ascending by call; of those that may be under way. */
  private readonly _targets = new Map<number, readonly number[]>()
  private readonly _byes = new Set<number>()
  private _lastCall = 0
  private _flushing = false
  private _state: 'open' | 'closing' | 'closed' = 'open'
  private _stuck: EngineError | undefined
  private _closed: Promise<void> | undefined
  private _onBye: () => void = () => {}

  constructor(parts: MpiTransportParts) {
    this.engines = parts.engines
    this._link = parts.link
    this._outboxes = Array.from({ length: parts.engines }, (_, engine) => new Outbox(parts.link, engine + 1))
    this._watch = new Watch(parts.watchLink, parts.engines, {
      isWaiting: () => !this._replies.isEmpty,
      callsUnderWay: () => ({
        failed: new Set(this._replies.failures().map(({ call }) => call)),
        targetsOf: (call) => this._targets.get(call),
      }),
      onStuck: (positions) => this.giveUp(positions),
    })
    this._poller = new Poller(
      () => this.look(),
      () => this.expects(),
    )
    this.order({ type: 'open', session: sessionId })
  }

  send(instruction: DefineInstruction | CallInstruction | FreeInstruction): void {
    if (this._state !== 'open' && instruction.op === 'free') return // closing frees everything
    this.requireUsable()
    this.post(instruction)
  }

  async request(call: CallInstruction): Promise<Reply> {
    this.requireUsable()
    this.post(call)
    this._watch.expect()
    return await this._replies.wait(call.call, answering(call.reply, call.targets, this.engines))
  }

  /** Users' functions are broken off where they compute or await; one that waits in MPI goes on when MPI does. */
  interrupt(): void {
    this.requireUsable()
    this._watch.interrupt(sessionId, () => this._lastCall)
    this._poller.wake()
  }

  async status(): Promise<readonly EngineStatus[]> {
    this.requireOpen()
    const reports = this._watch.reports()
    this._poller.wake()
    return (await reports).map(({ status, sessions }) => ({ ...status, sessionBytes: sessions[sessionId]?.bytes ?? 0 }))
  }

  on<E extends keyof TransportEvents>(event: E, listener: (happened: TransportEvents[E]) => void): void {
    this._events.on(event, listener)
  }

  off<E extends keyof TransportEvents>(event: E, listener: (happened: TransportEvents[E]) => void): void {
    this._events.off(event, listener)
  }

  /** @throws {UnsupportedError} Always: ranks that are gone cannot be had again within a job. */
  async restart(): Promise<void> {
    throw new UnsupportedError('The engines are ranks of this MPI job, which cannot be started anew within it; start the job again', {
      feature: 'restarting the engines of an MPI job',
    })
  }

  /** Resolves when the engines have carried out everything and are about to end. */
  close(): Promise<void> {
    this._closed ??= this.closeInOrder()
    return this._closed
  }

  /**
   * As {@link close}, without the event loop, for a program that ends without having closed its context.
   *
   * @throws {EngineError} Engines wait for each other, so that they cannot end.
   */
  closeNow(): void {
    if (this._state === 'closed') return
    this.dismiss()
    while (this._byes.size < this.engines) {
      this.look(5)
      if (this._stuck !== undefined) throw this._stuck
    }
    this.end()
  }

  private async closeInOrder(): Promise<void> {
    if (this._stuck !== undefined) throw this._stuck
    const allGone = new Promise<void>((resolve) => {
      this._onBye = resolve
    })
    this.dismiss()
    this._poller.wake()
    await allGone
    if (this._stuck !== undefined) throw this._stuck
    this.end()
  }

  /** Have the engines end when they have done what they were told before. */
  private dismiss(): void {
    if (this._state !== 'open') return
    this._state = 'closing'
    this.order({ type: 'close', session: sessionId })
    this.order({ type: 'exit' })
    this.flush()
  }

  private end(): void {
    if (this._state === 'closed') return
    this._state = 'closed'
    this._poller.stop()
    this._watch.stop()
    this._replies.rejectAll(() => new ContextError('The context was closed before this call was answered'))
    this._watch.free()
    this._link.free()
  }

  private order(order: EngineOrder): void {
    const frames = encodeMessage(order)
    for (const outbox of this._outboxes) outbox.push(frames)
    this.flushSoon()
  }

  private post(instruction: DefineInstruction | CallInstruction | FreeInstruction): void {
    const recipients = recipientsOf(instruction, this.engines)
    const number = instruction.op === 'call' ? instruction.call : 0
    const bulk = instruction.op === 'call' ? bulkFor(instruction.args, recipients.length) : undefined
    if (bulk !== undefined) this.makeRoom(totalOf(bulk))
    if (instruction.op === 'call' && differs(instruction))
      for (const [place, engine] of recipients.entries())
        this._outboxes[engine]!.push(encode(callFor(instruction, place), temporaryBytes), number, bulk?.[place])
    else {
      // What is sent to several may not be given back when the first has it.
      const frames = encode(instruction, recipients.length === 1 ? temporaryBytes : unsetBytes)
      for (const [place, engine] of recipients.entries()) this._outboxes[engine]!.push(frames, number, bulk?.[place])
    }
    if (instruction.op === 'call' && instruction.targets !== undefined) this._targets.set(number, instruction.targets)
    this._lastCall = Math.max(this._lastCall, number)
    this.flushSoon()
  }

  /**
   * Wait, without the event loop, while much is to be sent and the engines take it.
   *
   * @throws {MemoryError} They do not, and there is no memory for more.
   */
  private makeRoom(bytes: number): void {
    const waiting = (): number => this._outboxes.reduce((sum, outbox) => sum + outbox.bytes, 0)
    let before = waiting()
    for (let since = performance.now(); before > mostWaiting && performance.now() - since < patience; ) {
      this.look(1)
      const now = waiting()
      if (now < before) since = performance.now()
      before = now
    }
    requireRoom(before, bytes)
  }

  private flushSoon(): void {
    if (this._flushing) return
    this._flushing = true
    queueMicrotask(() => {
      this._flushing = false
      if (this._state === 'closed') return
      this.flush()
      this._poller.wake()
    })
  }

  private flush(): void {
    for (const outbox of this._outboxes) outbox.flush()
  }

  /** Something is to come from MPI, or to go. */
  private expects(): boolean {
    const isSending = this._link.isSending || this._outboxes.some((outbox) => !outbox.isEmpty)
    return isSending || !this._replies.isEmpty || this._state === 'closing' || this._watch.expects
  }

  private look(milliseconds = 0): boolean {
    this._link.progress()
    let found = this._watch.look()
    for (let received = this._link.receive(milliseconds); received !== undefined; received = this._link.receive(0)) {
      found = true
      for (const frames of received.messages) this.take(received.source - 1, decodeMessage(frames) as EngineMessage)
    }
    this.flush()
    return found
  }

  private take(engine: number, message: EngineMessage): void {
    switch (message.type) {
      case 'answer':
        this._watch.heard()
        this._replies.answer(message.call, message.answer, message.earlier)
        this.acknowledge(engine, message.call)
        break
      case 'done':
        this._watch.heard()
        this.acknowledge(engine, message.call)
        break
      case 'log':
        this._events.emit('log', { engine, stream: message.stream, text: message.text })
        break
      case 'progress': {
        const { call, done, total, message: text } = message
        this._events.emit('progress', { engine, call, done, total, message: text })
        break
      }
      case 'bye':
        this._byes.add(engine)
        if (this._byes.size === this.engines) this._onBye()
        break
      case 'hello': // of the same program: there is nothing to compare
      case 'shared': // there are no other sessions to share with
        break
      default:
        message satisfies never
    }
  }

  /** An engine has carried out every call up to this one. */
  private acknowledge(engine: number, call: number): void {
    this._outboxes[engine]!.acknowledge(call)
    this.forgetTargets(call)
  }

  private forgetTargets(through: number): void {
    for (const [call, targets] of this._targets) {
      if (call > through) return
      if (targets.every((engine) => this._outboxes[engine]!.acknowledged >= call)) this._targets.delete(call)
    }
  }

  /** Engines wait in a call that others have left. */
  private giveUp(positions: string): void {
    const failures = this._replies.failures()
    const causes = failures.map(({ engine, message }) => `it failed on rank ${engine} of ${this.engines}: ${message}; `)
    const message = `A call cannot end: ${causes.join('')}${positions}. The engines cannot be used any more: end this job and start it again`
    const stuck = new EngineError(message, { failures })
    this._stuck = stuck
    this._replies.rejectAll(() => stuck)
    this._onBye()
  }

  private requireOpen(): void {
    if (this._state !== 'open') throw new ContextError('Expected an open context but this one was closed')
  }

  private requireUsable(): void {
    this.requireOpen()
    if (this._stuck !== undefined) throw this._stuck
  }
}

/** Encode an instruction. What it holds may change afterwards. */
function encode(instruction: DefineInstruction | CallInstruction | FreeInstruction, allocate: typeof unsetBytes): Frames {
  const [first, ...rest] = encodeMessage({ type: 'instructions', session: sessionId, list: [instruction] } satisfies EngineOrder)
  const copyOf = (frame: Uint8Array): Uint8Array => {
    const copy = allocate(frame.length)
    copy.set(frame)
    return copy
  }
  return [first!, ...rest.map(copyOf)]
}
