// How fast arrays go to the engines and back, in one mode. Each round also copies as many bytes within this process, and through a file
// in shared memory: other work on the machine then slows all of them alike.
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { median } from '../support/statistics.js'
import { gigabytesPerSecond, open } from './support.js'

const [mode, engines, megabytes, rounds] = process.argv.slice(2)
const ctx = await open(mode!, Number(engines))
const length = (Number(megabytes) * 1e6) / 8
const values = new Float64Array(length).map((_, i) => i)
const copy = new Float64Array(length).fill(1)

/** Write all to a new file and read it into memory in use: what a transfer by file takes at least. */
function throughFile(): void {
  const path = `/dev/shm/distarray-bench-${process.pid}`
  const file = openSync(path, 'wx+', 0o600)
  unlinkSync(path)
  for (let at = 0; at < values.byteLength; ) at += writeSync(file, values, at, Math.min(2 ** 30, values.byteLength - at), at)
  for (let at = 0; at < copy.byteLength; ) at += readSync(file, copy, at, Math.min(2 ** 30, copy.byteLength - at), at)
  closeSync(file)
}

const figures: Record<'memcpy' | 'file' | 'to' | 'from', number[]> = { memcpy: [], file: [], to: [], from: [] }
const note = async (name: keyof typeof figures, body: () => unknown): Promise<void> => {
  figures[name].push(await gigabytesPerSecond(values.byteLength, body))
}
for (let round = -1; round < Number(rounds); round++) {
  let array = ctx.empty([0])
  await note('memcpy', () => copy.set(values))
  await note('file', throughFile)
  await note('to', async () => {
    array = ctx.fromArray(values)
    await ctx.sync()
  })
  await note('from', () => array.toArray())
  array.free()
  if (round === -1) for (const list of Object.values(figures)) list.length = 0 // memory and code are new
}

/** The middle one of the rounds' ratios to copying. */
const relative = (list: readonly number[]): string => median(list.map((rate, i) => rate / figures.memcpy[i]!)).toFixed(2)
const cells = [
  mode!.padEnd(6),
  ...(['memcpy', 'file', 'to', 'from'] as const).map((name) => median(figures[name]).toFixed(2).padStart(15)),
  relative(figures.to).padStart(11),
  relative(figures.from).padStart(13),
]
// In SPMD every rank comes here, in MPI mode the client only.
if (mode !== 'spmd' || world().rank === 0) console.log(cells.join(' '))
await ctx.close()
finalize()
