import { hostname } from 'node:os'
import { allgatherObjects } from '../bindings/allgather-objects.js'
import { availableMemory } from '../bindings/available-memory.js'
import type { Communicator } from '../bindings/communicator.js'
import { memoryStatistics } from '../bindings/memory.js'
import { UnsupportedError } from '../protocol/errors.js'
import { Announcement } from './announcement.js'
import { ContextError } from './errors.js'
import type { Answer, CallInstruction, DefineInstruction, FreeInstruction } from './instruction.js'
import { ReplyExchange } from './reply-exchange.js'
import { isOpen, Session } from './session.js'
import { freeSubCommunicators } from './sub-communicators.js'
import type { EngineStatus, Reply, Transport, TransportEvents } from './transport.js'

/**
 * SPMD: every rank runs the user's program and is an engine, and its instructions are carried out in this process, at once. Ranks
 * send each other answers only, so that all programs see the same.
 *
 * @remarks After a call whose function returned a promise, what follows waits in a queue until it has settled.
 */
export class DirectTransport implements Transport {
  readonly mode = 'spmd'
  readonly engines: number
  readonly session: Session
  /** Ours alone: for answers, apart from what functions send each other. */
  private readonly _communicator: Communicator
  private readonly _functions: Communicator
  private readonly _exchange: ReplyExchange
  private readonly _announcement: Announcement
  private readonly _listeners = new Set<(happened: TransportEvents['progress']) => void>()
  /** Settles when everything that was handed over is done; undefined when there is nothing to wait for. */
  private _last: Promise<unknown> | undefined
  private _closed = false
  /** Whether some ranks may have failures to tell of which others know nothing; the same on all ranks. */
  private _mayDiffer = false
  /** Elements since all ranks last waited for each other. */
  private _elements = 0
  /** That the ranks do different things, found after a queued call had returned. */
  private _mismatch: unknown

  /**
   * Make the engines of a job, one per rank of `comm`.
   *
   * Collective over `comm`.
   *
   * @param comm Not used any more after this call: its duplicates are.
   */
  constructor(comm: Communicator) {
    this._communicator = comm.dup()
    this._functions = comm.dup()
    this.engines = comm.size
    this._exchange = new ReplyExchange(this._communicator)
    this._announcement = new Announcement(this._communicator)
    const progress = (happened: Omit<TransportEvents['progress'], 'engine'>): void => {
      for (const listener of this._listeners) listener({ engine: comm.rank, ...happened })
    }
    // Without other ranks an answer is not copied.
    this.session = new Session(this._functions, { copiesArguments: true, lendsAnswers: comm.size > 1, progress })
  }

  /**
   * Collective over the targets of a call; over all ranks with `DISTARRAY_CHECK=1`.
   *
   * @throws {CollectiveMismatchError} With `DISTARRAY_CHECK=1`: the ranks make different calls.
   */
  send(instruction: DefineInstruction | CallInstruction | FreeInstruction): void {
    if (this._closed && instruction.op === 'free') return // closing has freed everything
    this.requireOpen()
    if (instruction.op === 'call') this.requireAgreement()
    if (instruction.op === 'define') this._announcement.define(instruction)
    if (this._last === undefined) {
      const done = this.carryOut(instruction)
      if (done instanceof Promise) this.follow(done)
      return
    }
    this.follow(
      this._last
        .then(() => this.carryOut(instruction))
        .catch((error) => {
          this._mismatch ??= error
        }),
    )
  }

  /** Collective over all ranks. */
  async request(call: CallInstruction): Promise<Reply> {
    this.requireOpen()
    this.requireAgreement()
    return await this.enqueue(() => this.replyTo(call))
  }

  /**
   * As {@link DirectTransport.request}, at once.
   *
   * Collective over all ranks.
   *
   * @throws {ContextError} The call's function returned a promise, or one before it did that has not settled; then the call was not
   *                        begun.
   */
  requestSync(call: CallInstruction): Reply {
    this.requireOpen()
    this.requireAgreement()
    if (this._last !== undefined) throw new ContextError('A function that was called before is still being awaited; await its result first')
    const reply = this.replyTo(call)
    if (!(reply instanceof Promise)) return reply
    this.follow(reply)
    throw new ContextError(`${call.fn} returned a promise, so its result cannot be had synchronously; await it instead`)
  }

