// The program of all modes, with engines that it launches.
import t from 'tap'
import { Context } from '../../cluster/context.js'
import { PlainChecks } from '../support/plain-checks.js'
import { program } from './program.js'

for (const engines of [1, 2, 3, 4, 7])
  t.test(`the program of all modes with ${engines} engine${engines === 1 ? '' : 's'}`, { timeout: 0 }, async (t) => {
    const checks = new PlainChecks()
    const ctx = await Context.launch({ engines })
    t.equal(ctx.mode, 'launch')
    t.equal(ctx.engines, engines)
    await program(ctx, checks)
    await ctx.close()
    t.match(checks.summary, /^[1-9]\d+ passed, 0 failed$/)
  })
