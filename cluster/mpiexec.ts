import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** A job to start. */
export interface MpiJob {
  /** Number of MPI ranks, at least 1. */
  ranks: number
  /** Program that each rank runs. */
  program: string
  /** Its arguments. */
  args: readonly string[]
  /** The machines, `'name'` or `'name:ranks'`; only this one when absent. */
  hosts?: readonly string[]
  /** Path of a file that lists the machines in the launcher's own format. */
  hostfile?: string
  /** Names of variables that ranks need and that may be on other machines; this machine's ranks have all. */
  forward?: readonly string[]
}

/** A command line and the environment variables to add to this process's own. */
export interface Launch {
  command: string
  args: string[]
  env: Record<string, string>
}

/**
 * The command that starts `job` with the flags this machine needs: as root, with more ranks than cores, in a container.
 *
 * Not collective.
 *
 * @remarks The flags travel as environment variables (`OMPI_MCA_*`, ...), which other MPI vendors ignore; those that are set
 * already are the user's choice and stay. `DISTARRAY_MPIEXEC` names another launcher than `mpiexec`.
 */
export function mpiexecCommand(job: MpiJob): Launch {
  const env: Record<string, string> = {}
  if (process.getuid?.() === 0) {
    env.OMPI_ALLOW_RUN_AS_ROOT = '1'
    env.OMPI_ALLOW_RUN_AS_ROOT_CONFIRM = '1'
  }
  env.OMPI_MCA_rmaps_base_oversubscribe = '1'
  if (job.ranks > availableParallelism()) {
    env.OMPI_MCA_mpi_yield_when_idle = '1'
    env.OMPI_MCA_hwloc_base_binding_policy = 'none'
  }
  // Where /sys is not mounted, hwloc would complain on every rank's standard error; it goes on without the topology.
  env.HWLOC_HIDE_ERRORS = '2'
  // Cross-memory attach needs ptrace rights, which containers withhold.
  if (ptraceRestricted()) env.OMPI_MCA_btl_vader_single_copy_mechanism = 'none'
  for (const name of Object.keys(env)) if (process.env[name] !== undefined) delete env[name]
  const command = process.env.DISTARRAY_MPIEXEC || 'mpiexec'
  return { command, args: ['-n', String(job.ranks), ...hostArguments(command, job), job.program, ...job.args], env }
}

/** How the launcher is told about other machines: Open MPI and MPICH have different names for it. */
function hostArguments(command: string, { hosts, hostfile, forward }: MpiJob): string[] {
  if (hosts === undefined && hostfile === undefined && forward === undefined) return []
  const isOpenMpi = /Open ?MPI|OpenRTE|PRRTE/i.test(spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout ?? '')
  const [hostOption, fileOption] = isOpenMpi ? ['--host', '--hostfile'] : ['-hosts', '-f']
  return [
    ...(hosts === undefined ? [] : [hostOption, hosts.join(',')]),
    ...(hostfile === undefined ? [] : [fileOption, hostfile]),
    ...(isOpenMpi ? (forward ?? []).flatMap((name) => ['-x', name]) : []), // the other one forwards everything
  ]
}

function ptraceRestricted(): boolean {
  try {
    return Number(readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'utf8')) > 0 || !hasPtraceCapability()
  } catch {
    return !hasPtraceCapability()
  }
}

function hasPtraceCapability(): boolean {
  const status = readFileSync('/proc/self/status', 'utf8')
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`)
  return ((effective >> 19n) & 1n) === 1n // CAP_SYS_PTRACE
}
