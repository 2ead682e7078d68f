/* A thread of an engine, started by monitor-thread.ts: it answers the controller while the main thread computes or waits. */
import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { type MonitorMessage, type MonitorOrder, wireVersion } from '../wire/messages.js'
import { BoardView, type NameMessage } from './board.js'
import { ControllerLink } from './controller-link.js'
import { MonitorDuties } from './monitor-duties.js'
import type { MonitorData } from './monitor-thread.js'

/** How long the engine may still take to end in order when the controller is gone, and how long it waits for one that never came. */
const goneMilliseconds = 3000
const absentMilliseconds = 15000

const { settings, file, engine, memory } = workerData as MonitorData
const view = new BoardView(memory)
const link = new ControllerLink<MonitorMessage, MonitorOrder>(settings)
const main = parentPort!
const duties = new MonitorDuties({ engine, view, main, send: (message) => link.send(message) })
let wasConnected = false
let gone: NodeJS.Timeout | undefined
let isStopping = false

/** End the engine at once; what the launcher left on this machine goes with it. */
function kill(): void {
  rmSync(dirname(file), { recursive: true, force: true })
  process.kill(process.pid, 'SIGKILL')
}

function expectController(milliseconds: number): void {
  clearTimeout(gone)
  if (isStopping) return // the end of the connection may be told after this thread was told to stop
  gone = setTimeout(kill, milliseconds)
}

function obey(order: MonitorOrder): void {
  if (order.type === 'kill') kill()
  else if (order.type !== 'welcome') duties.obey(order)
}

main.on('message', (message: NameMessage | 'stop') => {
  if (message !== 'stop') return view.name(message)
  // The process may end only when this thread has closed its socket.
  isStopping = true
  clearTimeout(gone)
  duties.stop()
  link.close()
  main.close()
})

expectController(absentMilliseconds)
link.connect(settings.endpoint, (isConnected) => {
  // A connection that was lost does not come back: to the controller this engine is lost with it.
  if (!isConnected) expectController(goneMilliseconds)
  else if (!wasConnected) clearTimeout(gone)
  wasConnected ||= isConnected
})
link.send({ type: 'monitor', wire: wireVersion, engine, pid: process.pid })
link.receive(obey)
