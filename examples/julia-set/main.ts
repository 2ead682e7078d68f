/*
 * A Julia set, and how the way in which its points are distributed spreads the work: points within the set take the longest, and
 * lie together.
 *
 *   distarray run -n 4 main.js            every rank runs this program (SPMD)
 *   node main.js --engines 4              this program is the client of engines that it launches
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Context, world } from 'distarray'
import { type Balance, imbalance, picture } from './picture.js'
import { countRepetitions } from './repetitions.js'

const { values } = parseArgs({
  options: {
    engines: { type: 'string' },
    columns: { type: 'string', default: '800' },
    out: { type: 'string', default: 'julia-set.svg' },
  },
})
const ctx = values.engines === undefined ? Context.spmd() : await Context.launch({ engines: Number(values.engines) })
const isSilent = ctx.mode === 'spmd' && world().rank > 0

const columns = Number(values.columns)
const shape = [Math.ceil((columns * 2) / 3), columns] as const
const c = { re: -0.8, im: 0.156 }
const most = 500

const balances: Balance[] = []
let whole = new Uint16Array(0)
for (const [name, dist] of [
  ['blocks of rows', 'bn'],
  ['rows in turn (cyclic)', 'cn'],
] as const) {
  const [x, y] = ctx.meshgrid(ctx.linspace(-1.5, 1.5, shape[1]), ctx.linspace(1, -1, shape[0]), { dist })
  using counts = ctx.zeros(shape, { dist, dtype: 'uint16' })
  const work = (await ctx.apply(countRepetitions as never, [x, y, counts, c, most])) as number[]
  balances.push({ name, work })
  whole = (await counts.toArray()).data as Uint16Array<ArrayBuffer>
}

if (!isSilent) {
  writeFileSync(values.out, picture(shape, whole, most, balances))
  for (const balance of balances) console.log(`${balance.name}: the busiest engine has ${imbalance(balance).toFixed(2)} times the average`)
  console.log(`${whole.filter((count) => count === most).length} of ${whole.length} points belong to the set; see ${values.out}`)
}
await ctx.close()
