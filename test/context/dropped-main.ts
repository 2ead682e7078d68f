/* A functional time loop that frees nothing: dropped-main.js launch|spmd <steps> <elements>. Says how much the engines had at most. */
import { readFileSync } from 'node:fs'
import type { DistArray } from '../../array/dist-array.js'
import { elementwise } from '../../array/lazy/elementwise.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'

const [mode, steps, elements] = process.argv.slice(2)
const ctx = mode === 'spmd' ? Context.spmd() : await Context.launch({ engines: 2 })
let u: DistArray = ctx.zeros([Number(elements)])
let most = 0
for (let step = 1; step <= Number(steps); step++) {
  u = elementwise('add', [u, 1])
  ctx.compute(u)
  if (step % 20 > 0) continue
  const last = await u.get([Number(elements) - 1])
  if (last !== step) throw new Error(`Expected ${step} but received ${last}`)
  for (const { sessionBytes } of await ctx.memory()) most = Math.max(most, sessionBytes)
}
const peaks = (await ctx.memory()).map(({ pid }) =>
  Math.ceil(Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024),
)
console.log(`right, at most ${Math.ceil(most / 2 ** 20)} MiB of arrays; the processes had at most ${peaks.join(' and ')} MiB`)
await ctx.close()
finalize()
