// @ranks 1 2 3 4 7
import { ArrayReference, LocalArrayDescription, PerEngine } from '../../array/instruction.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { SessionDriver } from './session-driver.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const { size } = comm
  const driver = new SessionDriver(comm)
  const { session, everyone } = driver

  await t.test('arrays are made, read and written', async (t) => {
    const a = driver.full([size, 3], 2.5)
    t.same(session.local(a.id).localShape, [1, 3], 'each engine has its piece')
    t.same(
      await driver.values('gather', [a]),
      everyone.map(() => Float64Array.of(2.5, 2.5, 2.5)),
      'gather returns what each engine owns',
    )
    driver.send('element.set', [a, [size - 1, 1], 7], { targets: [size - 1], writes: [a.id] })
    const { answers, earlier } = await driver.ask('element.get', [a, [size - 1, 1]], { targets: [size - 1], reply: 'first' })
    t.same(answers, [{ engine: size - 1, value: 7 }], 'every program gets the element from its owner')
    t.same(earlier, [], 'nothing failed before')
    driver.send('fill', [a, -1], { writes: [a.id] })
    t.ok(
      session.local(a.id).data.every((value) => value === -1),
      'fill sets every element',
    )
    t.same(session.usage, { arrays: 1, bytes: 24 }, 'the session knows what it uses')
    driver.free(a.id, 12345)
    t.throws(() => session.local(a.id), /freed/, 'a freed array is gone')
    t.same(session.usage, { arrays: 0, bytes: 0 }, 'and its memory')
  })

  await t.test('users functions get local arrays and the communicator', async (t) => {
    const a = driver.full([size], 3)
    driver.define(
      'user.1',
      '(parts, f, comm) => [comm.rank, parts.x.data[0] * f, comm.allreduce(Float64Array.of(1), new Float64Array(1), "sum")[0]]',
    )
    t.same(
      await driver.values('user.1', [{ x: a }, 2]),
      everyone.map((r) => [r, 6, size]),
      'one value per engine, in order',
    )
    driver.define('user.2', 'async (own, comm) => { const { hostname } = await import("node:os"); return [own, typeof hostname()] }')
    const later = driver.values('user.2', [new PerEngine(everyone.map((r) => `part ${r}`))])
    t.equal(session.isAwaiting, true, 'a promise is being awaited')
    t.throws(
      () => driver.transport.requestSync(driver.call('session.names', [], { reply: 'each' })),
      /await its result/,
      'so nothing can be had at once',
    )
    const next = driver.values('session.names', [])
    t.same(
      await later,
      everyone.map((r) => [`part ${r}`, 'string']),
      'promises are awaited, import() works, parts go to their engines',
    )
    t.same(
      await next,
      everyone.map(() => []),
      'what comes after waits its turn',
    )
    t.equal(session.isAwaiting, false, 'now it is over')
    t.throws(
      () => driver.transport.requestSync(driver.call('user.2', [0], { reply: 'each' })),
      /returned a promise/,
      'a promise cannot be had at once',
    )
    t.same(await driver.values('user.1', [{ x: a }, 0]).then((all) => all.length), size, 'and it does not disturb what follows')
    driver.free(a.id)
  })

  await t.test('what functions return is kept and described', async (t) => {
    const a = driver.full([size], 1)
    driver.define('user.3', '(x, comm) => ({ same: x, list: [LocalArray.full(comm, [2 * comm.size], 4, "int32"), "text"] })')
    const out = driver.ids(64)
    driver.send('user.3', [a], { out })
    type Made = { value: { same: LocalArrayDescription; list: [LocalArrayDescription, string] } }
    const described = (await driver.values('describe', [out.first])) as Made[]
    const { same, list } = described[0]!.value
    t.ok(same instanceof LocalArrayDescription && list[0] instanceof LocalArrayDescription, 'arrays are described')
    t.same([same.index, list[0].index, list[0].dtype, list[1]], [0, 1, 'int32', 'text'], 'in order of appearance')
    t.same(
      Distribution.fromDimDataPerRank(described.map(({ value }) => value.list[0].dimData)).shape,
      [2 * size],
      'the engines together have the distribution',
    )
    t.same(await driver.values('describe', [out.first]), described, 'it can be asked again')
    t.equal(session.local(out.first), session.local(a.id), 'an array that comes back is the same array')
    driver.free(a.id)
    t.equal(session.local(out.first).data.length, 1, 'it lives until its last id is freed')
    driver.free(out)
    t.equal(memoryStatistics().liveBytes, 0, 'then its memory is free')
    const direct = (await driver.values('user.3', [driver.full([size], 1)], { out: driver.ids(64) })) as Made[]
    t.same(
      direct.map(({ value }) => value.list[1]),
      everyone.map(() => 'text'),
      'a call with ids that is asked for its value describes it at once',
    )
    session.close()
    t.equal(memoryStatistics().liveBytes, 0, 'closing a session frees what it has')
  })

  await t.test('what cannot be kept or sent is refused', async (t) => {
    driver.define('user.many', '(comm) => [1, 2, 3].map(() => LocalArray.zeros(comm, [3]))')
    driver.define('user.held', '(x) => [x, () => 1]')
    driver.define('user.value', '(text) => new Function("return " + text)()')
    const many = await driver.answers('user.many', [], { out: driver.ids(2) })
    t.ok(
      many.every((said) => 'message' in said && /at most 2 arrays in the result of user.many but it has 3/.test(said.message)),
      'more arrays than ids',
    )
    const bare = await driver.answers('user.many', [])
    t.ok(
      bare.every((said) => 'message' in said && /received a LocalArray, and the call has no ids/.test(said.message)),
      'arrays without ids',
    )
    t.equal(memoryStatistics().liveBytes, 0, 'and a refused array is freed')
    const a = driver.full([size], 1)
    await driver.answers('user.held', [a], { out: driver.ids(2) })
    t.equal(session.local(a.id).size, 1, 'unless it is known already')
    driver.free(a.id)
    for (const text of ['() => 1', 'Symbol()', '({ a: [new (class Point {})()] })', 'new Map([[1, () => 1]])', '/x/']) {
      const said = await driver.answers('user.value', [text])
      t.ok(
        said.every((one) => 'message' in one && /Expected plain data/.test(one.message)),
        text,
      )
    }
    const [said] = await driver.answers('user.value', ['({ a: [new (class Point {})()] })'])
    t.ok('message' in said! && said.message.includes('the result.a[0]'), 'the message says where')
    const unknown = await driver.answers('nothing', [])
    t.ok(
      unknown.every((said) => 'message' in said && /there is no 'nothing'/.test(said.message)),
      'unknown functions',
    )
    driver.define('user.syntax', '(x) => {')
    t.ok(
      (await driver.answers('user.syntax', [])).every((said) => 'message' in said),
      'a text that cannot be parsed',
    )
  })

  await t.test('values of all kinds come back as they are', async (t) => {
    const texts = [
      'undefined',
      'null',
      'NaN',
      '-0',
      '2n ** 70n',
      '"x".repeat(1000)',
      'new Float32Array([1, 2])',
      'new Float64Array(1000).fill(3)',
      'new Date(5)',
    ]
    const all = [
      ...texts,
      'new Map([[1, new Set(["a"])]])',
      '[undefined, [NaN]]',
      '({ a: { b: 1n }, ["__proto__"]: 1 })',
      'new Uint8Array([1, 2]).buffer',
      'new DataView(new ArrayBuffer(3), 1)',
    ]
    for (const text of all) {
      const wanted: unknown = new Function(`return ${text}`)()
      t.same(
        await driver.values('user.value', [text]),
        everyone.map(() => wanted),
        text,
      )
    }
    driver.define('user.uneven', '(comm) => comm.rank === 1 ? "long ".repeat(500) : comm.rank')
    t.same(
      await driver.values('user.uneven', []),
      everyone.map((r) => (r === 1 ? 'long '.repeat(500) : r)),
      'long and short answers together',
    )
    const a = driver.full([size], 1)
    driver.define('user.alias', '(x) => x.data')
    const [first] = (await driver.values('user.alias', [a])) as Float64Array[]
    first![0] = 99
    t.equal(session.local(a.id).data[0], 1, 'an answer shares no memory with an array')
    driver.define('user.write', '(list, nested) => { list[0] = 99; nested.deep[0][0] = 99 }')
    const mine = Float64Array.of(1)
    const nested = { deep: [Float64Array.of(1)] }
    driver.send('user.write', [mine, nested])
    t.same([mine[0], nested.deep[0]![0]], [1, 1], 'nor arguments with those of the program')
    driver.free(a.id)
  })

  await t.test('failures are told once, and poison what was to be made', async (t) => {
    driver.define('user.4', 'function failing(comm) { if (comm.rank === comm.size - 1) throw new RangeError("no luck"); return 1 }')
    const out = driver.ids(64)
    driver.send('user.4', [], { out })
    const failed = driver.calls
    t.equal(session.untoldFailures, comm.rank === size - 1 ? 1 : 0, 'the engine keeps it')
    const first = await driver.ask('session.names', [])
    t.same(
      first.earlier.map(({ call, engine, name, message }) => [call, engine, name, message]),
      [[failed, size - 1, 'RangeError', 'no luck']],
      'and tells it with the next answer, on every rank',
    )
    t.ok(first.earlier[0]!.stack.includes('user.4'), 'the stack names the function')
    t.same((await driver.ask('session.names', [])).earlier, [], 'once')
    const last = (await driver.answers('describe', [out.first])).at(-1)!
    t.ok('call' in last && last.call === failed, 'the original failure is what its use fails with')
    driver.free(out.first)
    driver.define('user.typed', '() => { throw Object.assign(new RangeError("typed"), { deep: [1, ["a"]], own: { x: 1 }, code: 3 }) }')
    const { answers } = await driver.ask('user.typed', [])
    t.ok(
      answers.every((answer) => 'failure' in answer && JSON.stringify(answer.failure.fields) === '{"deep":[1,["a"]]}'),
      'fields that are plain travel',
    )
    driver.define('user.odd', '() => { throw { toString() { throw 1 } } }')
    t.ok(
      (await driver.answers('user.odd', [])).every((said) => 'message' in said),
      'whatever is thrown',
    )
  })

  await t.test('targets run alone', async (t) => {
    const targets = everyone.filter((r) => r % 2 === 0)
    driver.define('user.5', '(x, comm) => [comm.size, comm.rank, comm.allreduce(Int32Array.of(1), new Int32Array(1), "sum")[0]]')
    for (let i = 0; i < 3; i++)
      t.same(
        await driver.answers('user.5', [0], { targets }),
        targets.map((engine, place) => ({ engine, value: [targets.length, place, targets.length] })),
        'with a communicator of their own',
      )
    const distribution = Distribution.from([5], { ranks: targets.length })
    const out = driver.ids()
    driver.send('create.full', [driver.layout(distribution), 'int16', 3], { out, targets })
    const pieces = (await driver.values('gather', [new ArrayReference(out.first)], { targets })) as Int16Array[]
    t.equal(
      pieces.reduce((sum, piece) => sum + piece.length, 0),
      5,
      'arrays live on some engines',
    )
    if (comm.rank % 2 === 1) t.throws(() => session.local(out.first), /on other engines/, 'and on no others')
    driver.free(out.first)
  })

  await t.test('progress is heard', async (t) => {
    const heard: unknown[] = []
    const listener = (happened: unknown): void => void heard.push(happened)
    driver.transport.on('progress', listener)
    driver.define('user.slow', '() => { reportProgress(1, 2); reportProgress(2, 2, "done") }')
    driver.send('user.slow', [])
    driver.transport.off('progress', listener)
    driver.send('user.slow', [])
    const call = driver.calls - 1
    t.same(
      heard,
      [
        { engine: comm.rank, call, done: 1, total: 2, message: '' },
        { engine: comm.rank, call, done: 2, total: 2, message: 'done' },
      ],
      'with the call that it belongs to',
    )
  })

  await t.test('the transport says what there is', async (t) => {
    const a = driver.full([4 * size], 1)
    const status = await driver.transport.status()
    t.same(
      status.map(({ engine, sessionBytes, arrays }) => [engine, sessionBytes, arrays]),
      everyone.map((engine) => [engine, 32, 1]),
      'on every engine',
    )
    t.ok(
      status.every(({ availableBytes, uptimeSeconds, liveBytes }) => availableBytes > 0 && uptimeSeconds > 0 && liveBytes >= 32),
      'and of its machine',
    )
    t.throws(() => driver.transport.interrupt(), /nothing to interrupt/, 'what makes no sense here says so')
    await t.rejects(() => driver.transport.restart(), /start the job again/, 'and what to do')
    driver.free(a.id)
  })

  await driver.transport.close()
  await driver.transport.close()
  driver.free(1)
  t.throws(() => driver.send('session.names', []), /closed/, 'a closed transport takes no calls')
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left behind')
  finalize()
})
