import { accessSync, constants, mkdirSync, mkdtempSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

const sharedMemory = '/dev/shm'

/**
 * Make the folder in which a job of engines keeps all its files, readable by this user only. Who deletes it leaves nothing.
 *
 * @param isSpread The engines are on several machines: then it must be where all of them see it.
 * @returns        Its path, and variables by which Open MPI puts there what it would leave behind when it is killed.
 */
export function makeJobFolder(isSpread: boolean): { path: string; env: Record<string, string> } {
  if (isSpread) {
    const jobs = join(process.env.DISTARRAY_HOME || join(homedir(), '.distarray'), 'jobs')
    mkdirSync(jobs, { recursive: true, mode: 0o700 })
    return { path: mkdtempSync(join(jobs, 'job-')), env: {} }
  }
  if (!isWritable(sharedMemory)) return { path: mkdtempSync(join(tmpdir(), 'distarray-job-')), env: {} }
  const path = mkdtempSync(join(sharedMemory, 'distarray-job-'))
  return { path, env: { OMPI_MCA_orte_tmpdir_base: path, OMPI_MCA_btl_vader_backing_directory: path } }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return statSync(folder).isDirectory()
  } catch {
    return false
  }
}
