// One rank of ours in bench/elementwise: rank 0 reads workloads from its input, and prints the seconds that the slowest rank took.
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { add, type DistArray, multiply } from '../../index.js'

const length = Number(process.argv[2])
const comm = world()
const ctx = Context.spmd()
const index = ctx.arange(length, { dtype: 'float64' })
const a = ctx.expr`sin(${index})`
const b = ctx.expr`cos(${index})`
const c = ctx.expr`${index} % 7`
ctx.compute(a, b, c)
const out = ctx.zeros([length])
const holds = ctx.zeros([length], { dtype: 'bool' })
index.free()

const mixed = (): DistArray => ctx.expr`${a} * ${b} - 4.1 * ${a} > 2.5 * ${b}`
const trigonometric = (): DistArray => ctx.expr`sin(${a})**2 + cos(${b})**2`

function forced(array: DistArray): void {
  ctx.compute(array)
  array.free()
}

function written(array: DistArray, expression: DistArray): void {
  array.assign(expression)
  expression.free()
}

const workloads: Readonly<Record<string, () => void>> = {
  'triad new': () => {
    using scaled = multiply(3, c)
    forced(scaled.add(b))
  },
  'triad out': () => {
    using scaled = multiply(3, c)
    add(scaled, b, { out })
  },
  'mixed new': () => forced(mixed()),
  'mixed out': () => written(holds, mixed()),
  'trigonometric new': () => forced(trigonometric()),
  'trigonometric out': () => written(out, trigonometric()),
}
const names = Object.keys(workloads)
const lines = comm.rank === 0 ? createInterface({ input: process.stdin })[Symbol.asyncIterator]() : undefined

for (;;) {
  const line = await lines?.next()
  // -1 ends the job.
  const chosen = Int32Array.of(line === undefined || line.done ? -1 : names.indexOf(line.value))
  // Ranks that wait leave the cores to the others.
  const told = comm.ibcast(chosen)
  while (!told.test()) await setTimeout(5)
  const run = workloads[names[chosen[0] as number] as string]
  if (run === undefined) break
  comm.barrier()
  const start = performance.now()
  run()
  comm.barrier()
  const seconds = (performance.now() - start) / 1000
  if (comm.rank === 0) process.stdout.write(`${seconds}\n`)
}
await ctx.close()
finalize()
