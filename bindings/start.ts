import { setFlagsFromString } from 'node:v8'
import { native } from './native.js'

let started = false

/**
 * Start MPI in this process, once.
 *
 * Collective over all ranks of the job.
 *
 * @remarks Warns when the launcher and the MPI library are of different vendors: every rank then is alone in its world.
 * @throws {MpiError} MPI was finalized before, or MPI_Init_thread failed.
 * @see source: mpi4py `atimport.pxi`, `check_mpiexec`.
 */
export function startMpi(): void {
  if (started) return
  const core = native()
  core.init()
  started = true
  const size = core.comm_size(core.comm_world())
  // Ranks fill the cores. Each new array of many bytes has the engine mark live objects, and a thread that marks would have to wait
  // for a core that another rank is busy on, and this rank for the thread: ten milliseconds where the marking itself takes two.
  if (size > 1) setFlagsFromString('--no-concurrent-marking')
  const launched = launcherSize(process.env)
  if (launched !== undefined && launched.size !== size)
    process.emitWarning(
      `${launched.vendor}'s mpiexec started ${launched.size} ranks, but the world of this MPI library has ${size}. ` +
        `The library is: ${core.library_version().split('\n')[0]}. Start the program with the mpiexec of that library.`,
      { code: 'DISTARRAY_MPIEXEC' },
    )
}

/** Number of ranks that the launcher's variables tell, and whose launcher it is; undefined without a launcher. */
export function launcherSize(env: NodeJS.ProcessEnv): { size: number; vendor: string } | undefined {
  const variables = [
    ['OMPI_COMM_WORLD_SIZE', 'Open MPI'],
    ['PMI_SIZE', 'MPICH'],
  ] as const
  for (const [name, vendor] of variables) {
    const size = Number(env[name])
    if (Number.isInteger(size) && size > 0) return { size, vendor }
  }
  return undefined
}
