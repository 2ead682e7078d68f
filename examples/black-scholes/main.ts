/*
 * Prices of a million options by the formula of Black and Scholes, in one pass over memory.
 *
 *   distarray run -n 4 main.js            every rank runs this program (SPMD)
 *   node main.js --engines 4              this program is the client of engines that it launches
 */
import { parseArgs } from 'node:util'
import { Context, world } from 'distarray'
import { priced } from './prices.js'

const { values } = parseArgs({ options: { engines: { type: 'string' }, options: { type: 'string', default: '1000000' } } })
const ctx = values.engines === undefined ? Context.spmd() : await Context.launch({ engines: Number(values.engines) })
const isSilent = ctx.mode === 'spmd' && world().rank > 0
const say = (text: string): void => {
  if (!isSilent) console.log(text)
}

const n = Number(values.options)
const random = ctx.random.withSeed(42)
const spot = random.uniform([n], { low: 5, high: 30 })
const strike = random.uniform([n], { low: 1, high: 100 })
const years = random.uniform([n], { low: 0.25, high: 10 })
const rate = 0.02
const { call, put } = priced(ctx, { spot, strike, years, rate, volatility: 0.3 })
ctx.compute(call, put) // both in one pass: what they have in common is computed once

say(`${n} options on ${ctx.engines} engine${ctx.engines === 1 ? '' : 's'}`)
say(`mean price of a call: ${Number(await call.mean().item()).toFixed(6)}`)
say(`mean price of a put:  ${Number(await put.mean().item()).toFixed(6)}`)

// A call less a put is the share less what is owed, whatever the prices are.
const off = await ctx.expr`max(abs(${call} - ${put} - (${spot} - ${strike} * exp(-${rate} * ${years}))))`.item()
say(`put-call parity holds to ${Number(off) < 1e-10 ? 'better than 1e-10' : off}`)
await ctx.close()
