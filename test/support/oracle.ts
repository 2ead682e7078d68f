import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { runProcess } from './mpi-test.js'

const buildType = process.env.DISTARRAY_BUILD_TYPE ?? 'Release'

/**
 * Ask one of the oracles in test/native what the library says.
 *
 * @param program Its name, e.g. `'mpi_types_oracle'`.
 * @param ranks   How many ranks to run it on.
 * @param cases   Lines of arguments.
 * @returns       The integers of each line of the answer.
 */
export async function askOracle(program: string, ranks: number, cases: readonly (readonly (string | number)[])[]): Promise<number[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'distarray-oracle-'))
  try {
    const [input, output] = [join(folder, 'cases'), join(folder, 'answers')]
    writeFileSync(input, cases.map((line) => `${line.join(' ')}\n`).join(''))
    const path = fileURLToPath(new URL(`../../../build/${buildType}/${program}`, import.meta.url))
    const launch = mpiexecCommand({ ranks, program: path, args: [input, output] })
    const job = await runProcess(launch.command, launch.args, { timeout: 120, env: launch.env })
    if (job.code !== 0) throw new Error(`${program} ended with code ${job.code}:\n${job.output}`)
    const lines = readFileSync(output, 'utf8').split('\n').slice(0, -1)
    return lines.map((line) => line.split(' ').filter(Boolean).map(Number))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
