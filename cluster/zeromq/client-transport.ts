import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { ContextError, EngineLostError } from '../../array/errors.js'
import type { CallInstruction, DefineInstruction, FreeInstruction, Instruction } from '../../array/instruction.js'
import type { EngineStatus, Reply, SharedPiece, Transport, TransportEvents } from '../../array/transport.js'
import { bulkFor, requireRoom, totalOf } from '../bulk.js'
import { KeepAlive } from '../keep-alive.js'
import { answering, PendingCalls } from '../pending-calls.js'
import { packageVersion } from '../version.js'
import { type ControllerMessage, type SessionId, wireVersion } from '../wire/messages.js'
import { SharedFolder } from '../wire/shared-folder.js'
import { Flow } from './flow.js'
import { InterruptKey } from './interrupt-key.js'
import type { ClientLink, OpenLink } from './link.js'
import { Questions } from './questions.js'
import { routed } from './route.js'

/** A batch that has grown to so many instructions leaves before the turn of the event loop ends. */
const batch = 256

/** How a client gets to its controller, and what it does when that is gone. */
export interface ClientTransportOptions {
  readonly mode: 'launch' | 'connect'
  readonly link: OpenLink
  /** How long the controller may take to welcome this client: engines have to be there by then. */
  readonly welcomeMilliseconds: number
  /** What to say when it does not, e.g. what to do about it. */
  readonly remedy: string
  /** What keeps the program alive while this client awaits something; default: one of its own. */
  readonly keepAlive?: KeepAlive
  /** Start the engines anew that this client launched, and return the way to their controller; default: connect again. */
  readonly relaunch?: () => Promise<OpenLink>
  /** End what this client launched. */
  readonly onClose?: () => Promise<void>
}

/** What `distarray cluster status` shows. */
export interface ClusterStatus {
  /** All, ascending. */
  readonly engines: readonly EngineStatus[]
  /** Number of clients, this one included. */
  readonly sessions: number
  readonly uptimeSeconds: number
}

/** One client's session with a controller, by ZeroMQ or within the process. */
export class ClientTransport implements Transport {
  readonly mode: 'launch' | 'connect'
  readonly session = undefined
  private readonly _options: ClientTransportOptions
  private readonly _events = new EventEmitter()
  private _open: OpenLink
  private _link: ClientLink | undefined
  private _engines = 0
  private _id: SessionId = ''
  private _flow = new Flow(0)
  private _pending = new PendingCalls()
  private readonly _keepAlive: KeepAlive
  /** Set while instructions wait for engines to catch up. */
  private _release: (() => void) | undefined
  private readonly _key = new InterruptKey(() => this.interrupt())
  private readonly _questions: Questions
  private _isScheduled = false
  /** Why nothing can be asked any more. */
  private _end: (() => Error) | undefined
  private _isClosed = false

  private constructor(options: ClientTransportOptions) {
    this.mode = options.mode
    this._options = options
    this._open = options.link
    this._keepAlive = options.keepAlive ?? new KeepAlive()
    this._questions = new Questions(options.remedy)
    this._events.setMaxListeners(0)
  }

  /**
   * Begin a session.
   *
   * @throws {ContextError} The controller does not answer, or refuses; the message says why and what to do.
   */
  static async open(options: ClientTransportOptions): Promise<ClientTransport> {
    const transport = new ClientTransport(options)
    await transport._keepAlive.during(transport.begin())
    return transport
  }

  get engines(): number {
    return this._engines
  }

  send(instruction: DefineInstruction | CallInstruction | FreeInstruction): void {
    if (this._end === undefined) this.enqueue(instruction)
  }

  request(call: CallInstruction): Promise<Reply> {
    if (this._end !== undefined) return Promise.reject(this._end())
    this.enqueue(call)
    return this._key.during(this._keepAlive.during(this._pending.wait(call.call, answering(call.reply, call.targets, this._engines))))
  }

  interrupt(): void {
    this.flush()
    this._link?.send({ type: 'interrupt' })
  }

  async status(): Promise<readonly EngineStatus[]> {
    return (await this.clusterStatus()).engines
  }

  /** What the controller says of the whole cluster. */
  clusterStatus(): Promise<ClusterStatus> {
    return this.ask('status', (query) => ({ type: 'status', query }))
  }

  /** Give an array a name by which other clients of the cluster can have it; without an id, take the name back. Need not be awaited. */
  share(name: string, id: number | undefined): Promise<void> {
    const shared = this.ask('shared', (query) => ({ type: 'share', query, name, id })).then(({ error }) => {
      if (error !== undefined) throw new ContextError(error)
    })
    shared.catch(() => {}) // whoever does not await it finds out when the array is asked for by that name
    return shared
  }

  /** Have an array that another client shares, under an id of this session; returns what each engine says of it, ascending. */
  async shared(name: string, id: number): Promise<readonly SharedPiece[]> {
    const { error, descriptions = [] } = await this.ask('shared', (query) => ({ type: 'shared', query, name, id }))
    if (error !== undefined) throw new ContextError(error)
    return descriptions
  }

  /** Ask the cluster to drop every array, function and variable of every client. */
  async clear(): Promise<void> {
    await this.ask('cleared', (query) => ({ type: 'clear', query }))
  }

  on<E extends keyof TransportEvents>(event: E, listener: (happened: TransportEvents[E]) => void): void {
    this._events.on(event, listener)
  }

  off<E extends keyof TransportEvents>(event: E, listener: (happened: TransportEvents[E]) => void): void {
    this._events.off(event, listener)
  }

