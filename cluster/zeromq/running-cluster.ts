import { EngineGroup } from '../engine-group.js'
import { Controller, type ControllerOptions } from './controller.js'

/** Milliseconds that engines get to end by themselves. */
const graceMilliseconds = 2000

/** How engines and their controller are to run. */
export interface ClusterOptions extends ControllerOptions {
  /** Machines to run on, `'name'` or `'name:engines'`; only this one when absent. */
  readonly hosts?: readonly string[]
  /** Path of a host file in the format of the installed mpiexec. */
  readonly hostfile?: string
  /** Options of Node.js for every engine. */
  readonly nodeOptions?: readonly string[]
  /** Takes what mpiexec, or native code in an engine, writes. */
  readonly onOutput?: (stream: 'stdout' | 'stderr', text: string) => void
}

/** A controller and the engines that were started for it. */
export class RunningCluster {
  readonly controller: Controller
  private readonly _group: EngineGroup

  private constructor(controller: Controller, group: EngineGroup) {
    this.controller = controller
    this._group = group
    void group.ended.then((loss) => loss && controller.engineLost(loss.engine, loss.reason))
  }

  /**
   * Start engines and a controller for them.
   *
   * Not collective.
   *
   * @returns The cluster when mpiexec runs; `controller.ready` tells when the engines are there.
   * @throws {BackendLoadError} No mpiexec is installed.
   * @throws {ContextError}     The port is taken, or there is no such address.
   */
  static async start(options: ClusterOptions): Promise<RunningCluster> {
    const { engines, hosts, hostfile, nodeOptions, onOutput, keepAlive } = options
    const controller = await Controller.start(options)
    try {
      const group = await EngineGroup.start({
        engines,
        settings: controller.engineAccess,
        openSocket: (folder) => controller.openSocket(folder),
        ...(hosts && { hosts }),
        ...(hostfile !== undefined && { hostfile }),
        ...(nodeOptions && { nodeOptions }),
        ...(onOutput && { onOutput }),
      })
      if (keepAlive !== undefined) group.unref()
      if (hosts === undefined && hostfile === undefined) controller.sharedFolder = group.folder
      return new RunningCluster(controller, group)
    } catch (error) {
      controller.close()
      throw error
    }
  }

  /** End it; resolves when no process of it is left. Idempotent. */
  async stop(): Promise<void> {
    this.controller.close()
    await this._group.stop(graceMilliseconds)
  }
}
