import type { ArrayReference, CallInstruction, Instruction, RemoteFailure } from '../../array/instruction.js'
import { packageVersion } from '../../cluster/version.js'
import { type EngineMessage, type EngineOrder, type MonitorMessage, type MonitorOrder, wireVersion } from '../../cluster/wire/messages.js'
import { Channel } from '../../cluster/zeromq/channel.js'
import type { Access } from '../../cluster/zeromq/controller.js'
import { freedIds } from '../support/freed-ids.js'

/** An engine's memory of one session: arrays are plain values. */
interface FakeSession {
  readonly arrays: Map<number, unknown>
  earlier: RemoteFailure[]
  unacknowledged: number
}

export interface FakeEngineOptions {
  readonly version?: string
  readonly wire?: number
  readonly frameLimit?: number
  readonly hasMonitor?: boolean
}

/**
 * Speaks the messages of an engine without MPI: `echo` answers its arguments, `make` keeps them under out.first, `read` answers what
 * an id holds, `fail` throws, `wait` never ends and says it is in MPI_Allreduce, `log` writes.
 */
export class FakeEngine {
  readonly engine: number
  readonly sessions = new Map<string, FakeSession>()
  /** Every instruction in the order of its coming: session, op, call. */
  readonly seen: string[] = []
  readonly refusals: string[] = []
  readonly interrupts: MonitorOrder[] = []
  readonly ended: Promise<string>
  private readonly _engines: number
  private readonly _channel: Channel
  private readonly _monitor: Channel | undefined
  private _waiting: { session: string; call: number; since: number } | undefined

  constructor(access: Access, engine: number, engines: number, options: FakeEngineOptions = {}) {
    this.engine = engine
    this._engines = engines
    const { endpoint, serverKey, publicKey, secretKey } = access
    const common = { endpoint, serverKey, keys: { publicKey, secretKey } }
    let tell: (reason: string) => void = () => {}
    this.ended = new Promise((resolve) => {
      tell = resolve
    })
    this._channel = new Channel({ ...common, onMessage: (order) => this.take(order as EngineOrder), onEnd: tell })
    const { version = packageVersion, wire = wireVersion, hasMonitor = true } = options
    this.say({ type: 'hello', wire, version, engine, engines, host: 'here', pid: process.pid })
    if (!hasMonitor) return
    this._monitor = new Channel({ ...common, onMessage: (order) => this.watch(order as MonitorOrder), onEnd: () => {} })
    this._monitor.send({ type: 'monitor', wire, engine, pid: process.pid } satisfies MonitorMessage)
  }

  /** Go without a word, as a process that is killed. */
  vanish(): void {
    this._channel.close()
    this._monitor?.close()
  }

  say(message: EngineMessage): void {
    this._channel.send(message)
  }

  private take(order: EngineOrder): void {
    if (order.type === 'refused') this.refusals.push(order.reason)
    else if (order.type === 'open') this.sessions.set(order.session, { arrays: new Map(), earlier: [], unacknowledged: 0 })
    else if (order.type === 'close') this.sessions.delete(order.session)
    else if (order.type === 'instructions') for (const instruction of order.list) this.run(order.session, instruction)
    else if (order.type === 'share') this.share(order)
    else if (order.type === 'exit') {
      this.say({ type: 'bye' })
      this.vanish()
    }
  }

  private run(id: string, instruction: Instruction): void {
    const session = this.sessions.get(id)!
    this.seen.push(`${id} ${instruction.op} ${instruction.op === 'call' ? instruction.call : ''}`)
    if (instruction.op === 'free') for (const array of freedIds(instruction)) session.arrays.delete(array)
    if (instruction.op !== 'call') return
    const { call, fn, reply, targets } = instruction
    if (fn === 'wait') {
      this._waiting = { session: id, call, since: Date.now() }
      return
    }
    const asked = reply === 'each' || (reply === 'first' && (targets?.[0] ?? 0) === this.engine)
    const outcome = this.call(id, session, instruction)
    if (asked) {
      const earlier = session.earlier
      session.earlier = []
      this.say({ type: 'answer', session: id, call, answer: { engine: this.engine, ...outcome }, earlier })
    } else if ('failure' in outcome) session.earlier.push(outcome.failure)
    if (++session.unacknowledged % 512 === 0 || asked) this.say({ type: 'done', session: id, call })
  }

  private call(
    id: string,
    session: FakeSession,
    { call, fn, args, out }: CallInstruction,
  ): { value: unknown } | { failure: RemoteFailure } {
    const [first] = args
    if (fn === 'make') session.arrays.set(out!.first, first)
    else if (fn === 'read') return { value: session.arrays.get((first as ArrayReference).id) }
    else if (fn === 'fail' && (first === undefined || first === this.engine)) {
      const failure = {
        call,
        engine: this.engine,
        name: 'TypeError',
        message: 'it fails',
        stack: 'TypeError: it fails',
        code: '',
        fields: {},
      }
      return { failure }
    } else if (fn === 'log') this.say({ type: 'log', session: id, stream: 'stdout', text: String(first) })
    else if (fn === 'progress') this.say({ type: 'progress', session: id, call, done: 1, total: 2, message: 'half' })
    return { value: fn === 'echo' ? args : undefined }
  }

  private share({ from, fromId, session, id, query }: Extract<EngineOrder, { type: 'share' }>): void {
    const value = this.sessions.get(from)?.arrays.get(fromId)
    if (value !== undefined) this.sessions.get(session)!.arrays.set(id, value)
    const outcome = value === undefined ? { error: `no array ${fromId}` } : { description: { engine: this.engine, value } }
    this.say({ type: 'shared', query, ...outcome })
  }

  private watch(order: MonitorOrder): void {
    if (order.type === 'interrupt') this.interrupts.push(order)
    else if (order.type === 'hold')
      this._monitor!.send({ type: 'held', query: order.query, begun: 3 + this.engine } satisfies MonitorMessage)
    else if (order.type === 'query') this._monitor!.send(this.report(order.query))
  }

  private report(query: number): MonitorMessage {
    const { session = '', call = 0, since = Date.now() } = this._waiting ?? {}
    const held = [...this.sessions].map(([id, { arrays }]) => [id, { bytes: 8 * arrays.size, arrays: arrays.size }] as const)
    const sessions = Object.fromEntries(held)
    const arrays = held.reduce((sum, [, { arrays }]) => sum + arrays, 0)
    const { engine } = this
    const mpi = call > 0 ? 'MPI_Allreduce' : ''
    const status = {
      engine,
      host: 'here',
      pid: process.pid,
      sessionBytes: 0,
      liveBytes: 8 * arrays,
      arrays,
      availableBytes: 1e9,
      uptimeSeconds: this._engines,
    }
    return {
      type: 'report',
      query,
      position: { engine, session, call, fn: call > 0 ? 'wait' : '', mpi, seconds: (Date.now() - since) / 1000 },
      status,
      sessions,
    }
  }
}
