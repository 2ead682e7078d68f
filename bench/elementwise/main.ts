// One pass over memory by the native evaluator, against fused C, NumPy and numexpr: 20 million float64, one core each, in one
// interleaved run. Processor time, so that other work on the machine disturbs less.
// usage: npm run bench:elementwise [-- --rounds 9]
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { machineLine } from '../support/machine.js'
import { median } from '../support/statistics.js'
import { microsecondsPerSmallCall, run, workloads } from './workloads.js'

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } })
const source = (name: string): string => fileURLToPath(new URL(`../../../bench/elementwise/${name}`, import.meta.url))

/** A process that answers each line with a number. */
function ask(command: string, args: readonly string[]): { time(line: string): Promise<number>; end(): void } {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    async time(line) {
      child.stdin.write(`${line}\n`)
      const { value, done } = await answers.next()
      if (done) throw new Error(`${command} ended before it answered '${line}'`)
      return Number(value)
    },
    end: () => child.stdin.end(),
  }
}

const folder = mkdtempSync(join(tmpdir(), 'elementwise-'))
const limitPath = join(folder, 'limit')
const flags = ['-O3', '-march=native', '-ffast-math', '-lmvec', '-lm']
if (spawnSync('gcc', [source('limit.c'), '-o', limitPath, ...flags], { stdio: 'inherit' }).status !== 0) process.exit(1)
const limit = ask(limitPath, [])
const peer = ask('/usr/bin/python3', [source('peer.py')])

console.log(machineLine(1))
console.log(`8 float64 added in one call: ${microsecondsPerSmallCall().toFixed(2)} us`)
for (const workload of workloads) {
  const times: Record<string, number[]> = { ours: [], C: [], numpy: [], numexpr: [] }
  for (let round = 0; round < Number(options.rounds); round++) {
    times.C!.push(await limit.time(workload))
    times.ours!.push(run(workload))
    times.numpy!.push(await peer.time(`numpy ${workload}`))
    times.numexpr!.push(await peer.time(`numexpr ${workload}`))
  }
  const ours = median(times.ours!)
  const ratio = (name: string): string => `${(median(times[name]!) / ours).toFixed(2)}x ${name}`
  console.log(`${workload}: ${ours.toFixed(1)} ms; ${ratio('C')}, ${ratio('numpy')}, ${ratio('numexpr')} (speed over theirs)`)
}
limit.end()
peer.end()
rmSync(folder, { recursive: true })
