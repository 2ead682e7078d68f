import { availableParallelism } from 'node:os'
import { BaseContext } from '../array/context.js'
import { DirectTransport } from '../array/direct-transport.js'
import type { Transport } from '../array/transport.js'
import { type Communicator, requireCommunicator, world } from '../bindings/communicator.js'
import { closest } from '../protocol/closest.js'
import { ArgumentError, expected } from '../protocol/errors.js'
import { closeAtEnd, leaveToProgram } from './close-at-end.js'
import { mpiTransport } from './mpi/start.js'
import { connectTransport } from './zeromq/connect-transport.js'
import { runningCluster } from './zeromq/connection-file.js'
import { launchTransport } from './zeromq/launch-transport.js'

/** Which engines to start for a context. */
export interface LaunchOptions {
  /** Number of engines, 1 or more. Default: as many as this machine has cores, at most 4. */
  engines?: number
  /** Machines to run them on, `'name'` or `'name:engines'`; default this one. */
  hosts?: readonly string[]
  /** Path of a host file in the format of the installed mpiexec. */
  hostfile?: string
  /** Options of Node.js for every engine, e.g. `['--max-old-space-size=8192']`. */
  nodeOptions?: readonly string[]
  /** Milliseconds that engines may be behind one that failed in a call, before they count as stuck. Default 5000. */
  stuckMilliseconds?: number
}

/** Which of the running clusters to connect to. */
export interface ConnectOptions {
  /** The name that it was started with; default `'default'`. */
  name?: string
}

const launchKeys = ['engines', 'hosts', 'hostfile', 'nodeOptions', 'stuckMilliseconds'] as const

/**
 * A context, and the ways to get one.
 *
 * The same program runs with each of them; `mode` tells which it is. One that launches engines or connects to them is closed when the
 * program has nothing else to do.
 */
export class Context extends BaseContext {
  /**
   * Get engines in the way that fits: in an MPI job of several ranks {@link Context.mpi}; else a cluster that runs here, if it has
   * as many engines as are asked for, {@link Context.connect}; else {@link Context.launch}.
   *
   * Collective over all ranks in an MPI job, else not collective.
   *
   * @param options Of `launch`. In an MPI job the number of its ranks decides; `engines`, when given, must agree with it.
   * @throws {ArgumentError} An unknown option, or a number of engines that the MPI job does not have.
   * @throws As the one of the three that it uses.
   */
  static async create(options: LaunchOptions = {}): Promise<Context> {
    const { engines } = readLaunchOptions(options)
    const ranks = jobSize()
    if (ranks > 1) {
      if (engines !== undefined && engines !== ranks - 1)
        throw new ArgumentError(
          `Expected ${ranks - 1} engines, one less than this MPI job has ranks, but received ${engines}; start it with 'distarray run -n ${engines + 1}'`,
        )
      return Context.mpi()
    }
    const isLocal = options.hosts === undefined && options.hostfile === undefined
    const running = isLocal ? runningCluster('default') : undefined
    if (running !== undefined && (engines === undefined || engines === running.engines)) return Context.connect()
    return Context.launch(options)
  }

  /**
   * Start engines for this process alone, under mpiexec. They end with the context, or with this process however that ends.
   *
   * Not collective.
   *
   * @throws {ArgumentError}    An unknown option, or a value that is none.
   * @throws {BackendLoadError} No mpiexec is installed.
   * @throws {ContextError}     The engines do not come up; the message says why.
   */
  static async launch(options: LaunchOptions = {}): Promise<Context> {
    const { engines = Math.min(4, availableParallelism()), ...rest } = readLaunchOptions(options)
    return Context.forProgram(await launchTransport({ engines, ...rest }))
  }

  /**
   * Connect to a cluster that `distarray cluster start` started. It goes on after the context has ended, without its arrays.
   *
   * Not collective.
   *
   * @throws {ContextError} There is none, it has ended, it runs another version, or it refuses; the message says what to do.
   */
  static async connect(options: ConnectOptions = {}): Promise<Context> {
    requireKnown(options, ['name'])
    return Context.forProgram(await connectTransport(options.name))
  }

  /**
   * Make rank 0 of this MPI job the client and the other ranks its engines: `distarray run -n 5` for 4 engines.
   *
   * Collective over all ranks of the job, once.
   *
   * @returns On rank 0. The other ranks serve until the context is closed, and their processes end then.
   * @throws {ContextError} The job has one rank only.
   */
  static async mpi(): Promise<Context> {
    return new Context(await mpiTransport())
  }

  /**
   * Use the ranks of this job as engines: every rank runs the program, and is client and engine at once.
   *
   * Collective over `comm`.
   *
   * @param comm Ranks that take part; default all.
   * @throws {ArgumentError} `comm` is no Communicator.
   */
  static spmd(comm: Communicator = world()): Context {
    requireCommunicator(comm)
    return new Context(new DirectTransport(comm))
  }

  /** As {@link BaseContext.close}; a context that was launched or connected need not be closed before the program ends. */
  override close(): Promise<void> {
    leaveToProgram(this)
    return super.close()
  }

  private static forProgram(transport: Transport): Context {
    const context = new Context(transport)
    closeAtEnd(context)
    return context
  }
}

/** Number of ranks of the MPI job that this process was started in, 1 when in none: asked of the launcher, before MPI starts. */
function jobSize(): number {
  const { OMPI_COMM_WORLD_SIZE, PMI_SIZE } = process.env
  return Number(OMPI_COMM_WORLD_SIZE ?? PMI_SIZE ?? 1)
}

function readLaunchOptions(options: LaunchOptions): LaunchOptions {
  requireKnown(options, launchKeys)
  const { engines, stuckMilliseconds } = options
  if (engines !== undefined && !(Number.isInteger(engines) && engines >= 1))
    throw new ArgumentError(expected('an integer >= 1', 'engines', engines))
  if (stuckMilliseconds !== undefined && !(stuckMilliseconds >= 1))
    throw new ArgumentError(expected('a number of milliseconds >= 1', 'stuckMilliseconds', stuckMilliseconds))
  return options
}

function requireKnown(options: unknown, keys: readonly string[]): void {
  if (typeof options !== 'object' || options === null) throw new ArgumentError(expected('an object', 'options', options))
  for (const key of Object.keys(options))
    if (!keys.includes(key)) {
      const guess = closest(key, keys)
      throw new ArgumentError(
        `Expected only the options ${keys.join(', ')} but received '${key}'${guess ? `; did you mean '${guess}'?` : ''}`,
      )
    }
}