  /** @throws {UnsupportedError} Always: the program itself is what runs. */
  interrupt(): void {
    throw new UnsupportedError('In SPMD there is nothing to interrupt: when this program runs, no call does; Ctrl-C ends the job', {
      feature: 'interrupting calls in SPMD',
    })
  }

  /** Collective over all ranks. */
  async status(): Promise<readonly EngineStatus[]> {
    this.requireOpen()
    return await this.enqueue(() => allgatherObjects(this._communicator, this.ownStatus()))
  }

  /** Tells of this rank's own progress; the other events have no cause here. */
  on<E extends keyof TransportEvents>(event: E, listener: (happened: TransportEvents[E]) => void): void {
    if (event === 'progress') this._listeners.add(listener as (happened: TransportEvents['progress']) => void)
  }

  off<E extends keyof TransportEvents>(event: E, listener: (happened: TransportEvents[E]) => void): void {
    if (event === 'progress') this._listeners.delete(listener as (happened: TransportEvents['progress']) => void)
  }

  /** @throws {UnsupportedError} Always: ranks that are gone cannot be had again within a job. */
  async restart(): Promise<void> {
    throw new UnsupportedError('In SPMD the engines are this program; start the job again', {
      feature: 'restarting the engines of an SPMD job',
    })
  }

  /** Collective over all ranks. */
  async close(): Promise<void> {
    if (this._closed) return
    this._closed = true
    await this._last
    this.session.close()
    freeSubCommunicators(this._functions)
    this._communicator.free()
    this._functions.free()
  }

  private carryOut(instruction: DefineInstruction | CallInstruction | FreeInstruction): unknown {
    if (instruction.op === 'call') {
      this._announcement.compare(instruction)
      if (!failsAlike(instruction)) this._mayDiffer = true
    }
    return this.session.run(instruction)
  }

  private replyTo(call: CallInstruction): Reply | Promise<Reply> {
    this._announcement.compare(call)
    const reply = (answer: Answer | undefined): Reply => {
      this._mayDiffer = false
      this._elements = 0
      return this._exchange.reply(answer, this.session.takeFailures(), call.fn === 'gather')
    }
    const answer = this.session.run(call)
    return answer instanceof Promise ? answer.then(reply) : (this.elementOf(call, answer) ?? reply(answer))
  }

  /** The reply that one element is, where nobody has more to tell. */
  private elementOf({ fn, targets }: CallInstruction, answer: Answer | undefined): Reply | undefined {
    const isBrief = fn === 'element.get' && targets !== undefined && !this._mayDiffer && this._elements++ < mostElements
    const owner = isBrief ? targets[0] : undefined
    const element = owner === undefined ? undefined : this._exchange.element(owner, answer, this.session.untoldFailures === 0)
    return element && { answers: [element], earlier: none }
  }

  /** Run `action` after everything before it: now, when nothing is being awaited. */
  private enqueue<T>(action: () => T | Promise<T>): T | Promise<T> {
    const result = this._last === undefined ? action() : this._last.then(action)
    if (result instanceof Promise) this.follow(result)
    return result
  }

  private follow(result: Promise<unknown>): void {
    const settled: Promise<unknown> = result
      .catch(() => undefined) // told to whoever asked
      .then(() => {
        if (this._last === settled) this._last = undefined
      })
    this._last = settled
  }

  private ownStatus(): EngineStatus {
    const { arrays, bytes } = this.session.usage
    return {
      engine: this._communicator.rank,
      host: hostname(),
      pid: process.pid,
      sessionBytes: bytes,
      liveBytes: memoryStatistics().liveBytes,
      arrays,
      availableBytes: availableMemory(),
      uptimeSeconds: process.uptime(),
    }
  }

  private requireOpen(): void {
    if (this._closed) throw new ContextError('Expected an open context but this one was closed')
  }

  /** @throws {CollectiveMismatchError} A call that had to wait was not the same on all ranks; told once. */
  private requireAgreement(): void {
    const mismatch = this._mismatch
    this._mismatch = undefined
    if (mismatch !== undefined) throw mismatch
  }
}

const none: readonly never[] = Object.freeze([])

/** An owner that does not wait may be so many elements ahead of the others, whose messages MPI has to keep meanwhile. */
const mostElements = 1000

/** Whether a call that fails does so on all ranks: one of this library's that makes arrays on all of them. */
function failsAlike({ fn, targets, out }: CallInstruction): boolean {
  return targets === undefined && out !== undefined && !isOpen(fn)
}
