import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { median, quantile } from '../support/statistics.js'
import { elapsed, open } from './support.js'

const [mode, engines] = process.argv.slice(2)
const start = performance.now()
const ctx = await open(mode!, Number(engines))
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
// The first thousands of calls run while the code is still being compiled.
for (let i = 0; i < 3000; i++) await ctx.apply(noop)
const trips: number[] = []
const gets: number[] = []
for (let i = 0; i < 3000; i++) {
  trips.push(1000 * (await elapsed(() => ctx.apply(noop))))
  gets.push(1000 * (await elapsed(() => small.get([0]))))
}

const cells = [
  mode!.padEnd(6),
  started.toFixed(0).padStart(10),
  median(rates).toFixed(0).padStart(9),
  median(trips).toFixed(1).padStart(28),
  quantile(trips, 0.9).toFixed(1).padStart(6),
  median(gets).toFixed(1).padStart(9),
]
// In SPMD every rank comes here, in MPI mode the client only.
if (mode !== 'spmd' || world().rank === 0) console.log(cells.join(' '))
await ctx.close()
finalize()