  restart(): Promise<void> {
    return this._keepAlive.during(this.startAnew())
  }

  close(): Promise<void> {
    return this._keepAlive.during(this.endSession())
  }

  private async startAnew(): Promise<void> {
    if (this._isClosed) throw new ContextError('The context was closed')
    this.finish(() => new ContextError('The engines were started anew while the call was under way'))
    if (this._options.relaunch) this._open = await this._options.relaunch()
    await this.begin()
  }

  private async endSession(): Promise<void> {
    if (this._isClosed) return
    this._isClosed = true
    if (this._end === undefined) this.sendAll()
    this.finish(() => new ContextError('The context was closed'))
    await this._options.onClose?.()
  }

  private async begin(): Promise<void> {
    this._id = randomBytes(8).toString('hex')
    const welcome = await new Promise<Extract<ControllerMessage, { type: 'welcome' }>>((resolve, reject) => {
      const fail = (reason: string): void => {
        clearTimeout(timer)
        this._link?.close()
        reject(new ContextError(`Expected a cluster to connect to but ${reason}. ${this._options.remedy}`))
      }
      const { welcomeMilliseconds } = this._options
      const timer = setTimeout(() => fail(`it gives no answer within ${welcomeMilliseconds / 1000} s`), welcomeMilliseconds)
      const take = (message: ControllerMessage): void => {
        if (message.type === 'refused') fail(message.reason)
        if (message.type !== 'welcome') return
        clearTimeout(timer)
        this._link!.shared = SharedFolder.find(message.sharedFolder)
        resolve(message)
      }
      let isWelcome = false
      this._link = this._open(
        (message) => {
          if (isWelcome) this.take(message)
          else take(message)
          isWelcome ||= message.type === 'welcome'
        },
        (reason) => (isWelcome ? this.disconnected(reason) : fail(reason)),
      )
      this._link.send({ type: 'hello', wire: wireVersion, version: packageVersion, session: this._id })
    })
    this._engines = welcome.engines
    this._flow = new Flow(welcome.engines)
    this._end = undefined
  }

  private enqueue(instruction: Instruction): void {
    const bulk = instruction.op === 'call' ? bulkFor(instruction.args, instruction.targets?.length ?? this._engines) : undefined
    if (bulk !== undefined) requireRoom(this._flow.bytes, totalOf(bulk))
    this._flow.push(routed(instruction, this._engines, this._link?.shared?.put), bulk)
    if (this._flow.length >= batch) this.flush()
    // Nobody waits for memory to be freed: that may leave with what the program asks next.
    if (instruction.op === 'free') setImmediate(() => this.flush())
    else if (!this._isScheduled) {
      this._isScheduled = true
      queueMicrotask(() => {
        this._isScheduled = false
        this.flush()
      })
    }
  }

  private flush(): void {
    if (this._end !== undefined) return
    for (let list = this._flow.take(); list.length > 0; list = this._flow.take()) this._link?.send({ type: 'instructions', list })
    if (this._flow.length === 0) this.release()
    else this._release ??= this._keepAlive.hold()
  }

  private release(): void {
    this._release?.()
    this._release = undefined
  }

  private sendAll(): void {
    this.flush()
    const list = this._flow.takeAll()
    if (list.length > 0) this._link?.send({ type: 'instructions', list })
    this._link?.send({ type: 'goodbye' })
  }

  private take(message: ControllerMessage): void {
    switch (message.type) {
      case 'answer':
        this._flow.done(message.answer.engine, message.call)
        this._pending.answer(message.call, message.answer, message.earlier)
        this.flush()
        break
      case 'done':
        this._flow.done(message.engine, message.call)
        this.flush()
        break
      case 'status':
      case 'shared':
      case 'cleared':
        this._questions.take(message.query, message)
        break
      case 'log':
      case 'progress': {
        const { type, ...happened } = message
        this._events.emit(type, happened)
        break
      }
      case 'engine-lost':
        this.lost(message.engine, message.reason)
        break
      case 'stuck':
        if (message.session === this._id) this._pending.giveUp(message.call, message.positions)
        this.finish(() => new ContextError('The engines wait in vain for one that has failed; restart() gives new ones'))
        break
      case 'refused':
        this.disconnected(message.reason)
        break
      case 'welcome':
        break
      default:
        throw new ContextError(`Expected a known message but received ${JSON.stringify(message satisfies never)}`)
    }
  }

  private lost(engine: number, reason: string): void {
    const said = `Engine ${engine} was lost (${reason}), and with it every array; restart() gives working engines`
    this.finish(() => new EngineLostError(said, { engine }))
    this._events.emit('engine-lost', { engine, reason })
  }

  private disconnected(reason: string): void {
    this.finish(() => new ContextError(`The controller is gone: ${reason}. ${this._options.remedy}`))
  }

  /** Nothing can be asked from here on, and what was asked comes to nothing. */
  private finish(error: () => Error): void {
    this._end = error
    this.release()
    this._link?.close()
    this._pending.rejectAll(error)
    this._questions.refuseAll(error().message)
  }

  private ask<T extends ControllerMessage['type']>(
    type: T,
    message: (query: number) => Parameters<ClientLink['send']>[0],
  ): Promise<Extract<ControllerMessage, { type: T }>> {
    if (this._end !== undefined) return Promise.reject(this._end())
    this.flush()
    return this._keepAlive.during(this._questions.ask(type, (query) => this._link?.send(message(query))))
  }
}
