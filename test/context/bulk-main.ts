/* Far more arguments than may be under way at once, given without waiting: bulk-main.js launch|mpi. */
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'

const mode = process.argv[2]
const ctx = mode === 'mpi' ? await Context.mpi() : await Context.launch({ engines: 2 })
const megabyte = new Float64Array(2 ** 17)
const calls = 300
ctx.push({ total: { sum: 0 } })
const add = ctx.register(function add(x: { data: Float64Array }) {
  total.sum += x.data[0] as number
})
const before = process.memoryUsage.rss()
for (let k = 0; k < calls; k++) {
  megabyte.fill(k)
  const a = ctx.fromArray(megabyte)
  add(a).free()
  a.free()
}
const grown = Math.ceil((process.memoryUsage.rss() - before) / 2 ** 20)
// One call whose arguments are more than an engine may have: what comes after it must still leave.
const large = ctx.fromArray(new Float64Array(2 ** 25).fill(7))
await ctx.sync()
const last = await large.get([2 ** 25 - 1])
large.free()
const sums = (await ctx.pull('total')) as { sum: number }[]
const bytes = (await ctx.memory()).map(({ sessionBytes }) => sessionBytes)
const isRight = last === 7 && sums.every(({ sum }) => sum === (calls * (calls - 1)) / 2) && bytes.every((left) => left === 0)
console.log(`${isRight ? 'right' : `wrong: ${JSON.stringify(sums)} ${bytes}`}, grown by ${grown} MiB`)
await ctx.close()
if (mode === 'mpi') finalize()

/** A variable of the engines. */
declare const total: { sum: number }
