import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BannerFilter } from './banners.js'
import { isSpreadByBatchSystem } from './engine/batch-system.js'
import { makeJobFolder } from './engine/job-folder.js'
import { type EngineLoss, whoWasLost } from './engine/lost.js'
import { killProcessesWith } from './engine/processes.js'
import { type EngineSettings, writeSettings } from './engine/settings.js'
import type { SupervisorMessage } from './engine/supervisor.js'
import { missingLauncher } from './launch.js'
import { mpiexecCommand } from './mpiexec.js'

const program = fileURLToPath(new URL('./engine/main.js', import.meta.url))
const supervisor = fileURLToPath(new URL('./engine/supervisor.js', import.meta.url))
/** What is kept of the launcher's last words, in characters. */
const lastWords = 16384

/** Engines to start. */
export interface EngineGroupOptions {
  /** Number of engines, at least 1. */
  readonly engines: number
  /** Where they find the controller. */
  readonly settings: EngineSettings
  /** Opens a socket in the folder of the job, for engines on this machine, and returns its path; not asked where there are others. */
  readonly openSocket?: (folder: string) => Promise<string>
  /** Machines to run on, `'name'` or `'name:engines'`; when absent those of the batch job, or this one. */
  readonly hosts?: readonly string[]
  /** Path of a host file in the format of the installed mpiexec. */
  readonly hostfile?: string
  /** Options of Node.js for every engine. */
  readonly nodeOptions?: readonly string[]
  /** Takes what mpiexec, or native code in an engine, writes; what engines print by `console` goes to the controller. */
  readonly onOutput?: (stream: 'stdout' | 'stderr', text: string) => void
}

/** Engines under mpiexec that end when this process does, when they are stopped, and all together when one of them ends. */
export class EngineGroup {
  /** When the last engine has ended and nothing of the job is left: undefined after {@link stop}, else what happened. */
  readonly ended: Promise<EngineLoss | undefined>
  /** Folder of the job's files. It is removed when the job has ended, however it does. */
  readonly folder: string
  private readonly _supervisor: ChildProcess
  private _isStopping = false

  private constructor(child: ChildProcess, folder: string, ended: Promise<EngineLoss>) {
    this.folder = folder
    this._supervisor = child
    this.ended = ended.then((loss) => (this._isStopping ? undefined : loss))
  }

  /**
   * Start engines.
   *
   * Not collective.
   *
   * @returns The group when mpiexec runs; that an engine is ready, it tells its controller.
   * @throws {BackendLoadError} No mpiexec is installed.
   */
  static async start(options: EngineGroupOptions): Promise<EngineGroup> {
    const { engines, hosts, hostfile, nodeOptions = [], openSocket, onOutput = () => {} } = options
    const isSpread = hosts !== undefined || hostfile !== undefined || isSpreadByBatchSystem(process.env)
    const folder = makeJobFolder(isSpread)
    try {
      const settings = { ...options.settings, ...(openSocket && !isSpread && { socket: await openSocket(folder.path) }) }
      const launch = mpiexecCommand({
        ranks: engines,
        program: process.execPath,
        args: [...nodeOptions, program],
        ...(isSpread && { forward: ['DISTARRAY_ENGINE'] }),
        ...(hosts && { hosts }),
        ...(hostfile !== undefined && { hostfile }),
      })
      const env = {
        ...folder.env,
        ...(process.env.FORCE_COLOR === undefined && { NO_COLOR: '1' }), // engines may see a terminal where there is none
        OMPI_MCA_odls_base_sigkill_timeout: '0', // with one engine gone there is nothing that the others could still do
        ...process.env, // what the user has set stays
        ...launch.env,
        DISTARRAY_ENGINE: writeSettings(folder.path, settings),
      }
      const child = spawn(process.execPath, [supervisor, folder.path, launch.command, ...launch.args], {
        env,
        detached: true, // Ctrl-C in a terminal is for the program that launched the engines
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      })
      // The supervisor leaves nothing behind, unless it was killed itself.
      child.on('exit', (code) => code === null && killProcessesWith(`DISTARRAY_ENGINE=${env.DISTARRAY_ENGINE}`))
      const ended = watch(child, onOutput).finally(() => rmSync(folder.path, { recursive: true, force: true }))
      await started(child, launch.command)
      return new EngineGroup(child, folder.path, ended)
    } catch (error) {
      rmSync(folder.path, { recursive: true, force: true })
      throw error
    }
  }

  /** Let this process end although the engines run; they end with it. */
  unref(): void {
    const { stdout, stderr, channel } = this._supervisor
    this._supervisor.unref()
    channel?.unref()
    for (const stream of [stdout, stderr]) (stream as { unref?(): void } | null)?.unref?.()
  }

  /**
   * See the engines end. Idempotent.
   *
   * @param milliseconds How long they may take by themselves, having been told by their controller; then they are killed.
   */
  async stop(milliseconds = 0): Promise<void> {
    this._isStopping = true
    this._supervisor.ref()
    const timer = setTimeout(() => {
      if (this._supervisor.connected) this._supervisor.send('end', () => {})
    }, milliseconds)
    await this.ended
    clearTimeout(timer)
  }
}

/** Hand output on, and find out how it ended. */
function watch(child: ChildProcess, onOutput: NonNullable<EngineGroupOptions['onOutput']>): Promise<EngineLoss> {
  const filter = new BannerFilter()
  let words = ''
  const show = (text: string): void => {
    if (text !== '') onOutput('stderr', Buffer.from(text, 'latin1').toString('utf8'))
  }
  child.stdout!.setEncoding('utf8').on('data', (text: string) => onOutput('stdout', text))
  child.stderr!.setEncoding('latin1').on('data', (text: string) => {
    words = (words + text).slice(-lastWords)
    show(filter.push(text))
  })
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ engine: -1, reason: `the engines could not be started: ${error.message}` }))
    child.on('close', () => {
      show(filter.end())
      resolve(whoWasLost(words))
    })
  })
}

function started(child: ChildProcess, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('message', (message: SupervisorMessage) => {
      if (message.type === 'failed') reject(missingLauncher(command, message))
      else resolve()
    })
    child.once('exit', () => reject(missingLauncher(command, { message: 'the process that was to start it has ended' })))
  })
}
