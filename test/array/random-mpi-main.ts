/* Random arrays in an MPI job whose rank 0 is the client. */
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { PlainChecks } from '../support/plain-checks.js'
import { program } from './random-program.js'

const checks = new PlainChecks()
const ctx = await Context.mpi()
await program(ctx, checks)
await ctx.close()
finalize()
console.log(checks.summary)
