// One rank of bench/workloads, see limit.c for what it reads and answers.
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { priced } from '../../examples/black-scholes/prices.js'
import { step } from '../../examples/k-means/step.js'
import type { DistArray } from '../../index.js'

const [, , folder, , points] = process.argv as unknown as [string, string, string, string, string]
const [dims, centreCount] = [8, 16]
const comm = world()
const ctx = Context.spmd()

function input(name: string): DistArray {
  const { buffer, byteOffset, byteLength } = readFileSync(`${folder}/${name}`)
  return ctx.fromArray(new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength)), { dist: 'b' })
}

/** The columns of a matrix, shape [rows, 1] for points, and [rows] for centres, so that they broadcast to [points, centres]. */
function columns(name: string, rows: number, dist: string): DistArray[] {
  const { buffer, byteOffset, byteLength } = readFileSync(`${folder}/${name}`)
  const all = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength))
  return Array.from({ length: dims }, (_, k) => {
    const column = Float64Array.from({ length: rows }, (_, i) => all[dims * i + k] as number)
    return ctx.fromArray(column, { shape: name === 'points' ? [rows, 1] : [rows], dist })
  })
}

const [spot, strike, years] = ['spot', 'strike', 'years'].map((name) => input(name)) as [DistArray, DistArray, DistArray]
const market = { spot, strike, years, rate: 0.02, volatility: 0.3 }
const [x, centres] = [columns('points', Number(points), 'bn'), columns('centres', centreCount, 'n')]
function prices(): DistArray[] {
  const { call, put } = priced(ctx, market)
  return ctx.compute(call, put)
}

/** Labels of the points, shape [points, 1], and means of those that have the same one: 8 columns of 16. */
function clusters(): DistArray[] {
  const { labels, counts, centres: moved } = step(ctx, x, centres)
  counts.free()
  return [labels, ...moved]
}

const runs: Readonly<Record<string, () => DistArray[]>> = { prices, clusters }
const names = ['end', ...Object.keys(runs).flatMap((name) => [name, `write ${name}`])]
const answers = new Map<string, DistArray[]>()
const lines = comm.rank === 0 ? createInterface({ input: process.stdin })[Symbol.asyncIterator]() : undefined

async function write(name: string): Promise<void> {
  const parts: number[][] = []
  for (const array of answers.get(name) as DistArray[]) parts.push(Array.from((await array.toArray()).data as Float64Array, Number))
  if (comm.rank === 0) writeFileSync(`${folder}/ours.${name}`, Float64Array.from(parts.flat()))
}

for (;;) {
  const line = await lines?.next()
  const chosen = Int32Array.of(line === undefined || line.done ? 0 : names.indexOf(line.value))
  // Ranks that wait leave the cores to the others.
  const told = comm.ibcast(chosen)
  while (!told.test()) await setTimeout(1)
  const name = names[chosen[0] as number] as string
  if (name === 'end') break
  comm.barrier()
  const start = performance.now()
  const run = runs[name]
  if (run) {
    for (const array of answers.get(name) ?? []) array.free()
    answers.set(name, run())
  } else await write(name.slice('write '.length))
  comm.barrier()
  if (comm.rank === 0) process.stdout.write(`${(performance.now() - start) / 1000}\n`)
}
await ctx.close()
finalize()
