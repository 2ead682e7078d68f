import type { Distribution } from '../protocol/distribution.js'
import { UnsupportedError } from '../protocol/errors.js'
import { errorOf, rejectionOf } from './call-error.js'
import { CallSites } from './call-sites.js'
import { DroppedArrays } from './dropped-arrays.js'
import { ContextError } from './errors.js'
import type { Answer, ArrayId, CallInstruction, IdRange, RemoteFailure } from './instruction.js'
import { travelling } from './placement.js'
import { ToldCalls } from './told-calls.js'
import type { Reply, Transport } from './transport.js'

/** A call as it is asked for here. */
export interface Outgoing {
  readonly fn: string
  readonly args: readonly unknown[]
  /** How errors call it, where it runs what the user wrote. */
  readonly label?: string
  readonly out?: IdRange
  readonly writes?: readonly ArrayId[]
  /** The engines that run it, ascending. */
  readonly targets: readonly number[]
  /**
   * The method that the user called, where its object must not be kept alive by the note of where the call was made: stack frames
   * hold on to the objects whose methods they are.
   */
  readonly entry?: (...args: never[]) => unknown
}

/** One engine's word: what it answered. */
export type EngineValue = { readonly engine: number; readonly value: unknown }

/**
 * One context's way to its engines: numbers calls and ids, hands instructions over in order, frees in batches what was let go of,
 * and turns failures into errors that show where the call was made.
 */
export class Calls {
  readonly transport: Transport
  /** Counts the times that users' functions may have written to arrays they know; see `DistArray`. */
  exposures = 0
  /** Whether this program has pieces in its hands, in SPMD: then it may write to any array that a function could have returned twice. */
  hasPieces = false
  /** Counts restarts: arrays of an earlier one are gone. */
  generation = 0
  private readonly _sites = new CallSites()
  private readonly _told = new ToldCalls()
  private _count = 0
  private _nextId: ArrayId = 1
  private _released: (ArrayId | IdRange)[] = []
  /** Whether {@link Calls._flushLater} waits for its turn: a program that never comes to its event loop queues it once. */
  private _willFlush = false
  private readonly _flushLater = (): void => {
    this._willFlush = false
    this.flush()
  }
  private readonly _dropped: DroppedArrays
  private _isClosed = false

  constructor(transport: Transport) {
    this.transport = transport
    this._dropped = new DroppedArrays(transport.engines, ({ first, count }) => this.release(first, count))
  }

  get engines(): number {
    return this.transport.engines
  }

  get isClosed(): boolean {
    return this._isClosed
  }

  /** How a distribution travels: in this process as it is. */
  layout(distribution: Distribution): unknown {
    return this.transport.session ? distribution : travelling(distribution)
  }

  /** Allot ids, the first of `count`. */
  allot(count = 1): ArrayId {
    const first = this._nextId
    this._nextId += count
    return first
  }

  /**
   * Let go of ids when `owner` is dropped without having been freed.
   *
   * @param bytes Of the arrays on one engine, as far as it is known.
   */
  track(owner: object, ids: IdRange, bytes = 0): void {
    this._dropped.track(owner, ids, bytes)
  }

  /** Undo {@link Calls.track}. */
  untrack(owner: object, bytes = 0): void {
    this._dropped.untrack(owner, bytes)
  }

  /** Let go of ids: a message tells the engines, together with the next instruction or when this turn of the event loop ends. */
  release(first: ArrayId, count = 1): void {
    if (this._isClosed) return
    if (!this._willFlush) {
      this._willFlush = true
      queueMicrotask(this._flushLater)
    }
    const last = this._released.at(-1)
    if (count === 1) this._released.push(first)
    else if (typeof last === 'object' && last.first + last.count === first)
      this._released[this._released.length - 1] = { first: last.first, count: last.count + count }
    else this._released.push({ first, count })
  }

  /** Hand over what is to be freed. */
  flush(): void {
    if (this._released.length === 0 || this._isClosed) return
    const ids = this._released
    this._released = []
    this.transport.send({ op: 'free', ids })
  }

  /** Install a user's function. */
  define(fn: string, source: string, variables: readonly string[]): void {
    this.requireOpen()
    this.transport.send({ op: 'define', fn, source, variables })
  }

