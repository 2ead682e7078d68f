// @ranks 1 2 3 4 7
import { ArrayReference } from '../../array/instruction.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { mpiTest } from '../support/mpi-test.js'
import { type Said, SessionDriver } from './session-driver.js'

// What one engine failed to make, the others must not begin to use: they would wait for it.
await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7], timeout: 60 }, async (t) => {
  const comm = world()
  const { size } = comm
  const driver = new SessionDriver(comm)
  const { everyone } = driver
  driver.define('user.some', '(bad, x, comm) => comm.rank === bad ? 5 : x')
  driver.define('user.sum', '(x, comm) => comm.allreduce(Float64Array.of(x?.data?.[0] ?? 0), new Float64Array(1), "sum")[0]')
  driver.define('user.both', '(x, y, comm) => [x, y].map((z) => comm.allreduce(z.data.slice(0, 1), new Float64Array(1), "sum")[0])')
  driver.define('user.next', '(x, comm) => { comm.barrier(); return LocalArray.full(comm, [comm.size], x.data[0] + 1) }')
  const failsAlike = (
    t: { same(a: unknown, b: unknown, name: string): void },
    said: Said[],
    call: number,
    engine: number,
    name: string,
  ): void => {
    t.same(
      said.map((one) => ('message' in one ? [one.call, one.from] : one)),
      said.map(() => [call, engine]),
      name,
    )
  }
  const x = driver.full([size], 2)

  await t.test('a result that one engine failed to make', async (t) => {
    for (const bad of new Set([0, size - 1])) {
      const out = driver.ids(64)
      driver.send('user.some', [bad, x], { out })
      const made = new ArrayReference(out.first)
      const unmade = driver.calls
      const said = await driver.answers('user.sum', [made])
      failsAlike(t, said, unmade + 1, bad, `fails on all engines when engine ${bad} has none`)
      failsAlike(t, await driver.answers('user.sum', [made]), unmade + 1, bad, 'and so ever after')
      const next = driver.ids(64)
      driver.send('user.next', [made], { out: next })
      failsAlike(t, await driver.answers('user.sum', [new ArrayReference(next.first)]), unmade + 1, bad, 'and so does what depends on it')
      t.same(
        await driver.values('user.sum', [x]),
        everyone.map(() => 2 * size),
        'other arrays stay usable',
      )
      driver.free(out.first, next.first)
    }
  })

  await t.test('a function that threw on one engine', async (t) => {
    driver.define('user.throws', '(bad, x, comm) => { if (comm.rank === bad) throw new TypeError("bad " + bad); return [x, x] }')
    for (const bad of new Set([0, size - 1])) {
      const out = driver.ids(64)
      driver.send('user.throws', [bad, x], { out })
      const failed = driver.calls
      const second = new ArrayReference(out.first + 1)
      driver.send('user.sum', [second])
      driver.send('user.both', [x, second])
      const { answers, earlier } = await driver.ask('user.sum', [second])
      const after = await driver.ask('session.names', [])
      t.same(after.earlier, [], 'nor later, nor with what depends on it')
      t.same(earlier, [], 'what an answer tells is not told apart from it')
      t.ok(
        answers.length === size && answers.every((answer) => 'failure' in answer && answer.failure.call === failed),
        'its failure is theirs',
      )
      t.ok(
        answers.every((answer) => 'failure' in answer && answer.failure.message === `bad ${bad}`),
        'with its message on every engine',
      )
      t.same(
        answers.map((answer) => 'failure' in answer && answer.failure.name),
        everyone.map(() => 'TypeError'),
        'and its name',
      )
      driver.free(out.first, out.first + 1)
    }
  })

  await t.test('variables wait for agreement too', async (t) => {
    const out = driver.ids(64)
    driver.send('user.some', [size - 1, x], { out })
    driver.send('session.push', [{ later: { x: new ArrayReference(out.first) } }])
    t.same((await driver.ask('session.names', [])).earlier.length, 1, 'what is missing is told')
    t.same(
      await driver.values('session.names', []),
      everyone.map(() => []),
      'and set nowhere',
    )
    driver.free(out.first)
  })

  await t.test('some of the engines', async (t) => {
    const targets = everyone.filter((r) => r < Math.max(1, size - 1))
    const out = driver.ids(64)
    driver.define('user.make', '(comm) => LocalArray.full(comm, [comm.size], 1)')
    driver.send('user.make', [], { out, targets })
    const made = new ArrayReference(out.first)
    for (let i = 0; i < 2; i++)
      t.same(
        await driver.values('user.sum', [made], { targets }),
        targets.map(() => targets.length),
        'agree among themselves',
      )
    const single = await driver.answers('user.sum', [made], { targets: [0] })
    t.same(single, [{ engine: 0, value: 1 }], 'fewer engines may use their pieces')
    driver.free(out.first)
  })

  await t.test('a builtin that failed poisons what it was to change', async (t) => {
    const y = driver.full([size], 2, 'int32')
    driver.send('fill', [y, 'text'], { writes: [y.id] })
    const failed = driver.calls
    const said = await driver.answers('gather', [y])
    t.ok(
      said.every((one) => 'message' in one && one.call === failed && one.message.includes('text')),
      'its failure is what reading fails with',
    )
    const out = driver.ids()
    driver.send('create.full', [[[{ dist_type: 'b' }]], 'float64', 0], { out })
    t.ok(
      (await driver.answers('gather', [new ArrayReference(out.first)])).every((one) => 'message' in one && one.call === failed + 2),
      'an array that was not made fails with its making',
    )
    const text = driver.ids()
    driver.send('create.fromFunction', [driver.layout(driver.session.local(x.id).distribution), 'float64', 'user.thrower'], { out: text })
    driver.define('user.thrower', '(i) => { if (i === 0) throw new Error("first entry"); return 0 }')
    const again = driver.ids()
    driver.send('create.fromFunction', [driver.layout(driver.session.local(x.id).distribution), 'float64', 'user.thrower'], { out: again })
    t.ok(
      (await driver.answers('gather', [new ArrayReference(text.first)])).every(
        (one) => 'message' in one && /user.thrower/.test(one.message),
      ),
      'a function that is not defined',
    )
    t.ok(
      (await driver.answers('gather', [new ArrayReference(again.first)])).every(
        (one) => 'message' in one && /first entry/.test(one.message),
      ),
      'a function that throws on one engine',
    )
    driver.free(y.id, out.first, text.first, again.first)
    driver.session.takeFailures()
  })

  driver.free(x.id)
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left behind')
  await driver.transport.close()
  finalize()
})
