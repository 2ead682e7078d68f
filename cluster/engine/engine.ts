import { hostname } from 'node:os'
import { ContextError } from '../../array/errors.js'
import { failureOf } from '../../array/failure.js'
import { type Answer, type CallInstruction, type Instruction, LocalArrayDescription } from '../../array/instruction.js'
import { Session } from '../../array/session.js'
import type { Communicator } from '../../bindings/communicator.js'
import { giveBack } from '../../bindings/temporary.js'
import { bulkOf, doneBytes } from '../bulk.js'
import { packageVersion } from '../version.js'
import { type EngineMessage, type EngineOrder, type SessionId, wireVersion } from '../wire/messages.js'
import { seal } from '../wire/seal.js'
import type { SharedFolder } from '../wire/shared-folder.js'
import type { Board } from './board.js'
import { displayName } from './display-name.js'
import type { Guard } from './guard.js'
import { OrderQueue } from './order-queue.js'

/** Calls that ask for no reply are acknowledged together, so many at a time. */
const doneEvery = 512
/** Least milliseconds between two reports of progress. */
const progressEvery = 50

/** A session and what the engine keeps of it. */
interface Opened {
  readonly session: Session
  /** Calls carried out since the last `done`. */
  unacknowledged: number
  /** Bytes of their arguments. */
  unacknowledgedBytes: number
  /** The name that the user knows, of each function that was defined. */
  readonly names: Map<string, string>
}

/** What an engine works with. */
export interface EngineParts {
  /** The engines; used for nothing else. */
  readonly communicator: Communicator
  readonly board: Board
  readonly guard: Guard
  /** Where clients and engines on this machine leave large arrays for each other. */
  readonly shared: SharedFolder | undefined
  /** Whether what is sent has left, or was copied, when `send` returns. */
  readonly sendsAtOnce: boolean
  /** Sends to the controller. */
  readonly send: (message: EngineMessage) => void
  /** When that has left this process, undefined when it has; for a way on which nothing leaves while the next call computes. */
  readonly sent?: () => Promise<void> | undefined
}

/** Carries out what the controller orders, one after the other: the sessions of all clients in one order. */
export class Engine {
  private readonly _parts: EngineParts
  private readonly _opened = new Map<SessionId, Opened>()
  private readonly _touched = new Set<SessionId>()
  private readonly _queue = new OrderQueue()
  private _isBusy = false
  private _lastProgress = Number.NEGATIVE_INFINITY
  private _isEnding = false
  private _current: { session: SessionId; call: number } | undefined
  private _resolveEnded: (refusal: string | undefined) => void = () => {}
  /** When the controller has no more for this engine; its reason when it refused it. */
  readonly ended: Promise<string | undefined>

  constructor(parts: EngineParts) {
    this._parts = parts
    this.ended = new Promise((resolve) => {
      this._resolveEnded = resolve
    })
  }

  /** The session whose call runs, or empty. */
  get session(): SessionId | '' {
    return this._current?.session ?? ''
  }

  /** Say who this is. */
  greet(): void {
    const { rank: engine, size: engines } = this._parts.communicator
    this._parts.send({
      type: 'hello',
      wire: wireVersion,
      version: packageVersion,
      engine,
      engines,
      host: hostname(),
      pid: process.pid,
    })
  }

  /** Take an order; it is carried out when those before it are. */
  take(order: EngineOrder): void {
    this._queue.push(order)
    if (!this._isBusy) this.work()
  }

  /** Give up what a call awaits. */
  interrupt(session: SessionId, call: number): void {
    if (this._current?.session === session && this._current.call === call) this._parts.guard.interruptWaiting()
  }

  /** Do what waits in the queue, up to something that has to be awaited. */
  private work(): void {
    this._isBusy = true
    let awaited: Promise<void> | undefined
    while (awaited === undefined && !this._isEnding && !this._queue.isEmpty) awaited = this.next()
    this.account()
    if (awaited !== undefined) awaited.then(() => this.work())
    else this._isBusy = this._isEnding
  }

  private next(): Promise<void> | undefined {
    const task = this._queue.shift()
    if (task === undefined) return undefined
    if (!('order' in task)) return this.instruct(task.session, task.instruction) ?? this._parts.sent?.()
    this.obey(task.order)
    return undefined
  }

  private obey(order: EngineOrder): void {
    switch (order.type) {
      case 'welcome':
      case 'instructions': // the queue gives these one by one
        break
      case 'open':
        this.open(order.session)
        break
      case 'close':
        this.close(order.session)
        break
      case 'share':
        this.share(order)
        break
      case 'refused':
        this.end(order.reason)
        break
      case 'exit':
        this.end(undefined)
        break
      default:
        process.stderr.write(`Expected an order of this version but received ${JSON.stringify(order satisfies never)}\n`)
    }
  }