  /** Make a call that nobody waits for. */
  send(outgoing: Outgoing): void {
    const call = this.begin(outgoing, 'none')
    const { session } = this.transport
    if (!session || session.isAwaiting) {
      this.noteSite(call, outgoing)
      this.transport.send(call)
      return
    }
    // In this process the call is over when this returns, so only one that fails needs its place noted. It may fail on other ranks.
    this._sites.note(call.call, outgoing.fn, outgoing.label)
    const before = session.untoldFailures
    try {
      this.transport.send(call)
    } catch (error) {
      this.noteSite(call, outgoing)
      throw rejectionOf(error, this._sites.of(call.call))
    }
    if (session.untoldFailures !== before) this.noteSite(call, outgoing)
  }

  /**
   * Make a call and wait for the answers of its targets, or of the first of them.
   *
   * @returns Ascending by engine.
   * @throws What {@link errorOf} makes of failures, of this call or of earlier ones that nobody had asked about.
   */
  async request(outgoing: Outgoing, reply: 'first' | 'each' = 'each'): Promise<readonly EngineValue[]> {
    const call = this.begin(outgoing, reply)
    this.noteSite(call, outgoing)
    let answered: Reply
    try {
      answered = await this.transport.request(call)
    } catch (error) {
      throw rejectionOf(error, this._sites.of(call.call))
    }
    const { turn } = this._dropped
    // In SPMD an answer comes without a turn of the event loop.
    if (turn) await turn
    return this.read(call, answered)
  }

  /**
   * As {@link Calls.request}, without a promise.
   *
   * @throws {UnsupportedError} The engines are other processes.
   */
  requestSync(outgoing: Outgoing, reply: 'first' | 'each' = 'each'): readonly EngineValue[] {
    const { transport } = this
    if (!transport.requestSync)
      throw new UnsupportedError(`The engines are other processes here (${transport.mode}), so answers have to be awaited`, {
        feature: 'synchronous answers outside SPMD',
      })
    const call = this.begin(outgoing, reply)
    let answered: Reply
    try {
      answered = transport.requestSync(call)
    } catch (error) {
      this.noteSite(call, outgoing)
      throw rejectionOf(error, this._sites.of(call.call))
    }
    if (answered.earlier.length > 0 || answered.answers.some(isFailure)) this.noteSite(call, outgoing)
    return this.read(call, answered)
  }

  /** The engines are new: what was known of the old ones is void. */
  restarted(): void {
    this.generation++
    this._released = []
  }

  /** Nothing is sent any more. */
  close(): void {
    this.flush()
    this._isClosed = true
  }

  /** The error for failures that were found outside a call. */
  errorOf(failures: readonly RemoteFailure[]): Error {
    return errorOf(failures, this.engines, (call) => this._sites.of(call))
  }

  requireOpen(): void {
    if (this._isClosed) throw new ContextError('Expected an open context but this one was closed; its arrays are gone')
  }

  private begin({ fn, args, out, writes, targets }: Outgoing, reply: CallInstruction['reply']): CallInstruction {
    this.requireOpen()
    this.flush()
    const call: { -readonly [K in keyof CallInstruction]: CallInstruction[K] } = { op: 'call', call: ++this._count, fn, args, reply }
    if (out) call.out = out
    if (writes) call.writes = writes
    if (targets.length !== this.engines) call.targets = targets
    return call
  }

  private noteSite({ call }: CallInstruction, outgoing: Outgoing): void {
    this._sites.capture(call, outgoing.fn, outgoing.label, outgoing.entry)
  }

  private read(call: CallInstruction, { answers, earlier }: Reply): readonly EngineValue[] {
    if (earlier.length > 0 || answers.some(isFailure)) this.requireSuccess(answers, earlier)
    if (call.reply === 'each' && call.targets === undefined) this._sites.passed(call.call)
    else this._sites.forget(call.call)
    return answers as readonly EngineValue[]
  }

  /** @throws What {@link errorOf} makes of failures that were not told before, and of this call's. */
  private requireSuccess(answers: readonly Answer[], earlier: readonly RemoteFailure[]): void {
    const own = answers.flatMap((answer) => (isFailure(answer) ? [answer.failure] : []))
    const failures = [...earlier.filter(({ call }) => !this._told.has(call)), ...own]
    for (const { call } of failures) this._told.add(call)
    if (failures.length > 0) throw this.errorOf(failures)
  }
}

function isFailure(answer: Answer): answer is Extract<Answer, { readonly failure: RemoteFailure }> {
  return 'failure' in answer
}
