// Two whole workloads: prices of calls and puts by Black and Scholes, and a step of k-means with its labels and new centres. Ours on 2
// ranks against NumPy, mpi4py with NumPy on 2 ranks, and fused C with 2 threads, round by round in turn; who does not run sleeps.
// usage: npm run bench:workloads [-- --options 4000000 --points 1000000 --rounds 9]
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { machineLine } from '../support/machine.js'
import { median } from '../support/statistics.js'
import { writeInputs } from './data.js'

const { values } = parseArgs({
  options: {
    options: { type: 'string', default: '4000000' },
    points: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '9' },
    only: { type: 'string', default: 'prices,clusters' },
  },
})
const ranks = 2
const python = '/usr/bin/python3'
const folder = mkdtempSync(join(tmpdir(), 'distarray-workloads-'))
const source = (name: string): string => fileURLToPath(new URL(`../../../bench/workloads/${name}`, import.meta.url))

/** A program that answers each line of its input by the seconds that it took. */
class Party {
  readonly times: number[] = []
  private readonly _child: ReturnType<typeof spawn>
  private readonly _answers: AsyncIterator<string>

  constructor(program: string, args: readonly string[], isParallel: boolean) {
    const all = [...args, folder, values.options, values.points, ...(isParallel ? ['mpi'] : [])]
    const job = isParallel ? mpiexecCommand({ ranks, program, args: all }) : { command: program, args: all, env: {} }
    // Threads that wait between the rounds must not turn.
    const env = { ...process.env, ...job.env, OMP_WAIT_POLICY: 'passive', ...(isParallel ? { OPENBLAS_NUM_THREADS: '1' } : {}) }
    this._child = spawn(job.command, job.args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
    this._answers = createInterface({ input: this._child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]()
  }

  async run(line: string): Promise<number> {
    this._child.stdin?.write(`${line}\n`)
    const { value, done } = await this._answers.next()
    if (done || !Number.isFinite(Number(value))) throw new Error(`${line}: received ${value}`)
    return Number(value)
  }

  async end(): Promise<void> {
    const closed = new Promise((resolve) => this._child.once('close', resolve))
    this._child.stdin?.end()
    await closed
  }
}

/** Prices to 1e-10 of the unit, labels exactly, centres to 1e-10. */
function check(workload: string, party: string): void {
  const answers = (name: string): Float64Array => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, `${name}.${workload}`))
    return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength))
  }
  const [own, other] = [answers('ours'), answers(party)]
  if (own.length !== other.length) throw new Error(`${workload}: ours has ${own.length} numbers and ${party} ${other.length}`)
  const exact = workload === 'clusters' ? Number(values.points) : 0
  const differs = own.findIndex((x, i) => {
    const y = other[i] as number
    return i < exact ? x !== y : !(Math.abs(x - y) <= 1e-10 * Math.max(1, Math.abs(y)))
  })
  if (differs >= 0) throw new Error(`${workload}: number ${differs} is ${own[differs]} of ours but ${other[differs]} of ${party}`)
}

/** What is asked for of each peer: at least so many times its speed. */
const goals: Readonly<Record<string, Readonly<Record<string, number>>>> = { prices: { NumPy: 12, C: 0.8 }, clusters: { NumPy: 3 } }

const parties: Record<string, Party> = {}
try {
  writeInputs(folder, Number(values.options), Number(values.points))
  const limit = join(folder, 'limit')
  const flags = ['-O3', '-march=native', '-mprefer-vector-width=512', '-ffast-math', '-fopenmp', '-lmvec', '-lm']
  if (spawnSync('gcc', [source('limit.c'), '-o', limit, ...flags], { stdio: 'inherit' }).status !== 0) throw new Error('gcc failed')
  parties.ours = new Party(process.execPath, [fileURLToPath(new URL('./ours.js', import.meta.url))], true)
  parties.NumPy = new Party(python, [source('peer.py')], false)
  parties.mpi4py = new Party(python, [source('peer.py')], true)
  parties.C = new Party(limit, [], false)
  console.log(machineLine(ranks))
  for (const workload of values.only.split(',')) {
    // The first round, which touches the memory for the first time, is for the answers.
    for (let round = 0; round <= Number(values.rounds); round++)
      for (const party of Object.values(parties)) {
        const seconds = await party.run(workload)
        if (round > 0) party.times.push(seconds)
        else await party.run(`write ${workload}`)
      }
    for (const name of Object.keys(parties)) check(workload, name)
    const own = median(parties.ours.times)
    console.log(`${workload}: ours ${(1000 * own).toFixed(1)} ms, and the same answers as the others`)
    for (const [name, party] of Object.entries(parties)) {
      if (name !== 'ours') {
        const ratio = median(party.times) / own
        const goal = goals[workload]?.[name]
        const words = goal === undefined ? '' : `, goal ${goal}: ${ratio >= goal ? 'reached' : 'missed'}`
        console.log(`  ${name.padEnd(6)} ${(1000 * median(party.times)).toFixed(1).padStart(6)} ms, ratio ${ratio.toFixed(2)}${words}`)
      }
    }
    for (const party of Object.values(parties)) party.times.length = 0
  }
} finally {
  for (const party of Object.values(parties)) await party.end()
  rmSync(folder, { recursive: true, force: true })
}
