// Random programs on distributed arrays against lists: npm run programs -- --mode launch --engines 2 --runs 100000 --seed 7
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { runRandomPrograms } from './random-programs.js'

const modes = ['spmd', 'launch', 'mpi'] as const
type Mode = (typeof modes)[number]

const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'spmd' },
    engines: { type: 'string', default: '1' },
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string' },
    together: { type: 'string' },
  },
})
const mode = modes.find((known) => known === values.mode)
if (mode === undefined) throw new Error(`Expected ${modes.join(', ')} for --mode but received '${values.mode}'`)
const engines = Number(values.engines)
const ranks = { spmd: engines, launch: 1, mpi: engines + 1 }[mode]
const isInJob = process.env.OMPI_COMM_WORLD_SIZE !== undefined || process.env.PMI_SIZE !== undefined

if (ranks === 1 || isInJob) await main(mode)
else {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  const job = mpiexecCommand({ ranks, program: process.execPath, args })
  process.exitCode = spawnSync(job.command, job.args, { env: { ...process.env, ...job.env }, stdio: 'inherit' }).status ?? 1
}

async function main(mode: Mode): Promise<void> {
  const start = performance.now()
  const runs = Number(values.runs)
  const together = Number(values.together ?? (mode === 'spmd' ? 1 : 32))
  const ctx = await contextOf(mode)
  const seed = values.seed === undefined ? freshSeed(mode) : Number(values.seed)
  const block = 1000
  for (let done = 0; done < runs; done += block) {
    const difference = await runRandomPrograms(ctx, { seed: seed + done / block, runs: Math.min(block, runs - done), together })
    if (difference !== undefined) throw new Error(difference)
  }
  const left = (await ctx.memory()).map(({ liveBytes }) => liveBytes)
  if (left.some((bytes) => bytes !== 0)) throw new Error(`${left} bytes are left on the engines`)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const isSpeaker = mode !== 'spmd' || world().rank === 0
  if (isSpeaker)
    console.log(`${runs} programs (${mode}, ${ctx.engines} engines) agree with lists, seed ${seed}, ${seconds} s, 0 bytes are left`)
  await ctx.close()
  if (mode !== 'launch') finalize()
}

async function contextOf(mode: Mode): Promise<Context> {
  if (mode === 'spmd') return Context.spmd()
  return mode === 'mpi' ? Context.mpi() : Context.launch({ engines })
}

function freshSeed(mode: Mode): number {
  const seed = Date.now() % 2 ** 31
  return mode === 'spmd' ? (world().bcast(Int32Array.of(seed), 0)[0] as number) : seed
}
