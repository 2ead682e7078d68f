import { inspect } from 'node:util'
import type { Communicator } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { native } from '../../bindings/native.js'
import { Board } from '../engine/board.js'
import { captureConsole } from '../engine/console-capture.js'
import { Engine } from '../engine/engine.js'
import { Guard } from '../engine/guard.js'
import { MonitorThread } from '../engine/monitor-thread.js'
import { Watchdog } from '../engine/watchdog.js'
import { decodeMessage, encodeMessage } from '../wire/codec.js'
import type { EngineMessage, EngineOrder } from '../wire/messages.js'
import { MpiLink, type Received } from './link.js'

/** Milliseconds after the last message for which the next one is looked for without pause. */
const eagerMilliseconds = 1
/** Longest pause between looks, in milliseconds, and the part of the time since the last message that a pause takes. */
const longestPause = 40
const pausePart = 1 / 100
/** Milliseconds without a turn of the event loop: while messages come or came a moment ago, and after that. */
const busySlice = 5
const idleSlice = 100

/** The communicators of an engine in an MPI job; it frees them. */
export interface EngineCommunicators {
  /** The engines. */
  readonly engines: Communicator
  /** Client and engines. */
  readonly link: Communicator
  /** Client and monitors. */
  readonly watch: Communicator
}

/**
 * Be an engine of an MPI job: carry out what rank 0 orders until it has no more, then end this process in order.
 *
 * Collective over the engines.
 *
 * @remarks Between orders this thread sleeps, and looks for messages: the less often the longer none has come, every 40 ms in the end. The
 * event loop has its turns.
 */
export async function serve({ engines, link: linkComm, watch }: EngineCommunicators): Promise<never> {
  const board = new Board((message) => monitor.name(message))
  const link = new MpiLink(linkComm)
  const send = (message: EngineMessage) => link.sendNow(0, [encodeMessage(message)])
  const watchdog = new Watchdog()
  const engine = new Engine({ communicator: engines, board, guard: new Guard(board), shared: undefined, sendsAtOnce: true, send })
  const monitor = new MonitorThread(
    { communicator: native().comm_c2f(watch.handle), engine: engines.rank, memory: board.memory },
    (session, call) => engine.interrupt(session, call),
    (error) => {
      throw error
    },
  )
  const release = captureConsole((stream, text) => send({ type: 'log', session: engine.session, stream, text }))
  // A promise or a timer that a user's function left behind is no reason to lose every array.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error) => process.stderr.write(`Uncaught ${inspect(error)}\n`))

  engine.greet()
  let isEnded = false
  void engine.ended.then(() => {
    isEnded = true
  })
  await obey(link, engine, () => isEnded)
  release()
  send({ type: 'bye' })
  await Promise.all([monitor.stop(), watchdog.stop()])
  watch.free()
  link.free()
  engines.free()
  finalize()
  process.exit(0)
}

async function obey(link: MpiLink, engine: Engine, isEnded: () => boolean): Promise<void> {
  let lastMessage = 0
  let lastTurn = performance.now()
  while (!isEnded()) {
    const now = performance.now()
    const isAwaiting = engine.session !== '' // a user's promise, which needs the event loop
    const received = isAwaiting ? link.receive(0) : next(link, now - lastMessage)
    if (received !== undefined) {
      take(received, engine)
      lastMessage = performance.now()
      if (lastMessage - lastTurn < busySlice) {
        await undefined // for `engine.ended`
        continue
      }
    }
    await (isAwaiting && received === undefined ? pause() : turn())
    lastTurn = performance.now()
  }
}

/** Wait for a message: the longer nothing has come, the more quietly. */
function next(link: MpiLink, quietMilliseconds: number): Received | undefined {
  if (quietMilliseconds < eagerMilliseconds) return link.receive(eagerMilliseconds, { spin: eagerMilliseconds })
  const pause = Math.min(longestPause, quietMilliseconds * pausePart)
  return link.receive(pause < longestPause ? busySlice : idleSlice, { pause })
}

function take({ messages }: Received, engine: Engine): void {
  for (const order of merged(messages.map((frames) => decodeMessage(frames) as EngineOrder))) engine.take(order)
}

/** Instructions that came together, as one list: what encloses them is then done once. */
function merged(orders: readonly EngineOrder[]): EngineOrder[] {
  const out: EngineOrder[] = []
  for (const order of orders) {
    const last = out.at(-1)
    if (order.type === 'instructions' && last?.type === 'instructions')
      out[out.length - 1] = { ...last, list: last.list.concat(order.list) }
    else out.push(order)
  }
  return out
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1))
}
