/*
 * k-means: random points around some places in the plane, and centres that find these places. Writes a picture.
 *
 *   distarray run -n 4 main.js            every rank runs this program (SPMD)
 *   node main.js --engines 4              this program is the client of engines that it launches
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Context, type DistArray, world } from 'distarray'
import { type Place, picture } from './picture.js'
import { type Coordinates, step } from './step.js'

const { values } = parseArgs({
  options: {
    engines: { type: 'string' },
    points: { type: 'string', default: '100000' },
    k: { type: 'string', default: '6' },
    out: { type: 'string', default: 'k-means.svg' },
  },
})
const ctx = values.engines === undefined ? Context.spmd() : await Context.launch({ engines: Number(values.engines) })
const isSilent = ctx.mode === 'spmd' && world().rank > 0
const say = (text: string): void => {
  if (!isSilent) console.log(text)
}

const [n, k] = [Number(values.points), Number(values.k)]
const random = ctx.random.withSeed(17)
using place = random.integers(0, k, [n, 1])
using angle = ctx.expr`2 * pi * ${place} / ${k}`
const points: Coordinates = [ctx.expr`4 * cos(${angle}) + ${random.normal([n, 1])}`, ctx.expr`4 * sin(${angle}) + ${random.normal([n, 1])}`]
ctx.compute(...points)

const places = async (coordinates: Coordinates): Promise<Place[]> => {
  const [x, y] = await Promise.all(coordinates.map(async (array) => (await array.toArray()).data as Float64Array))
  return Array.from(x as Float64Array, (value, i): Place => [value, (y as Float64Array)[i] as number])
}
let centres: Coordinates = [random.uniform([k], { low: -1, high: 1 }), random.uniform([k], { low: -1, high: 1 })]
const history = [await places(centres)]
let labels: DistArray
let counts: DistArray
let moved: number
do {
  const next = step(ctx, points, centres)
  centres = next.centres
  labels = next.labels
  counts = next.counts
  history.push(await places(centres))
  const [last, before] = [history.at(-1) as Place[], history.at(-2) as Place[]]
  moved = Math.max(...last.map(([x, y], j) => Math.hypot(x - (before[j] as Place)[0], y - (before[j] as Place)[1])))
} while (moved > 1e-3 && history.length <= 100)

say(`${n} points on ${ctx.engines} engine${ctx.engines === 1 ? '' : 's'}`)
say(`${history.length - 1} steps until no centre moved by more than ${moved.toFixed(6)}`)
say('centre       x       y   points')
const sizes = Array.from((await counts.toArray()).data as BigInt64Array, Number)
for (const [j, [x, y]] of (history.at(-1) as Place[]).entries())
  say(`${String(j).padStart(6)} ${x.toFixed(3).padStart(7)} ${y.toFixed(3).padStart(7)} ${String(sizes[j]).padStart(8)}`)

const drawn = Math.min(n, 3000)
const all = { points: await places(points), labels: Array.from((await labels.toArray()).data as BigInt64Array, Number) }
const paths = sizes.map((_, j) => history.map((places) => places[j] as Place))
if (!isSilent) writeFileSync(values.out, picture(all.points.slice(0, drawn), all.labels.slice(0, drawn), paths))
say(`drew ${drawn} of them in ${values.out}`)
await ctx.close()
