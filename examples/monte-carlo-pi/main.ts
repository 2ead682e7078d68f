/*
 * Pi by throwing darts: the part of random points in a square that lie within the quarter of a circle.
 *
 *   distarray run -n 4 main.js            every rank runs this program (SPMD)
 *   node main.js --engines 4              this program is the client of engines that it launches
 */
import { parseArgs } from 'node:util'
import { Context, world } from 'distarray'

const { values } = parseArgs({
  options: {
    engines: { type: 'string' },
    rounds: { type: 'string', default: '10' },
    points: { type: 'string', default: '1000000' }, // of each round
  },
})
const ctx = values.engines === undefined ? Context.spmd() : await Context.launch({ engines: Number(values.engines) })
const isSilent = ctx.mode === 'spmd' && world().rank > 0

const [rounds, points] = [Number(values.rounds), Number(values.points)]
const random = ctx.random.withSeed(2718)
let hits = 0
for (let round = 0; round < rounds; round++) {
  using x = random.uniform([points])
  using y = random.uniform([points])
  using inside = ctx.expr`${x}**2 + ${y}**2 <= 1`
  hits += Number(await inside.countNonzero().item()) // the points are gone through once
}

const all = rounds * points
const pi = (4 * hits) / all
const error = 4 * Math.sqrt(((hits / all) * (1 - hits / all)) / all)
if (!isSilent)
  console.log(`${all} points on ${ctx.engines} engine${ctx.engines === 1 ? '' : 's'}: pi = ${pi.toFixed(6)} +- ${error.toFixed(6)}`)
await ctx.close()