  private open(id: SessionId): void {
    if (this._opened.has(id)) return
    const session = new Session(this._parts.communicator, {
      invoke: (run) => this._parts.guard.run(run),
      progress: (happened) => this.progress(id, happened),
      lendsAnswers: this._parts.sendsAtOnce,
    })
    this._opened.set(id, { session, unacknowledged: 0, unacknowledgedBytes: 0, names: new Map() })
    this._parts.board.open(id)
  }

  /** Tell how far a call has come, as often as somebody who watches can see it. */
  private progress(session: SessionId, happened: { call: number; done: number; total: number; message: string }): void {
    const now = performance.now()
    if (now - this._lastProgress < progressEvery && happened.done < happened.total) return
    this._lastProgress = now
    this._parts.send({ type: 'progress', session, ...happened })
  }

  private close(id: SessionId): void {
    this._opened.get(id)?.session.close()
    this._opened.delete(id)
    this._touched.delete(id)
    this._parts.board.close(id)
  }

  private share({ from, fromId, session, id, query }: Extract<EngineOrder, { type: 'share' }>): void {
    const { send } = this._parts
    try {
      const owner = this.opened(from).session
      if (!owner.knows(fromId)) {
        send({ type: 'shared', query })
        return
      }
      const array = owner.local(fromId)
      this.opened(session).session.adopt(id, array)
      this._touched.add(session)
      const dimData = array.distribution.dimData(array.communicator.rank)
      send({ type: 'shared', query, description: new LocalArrayDescription(0, array.dtype, dimData) })
    } catch (error) {
      send({ type: 'shared', query, error: error instanceof Error ? error.message : String(error) })
    }
  }

  private end(refusal: string | undefined): void {
    this._isEnding = true
    for (const id of [...this._opened.keys()]) this.close(id)
    this._resolveEnded(refusal)
  }

  private opened(id: SessionId): Opened {
    const opened = this._opened.get(id)
    if (opened === undefined) throw new ContextError(`The session ${id} is not open on this engine: its client has closed it`)
    return opened
  }

  private instruct(id: SessionId, instruction: Instruction): Promise<void> | undefined {
    const opened = this._opened.get(id)
    if (opened === undefined) {
      if (instruction.op === 'call' && instruction.reply !== 'none') this.answer(id, instruction, this.sessionMissing(id, instruction))
      return undefined
    }
    this._touched.add(id)
    if (instruction.op !== 'call') {
      if (instruction.op === 'define') opened.names.set(instruction.fn, displayName(instruction.fn, instruction.source))
      opened.session.run(instruction) // no answer, and nothing to wait for
      return undefined
    }
    this._current = { session: id, call: instruction.call }
    this._parts.board.begin(id, instruction.call, opened.names.get(instruction.fn) ?? instruction.fn)
    opened.unacknowledgedBytes += bulkOf(instruction.args) // before the call gives their memory back
    const answer = opened.session.run(instruction)
    if (answer instanceof Promise) return answer.then((settled) => this.conclude(id, opened, instruction, settled))
    this.conclude(id, opened, instruction, answer)
    return undefined
  }

  private conclude(id: SessionId, opened: Opened, call: CallInstruction, answer: Answer | undefined): void {
    this._parts.board.end()
    this._current = undefined
    if (answer !== undefined) {
      this.account() // whoever has the answer and asks for the memory then sees what the call made
      this.answer(id, call, answer)
      if (this._parts.sendsAtOnce && 'value' in answer && ArrayBuffer.isView(answer.value)) giveBack(answer.value)
      opened.unacknowledged = opened.unacknowledgedBytes = 0 // the answer says it
      return
    }
    if (call.reply === 'none' && ++opened.unacknowledged < doneEvery && opened.unacknowledgedBytes < doneBytes) return
    opened.unacknowledged = opened.unacknowledgedBytes = 0
    this._parts.send({ type: 'done', session: id, call: call.call })
  }

  /** Large arrays in an answer are left where the client on this machine can take them; controllers pass them on unopened. */
  private sealed(answer: Answer): Answer {
    const { shared } = this._parts
    if (shared === undefined || !('value' in answer) || typeof answer.value !== 'object') return answer
    return { ...answer, value: seal(answer.value, shared.put) }
  }

  private answer(session: SessionId, { call }: CallInstruction, answer: Answer): void {
    const earlier = this._opened.get(session)?.session.takeFailures() ?? []
    const message = { type: 'answer', session, call, earlier } as const
    try {
      this._parts.send({ ...message, answer: this.sealed(answer) })
    } catch (error) {
      // A value that cannot travel is a failure of the call that gave it.
      const { engine } = answer
      this._parts.send({ ...message, answer: { engine, failure: failureOf(error, call, engine) } })
    }
  }

  private sessionMissing(id: SessionId, { call }: CallInstruction): Answer {
    const engine = this._parts.communicator.rank
    return { engine, failure: failureOf(new ContextError(`The session ${id} was closed`), call, engine) }
  }

  /** Write down what the sessions hold now. */
  private account(): void {
    for (const id of this._touched) {
      const { arrays, bytes } = this.opened(id).session.usage
      this._parts.board.holds(id, bytes, arrays)
    }
    this._touched.clear()
  }
}
