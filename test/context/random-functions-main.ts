/* Random creations, reductions and expressions against NumPy: random-functions-main.js launch|mpi <engines> <runs> [seed] */
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { runCreations } from '../creation/random-cases.js'
import { runExpressions } from '../elementwise/random-programs.js'
import { runReductions } from '../reductions/random-cases.js'
import { exposeGarbageCollector } from '../support/garbage-collector.js'
import { Numpy } from '../support/numpy.js'

const [mode, engines, count, given] = process.argv.slice(2)
const ctx = mode === 'mpi' ? await Context.mpi() : await Context.launch({ engines: Number(engines) })
const choice = { seed: Number(given ?? Date.now() % 2 ** 31), runs: Number(count) }
const numpy = await Numpy.start()
const { compared, wrong } = await runExpressions(ctx, numpy, choice)
await look('expressions')
wrong.push(...(await runReductions(ctx, numpy, choice)), ...(await runCreations(ctx, numpy, choice)))
await numpy.close()
exposeGarbageCollector()
await look('arrays that were dropped, not freed', 20)
await ctx.close()
if (wrong.length > 0) throw new Error(`seed ${choice.seed}: ${wrong.length} are wrong:\n${wrong.slice(0, 10).join('\n')}`)
console.log(`${2 * choice.runs + compared} arrays (${mode}, ${engines} engines) agree with NumPy, seed ${choice.seed}, 0 bytes are left`)
if (mode === 'mpi') finalize()

/** Nothing may be left on the engines, at the latest when garbage was collected so many times. */
async function look(after: string, rounds = 0): Promise<void> {
  for (let round = 0; ; round++) {
    const left = (await ctx.memory()).map(({ liveBytes }) => liveBytes)
    if (left.every((bytes) => bytes === 0)) return
    if (round >= rounds) return void wrong.push(`${left} bytes are left on the engines after ${after}`)
    globalThis.gc?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
}
