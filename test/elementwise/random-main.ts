// Random expressions against NumPy in SPMD: npm run expressions -- --runs 100000 --seed 7, also under mpiexec.
import { parseArgs } from 'node:util'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { Numpy } from '../support/numpy.js'
import { runExpressions } from './random-programs.js'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100000' }, first: { type: 'string', default: '0' }, seed: { type: 'string' } },
})
const comm = world()
const seed = values.seed === undefined ? (comm.bcast(Int32Array.of(Date.now() % 2 ** 31), 0)[0] as number) : Number(values.seed)
const numpy = comm.rank === 0 ? await Numpy.start() : undefined
const ctx = Context.spmd()
const { compared, wrong } = await runExpressions(ctx, numpy, { seed, first: Number(values.first), runs: Number(values.runs) })
await ctx.close()
await numpy?.close()
if (wrong.length > 0) throw new Error(`${wrong.length} of ${compared} differ:\n${wrong.slice(0, 10).join('\n')}`)
if (memoryStatistics().liveBytes !== 0) throw new Error(`${memoryStatistics().liveBytes} bytes are left`)
if (comm.rank === 0) console.log(`${compared} expressions on ${comm.size} engines agree with NumPy, seed ${seed}`)
finalize()
