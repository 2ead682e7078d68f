/* A thread of an engine, started by engine/monitor-thread.ts: it answers the client by MPI while the main thread computes or waits. */
import { parentPort, workerData } from 'node:worker_threads'
import { Communicator } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import { BoardView, type NameMessage } from '../engine/board.js'
import { MonitorDuties } from '../engine/monitor-duties.js'
import type { MpiMonitorData } from '../engine/monitor-thread.js'
import { decodeMessage, encodeMessage } from '../wire/codec.js'
import type { MonitorOrder } from '../wire/messages.js'
import { MpiLink } from './link.js'

/** Milliseconds between looks for messages: while the main thread is at work or the client asks, and else. */
const busyInterval = 50
const idleInterval = 150
/** Milliseconds without either after which this engine idles. */
const idleAfter = 2000

const { communicator, engine, memory } = workerData as MpiMonitorData
const main = parentPort!
const view = new BoardView(memory)
const link = new MpiLink(Communicator._wrap(native().comm_f2c(communicator)))
const duties = new MonitorDuties({ engine, view, main, send: (message) => link.sendNow(0, [encodeMessage(message)]) })

let lastBusy = performance.now()
// Not at once: the names that were sent to this thread come first.
let timer = setTimeout(look, busyInterval)

function look(): void {
  if (view.doing().call !== 0) lastBusy = performance.now()
  for (let received = link.receive(0); received !== undefined; received = link.receive(0))
    for (const frames of received.messages) {
      lastBusy = performance.now()
      const order = decodeMessage(frames) as MonitorOrder
      if (order.type === 'hold' || order.type === 'interrupt' || order.type === 'query') duties.obey(order)
    }
  timer = setTimeout(look, performance.now() - lastBusy < idleAfter ? busyInterval : idleInterval)
}

main.on('message', (message: NameMessage | 'stop') => {
  if (message !== 'stop') return view.name(message)
  clearTimeout(timer)
  duties.stop()
  main.close()
})
