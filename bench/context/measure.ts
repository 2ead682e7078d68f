import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { median, quantile } from '../support/statistics.js'

const [mode, engines, megabytes] = process.argv.slice(2)
const elapsed = async (body: () => unknown): Promise<number> => {
  const start = performance.now()
  await body()
  return performance.now() - start
}
const open = { launch: () => Context.launch({ engines: Number(engines) }), mpi: () => Context.mpi(), spmd: async () => Context.spmd() }

const start = performance.now()
const ctx = await open[mode as keyof typeof open]()
const started = performance.now() - start

const small = ctx.zeros([64])
await ctx.sync()
const calls = 50_000
const rates: number[] = []
for (let round = 0; round < 5; round++) {
  const milliseconds = await elapsed(async () => {
    for (let i = 0; i < calls; i++) small.fill(i)
    await ctx.sync()
  })
  rates.push((calls / milliseconds) * 1000)
}

const noop = () => {}
const trips: number[] = []
const gets: number[] = []
for (let i = 0; i < 3000; i++) {
  trips.push(1000 * (await elapsed(() => ctx.apply(noop))))
  gets.push(1000 * (await elapsed(() => small.get([0]))))
}

const length = (Number(megabytes) * 1e6) / 8
const values = new Float64Array(length).map((_, i) => i)
const there: number[] = []
const back: number[] = []
for (let round = 0; round < 4; round++) {
  let array = ctx.empty([0])
  const gigabytes = (length * 8) / 1e9
  there.push(
    (1000 * gigabytes) /
      (await elapsed(async () => {
        array = ctx.fromArray(values)
        await ctx.sync()
      })),
  )
  back.push((1000 * gigabytes) / (await elapsed(() => array.toArray())))
  array.free()
}

const cells = [
  mode!.padEnd(6),
  started.toFixed(0).padStart(10),
  median(rates).toFixed(0).padStart(9),
  median(trips).toFixed(1).padStart(28),
  quantile(trips, 0.9).toFixed(1).padStart(6),
  median(gets).toFixed(1).padStart(9),
  median(there).toFixed(2).padStart(17),
  median(back).toFixed(2).padStart(19),
]
// In SPMD every rank comes here, in MPI mode the client only.
if (mode !== 'spmd' || world().rank === 0) console.log(cells.join(' '))
await ctx.close()
finalize()
