/* The program of users of elementwise functions, in an MPI job whose rank 0 is the client. */
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { PlainChecks } from '../support/plain-checks.js'
import { explainedProgram } from './explained-program.js'
import { elementwiseProgram } from './user-program.js'

const checks = new PlainChecks()
const ctx = await Context.mpi()
await elementwiseProgram(ctx, checks)
await explainedProgram(ctx, checks, { seed: Date.now() % 2 ** 31, runs: 40 })
await ctx.close()
finalize()
console.log(checks.summary)
