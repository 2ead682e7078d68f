import { readFileSync } from 'node:fs'

/** Variables of batch systems that name a file with a line per process or machine, the machine's name first. */
const hostFiles = ['PBS_NODEFILE', 'PE_HOSTFILE', 'LSB_DJOB_HOSTFILE'] as const

/**
 * Tell whether this process runs in a batch job on several machines, over which mpiexec spreads ranks without being told.
 *
 * Not collective.
 *
 * @see source: Slurm's sbatch(1), PBS qsub(1B), Grid Engine sge_pe(5), LSF bsub.
 */
export function isSpreadByBatchSystem(env: NodeJS.ProcessEnv): boolean {
  if (Number(env.SLURM_JOB_NUM_NODES) > 1) return true
  return hostFiles.some((name) => machinesIn(env[name]) > 1)
}

function machinesIn(path: string | undefined): number {
  if (path === undefined) return 0
  try {
    const names = readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[0])
    return new Set(names.filter((name) => name !== '')).size
  } catch {
    return 0
  }
}
