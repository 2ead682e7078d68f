import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { curveKeyPair, Router } from 'zeromq'
import type { CallInstruction, Instruction } from '../../array/instruction.js'
import { processesWith } from '../../cluster/engine/processes.js'
import { EngineGroup, type EngineGroupOptions } from '../../cluster/engine-group.js'
import { decodeMessage, encodeMessage } from '../../cluster/wire/codec.js'
import type { EngineMessage, EngineOrder, MonitorMessage, MonitorOrder } from '../../cluster/wire/messages.js'

type Incoming = EngineMessage | MonitorMessage
type Report = Extract<MonitorMessage, { type: 'report' }>
type AnswerMessage = Extract<EngineMessage, { type: 'answer' }>

/** As much of a controller as it takes to drive engines in a test: one session, no checks. */
export class SmallController {
  readonly session = '0123456789abcdef'
  readonly messages: (Incoming & { from: number })[] = []
  /** Process ids of the engines by rank. */
  readonly pids: number[] = []
  output = ''
  private readonly _engines = new Map<number, Buffer>()
  private readonly _monitors = new Map<number, Buffer>()
  private readonly _ranks = new Map<string, number>()
  private readonly _listeners = new Set<() => void>()
  private _call = 0
  private _query = 0

  private constructor(
    readonly socket: Router,
    readonly group: EngineGroup,
  ) {}

  static async start(engines: number, options: Partial<EngineGroupOptions> = {}): Promise<SmallController> {
    delete process.env.NODE_OPTIONS // tap's loaders are not for engines
    const server = curveKeyPair()
    const client = curveKeyPair()
    const socket = new Router({
      curveServer: true,
      curveSecretKey: server.secretKey,
      sendHighWaterMark: 0,
      sendTimeout: 0,
      receiveHighWaterMark: 0,
      linger: 0,
    })
    await socket.bind('tcp://127.0.0.1:*')
    let controller: SmallController | undefined
    let early = ''
    const group = await EngineGroup.start({
      engines,
      settings: { endpoint: socket.lastEndpoint!, serverKey: server.publicKey, publicKey: client.publicKey, secretKey: client.secretKey },
      onOutput: (_, text) => {
        if (controller) controller.output += text
        else early += text
      },
      ...options,
    })
    controller = new SmallController(socket, group)
    controller.output = early
    void controller.receive()
    await controller.until(() => controller._engines.size === engines && controller._monitors.size === engines)
    controller.order({ type: 'open', session: controller.session })
    return controller
  }

  get engines(): number {
    return this._engines.size
  }

  private async receive(): Promise<void> {
    for await (const [identity, ...frames] of this.socket) {
      const message = decodeMessage(frames) as Incoming
      const key = identity!.toString('hex')
      if (message.type === 'hello' || message.type === 'monitor') {
        this._ranks.set(key, message.engine)
        ;(message.type === 'hello' ? this._engines : this._monitors).set(message.engine, identity!)
        if (message.type === 'hello') this.pids[message.engine] = message.pid
      }
      this.messages.push({ ...message, from: this._ranks.get(key) ?? -1 })
      for (const listener of [...this._listeners]) listener()
    }
  }

  /** Resolves when `condition` holds; looks after each message. */
  until(condition: () => boolean, milliseconds = 30000): Promise<void> {
    if (condition()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const finish = (act: () => void): void => {
        this._listeners.delete(look)
        clearTimeout(timer)
        act()
      }
      const look = (): void => {
        if (condition()) finish(resolve)
      }
      const timer = setTimeout(
        () => finish(() => reject(new Error(`nothing came in ${milliseconds} ms; output: ${this.output}`))),
        milliseconds,
      )
      this._listeners.add(look)
    })
  }

  /** Send to the main thread of these engines, all of them by default. */
  order(order: EngineOrder, to = [...this._engines.keys()]): void {
    for (const rank of to) void this.socket.send([this._engines.get(rank)!, ...encodeMessage(order)])
  }

  monitors(order: MonitorOrder, to = [...this._monitors.keys()]): void {
    for (const rank of to) void this.socket.send([this._monitors.get(rank)!, ...encodeMessage(order)])
  }

  instruct(...list: Instruction[]): void {
    this.order({ type: 'instructions', session: this.session, list })
  }

  define(fn: string, source: string): void {
    this.instruct({ op: 'define', fn, source, variables: [] })
  }

  /** Call something on all engines; returns the number of the call. */
  call(fn: string, args: unknown[] = [], more: Partial<CallInstruction> = {}): number {
    this._call++
    this.instruct({ op: 'call', call: this._call, fn, args, reply: 'each', ...more })
    return this._call
  }

  /** The answers to a call, by rank. */
  async answers(call: number, milliseconds?: number): Promise<AnswerMessage[]> {
    const found = (): AnswerMessage[] =>
      this.messages.filter((m): m is AnswerMessage & { from: number } => m.type === 'answer' && m.call === call)
    await this.until(() => found().length === this.engines, milliseconds)
    return found().sort((a, b) => a.answer.engine - b.answer.engine)
  }

  /** Values, or the names of failures, that a call comes back with. */
  async values(call: number, milliseconds?: number): Promise<unknown[]> {
    const answers = await this.answers(call, milliseconds)
    return answers.map(({ answer }) => ('failure' in answer ? `${answer.failure.name}: ${answer.failure.message}` : answer.value))
  }

  /** What the monitors report, by rank. */
  async reports(milliseconds?: number): Promise<Report[]> {
    const query = ++this._query
    this.monitors({ type: 'query', query })
    const found = (): Report[] => this.messages.filter((m): m is Report & { from: number } => m.type === 'report' && m.query === query)
    await this.until(() => found().length === this.engines, milliseconds)
    return found().sort((a, b) => a.position.engine - b.position.engine)
  }

  /** Lines that engines printed. */
  get log(): { from: number; stream: string; text: string }[] {
    return this.messages.flatMap((m) => (m.type === 'log' ? [{ from: m.from, stream: m.stream, text: m.text }] : []))
  }

  /** End the engines in order. */
  async stop(): Promise<void> {
    this.order({ type: 'exit' })
    await this.group.stop(5000)
    this.socket.close()
  }
}

/** What belongs to the job of an engine, by its process id. */
export function jobOf(pid: number): { settings: string; folder: string; processes: () => number[] } {
  const settings = /(?:^|\0)DISTARRAY_ENGINE=([^\0]*)/.exec(readFileSync(`/proc/${pid}/environ`, 'latin1'))?.[1]
  if (settings === undefined) throw new Error(`process ${pid} is no engine`)
  return { settings, folder: dirname(settings), processes: () => processesWith(`DISTARRAY_ENGINE=${settings}`) }
}
