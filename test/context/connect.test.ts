// The program of all modes, as a client of a running cluster, and how a context comes to be when nobody says how.
import t from 'tap'
import { Context } from '../../cluster/context.js'
import { succeeds, useOwnHome } from '../cluster/command.js'
import { PlainChecks } from '../support/plain-checks.js'
import { program } from './program.js'

useOwnHome(t)

for (const engines of [1, 2, 3, 4, 7])
  t.test(`the program of all modes with ${engines} engine${engines === 1 ? '' : 's'}`, { timeout: 0 }, async (t) => {
    await succeeds(t, ['start', '-n', String(engines)], /runs/)
    const checks = new PlainChecks()
    const ctx = await Context.create()
    t.equal(ctx.mode, 'connect', 'a running cluster is used')
    t.equal(ctx.engines, engines)
    await program(ctx, checks)
    await ctx.close()
    t.match(checks.summary, /^[1-9]\d+ passed, 0 failed$/)
    await succeeds(t, ['stop'], /./)
  })

t.test('without a cluster', { timeout: 0 }, async (t) => {
  await t.rejects(Context.connect(), { code: 'ERR_CONTEXT', message: /distarray cluster start/ })
  await using ctx = await Context.create({ engines: 2 })
  t.equal(ctx.mode, 'launch', 'engines are launched')
  t.equal(ctx.engines, 2)
})

t.test('options', async (t) => {
  const wrong: [object, RegExp][] = [
    [{ engines: 0 }, /Expected an integer >= 1 for engines but received 0/],
    [{ engine: 2 }, /received 'engine'; did you mean 'engines'/],
    [{ stuckMilliseconds: -1 }, /stuckMilliseconds/],
  ]
  for (const [options, message] of wrong) await t.rejects(Context.launch(options), { code: 'ERR_ARGUMENT', message })
  await t.rejects(Context.connect({ name: '../x' }), { code: 'ERR_CONTEXT', message: /for the name of a cluster/ })
})
