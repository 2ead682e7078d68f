import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { SessionId } from '../wire/messages.js'
import type { NameMessage } from './board.js'
import type { EngineSettings } from './settings.js'

/** What a monitor is started with. */
export interface MonitorData {
  readonly settings: EngineSettings
  /** Where the settings came from, in the folder of the job. */
  readonly file: string
  readonly engine: number
  readonly memory: SharedArrayBuffer
}

/** What the monitor of an engine of an MPI job is started with. */
export interface MpiMonitorData {
  /** The communicator of the client and the monitors, as MPI_Comm_c2f tells it. */
  readonly communicator: bigint
  readonly engine: number
  readonly memory: SharedArrayBuffer
}

/** The monitor of this engine, as its main thread sees it. */
export class MonitorThread {
  private readonly _worker: Worker

  /**
   * Start it.
   *
   * @param data        What its program is given.
   * @param onInterrupt The call was interrupted while no function of its was running: it awaits something.
   * @param onFailure   The monitor has failed: this engine cannot be watched any more.
   */
  constructor(
    data: MonitorData | MpiMonitorData,
    onInterrupt: (session: SessionId, call: number) => void,
    onFailure: (error: Error) => void,
  ) {
    const program = 'settings' in data ? './monitor.js' : '../mpi/monitor.js'
    this._worker = new Worker(new URL(program, import.meta.url), { workerData: data })
    this._worker.on('message', ({ session, call }: { session: SessionId; call: number }) => onInterrupt(session, call))
    this._worker.on('error', onFailure)
  }

  name(message: NameMessage): void {
    this._worker.postMessage(message)
  }

  /** Let it end; resolves when it has, so that this process can. */
  async stop(): Promise<void> {
    const ended = once(this._worker, 'exit')
    this._worker.postMessage('stop')
    await ended
  }
}
