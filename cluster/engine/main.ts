/*
 * The program of an engine: `mpiexec -n 4 node dist/cluster/engine/main.js` with DISTARRAY_ENGINE, started by engine-group.ts. Between
 * orders it waits in the event loop, without using the processor; the monitor thread answers while it computes.
 */
import { rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { inspect } from 'node:util'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { loadedNative } from '../../bindings/native.js'
import { SocketLink } from '../local/socket-link.js'
import type { EngineMessage, EngineOrder } from '../wire/messages.js'
import { SharedFolder } from '../wire/shared-folder.js'
import { Board } from './board.js'
import { captureConsole } from './console-capture.js'
import { ControllerLink, type EngineLink } from './controller-link.js'
import { Engine } from './engine.js'
import { Guard } from './guard.js'
import { MonitorThread } from './monitor-thread.js'
import { readSettings } from './settings.js'
import { Watchdog } from './watchdog.js'

// Whatever ends this process before its time ends the job: the others would wait for it for ever.
let isOrderly = false
process.on('exit', (code) => {
  if (isOrderly) return
  const rank = process.env.OMPI_COMM_WORLD_RANK ?? process.env.PMI_RANK ?? '0'
  writeSync(2, `[rank ${rank}] ended with exit code ${code}\n`) // the console is captured, and nothing more is sent
  loadedNative()?.abort(code & 0xff || 1)
})

const file = process.env.DISTARRAY_ENGINE
const settings = readSettings(file)
const communicator = world().dup()
communicator.barrier()
if (communicator.rank === 0) rmSync(file!, { force: true }) // all have read it

const board = new Board((message) => monitor.name(message))
const guard = new Guard(board)
const watchdog = new Watchdog()
const link = openLink()
const shared = SharedFolder.find(dirname(file!))
link.shared = shared
const engine = new Engine({
  communicator,
  board,
  guard,
  shared,
  sendsAtOnce: shared !== undefined,
  send: (message) => link.send(message),
  sent: () => link.sent(),
})
const monitor = new MonitorThread(
  { settings, file: file!, engine: communicator.rank, memory: board.memory },
  (session, call) => engine.interrupt(session, call),
  (error) => {
    release()
    process.stderr.write(`The monitor of this engine has failed: ${inspect(error)}\n`)
    process.exit(1)
  },
)
const release = captureConsole((stream, text) => link.send({ type: 'log', session: engine.session, stream, text }))
// A promise or a timer that a user's function left behind is no reason to lose every array.
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error) => process.stderr.write(`Uncaught ${inspect(error)}\n`))

function openLink(): EngineLink<EngineMessage, EngineOrder> {
  if (settings.socket !== undefined) return new SocketLink(settings.socket)
  const way = new ControllerLink<EngineMessage, EngineOrder>(settings)
  way.connect(settings.endpoint)
  return way
}

engine.greet()
link.receive((order) => engine.take(order))
const refusal = await engine.ended
release()
if (refusal !== undefined) process.stderr.write(`The controller refused this engine: ${refusal}\n`)
else link.send({ type: 'bye' })
link.close()
await Promise.all([monitor.stop(), watchdog.stop()])
if (refusal !== undefined) process.exit(1)
communicator.free()
finalize()
isOrderly = true
process.exit(0)
