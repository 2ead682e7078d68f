// @ranks 1 3
import { ArrayReference } from '../../array/instruction.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { mpiTest } from '../support/mpi-test.js'
import { SessionDriver } from './session-driver.js'

await mpiTest(import.meta.url, { ranks: [1, 3] }, async (t) => {
  const comm = world()
  const { size } = comm
  const driver = new SessionDriver(comm)
  const { everyone, session } = driver
  const execute = async (source: string): Promise<unknown> => (await driver.values('session.execute', [source]))[0]
  const message = async (fn: string, args: unknown[]): Promise<string> => {
    const [said] = await driver.answers(fn, args)
    return 'message' in said! ? said.message : 'it did not fail'
  }

  await t.test('variables are pushed, pulled and deleted', async (t) => {
    const mine = [1, 2]
    driver.send('session.push', [{ a: 1, b: mine, c: Float64Array.of(5), d: undefined }])
    mine.push(3)
    t.same(
      await driver.values('session.names', []),
      everyone.map(() => ['a', 'b', 'c', 'd']),
      'names',
    )
    t.same(
      await driver.values('session.pull', [['c', 'a', 'b', 'd']]),
      everyone.map(() => ({ c: Float64Array.of(5), a: 1, b: [1, 2], d: undefined })),
      'values',
    )
    t.ok(/pull uses the variable 'e'/.test(await message('session.pull', [['a', 'e']])), 'a name that is not there')
    driver.send('session.delete', [['a', 'nobody', 'd']])
    t.same(
      await driver.values('session.names', []),
      everyone.map(() => ['b', 'c']),
      'deleted',
    )
    t.ok(/Expected values by name/.test(await message('session.push', [5])), 'what is no record')
  })

  await t.test('functions among the variables find the others when they are called', async (t) => {
    driver.send('session.push', [
      { factor: 2, scale: { $function: 'function scale(x) { return typeof x === "number" ? x * factor : x.map(scale) }' } },
    ])
    driver.define('user.use', '(x) => scale([x, [x]])', ['scale'])
    t.same(
      await driver.values('user.use', [5]),
      everyone.map(() => [10, [10]]),
      'from users functions',
    )
    driver.send('session.push', [{ factor: 3 }])
    t.same(
      await driver.values('user.use', [5]),
      everyone.map(() => [15, [15]]),
      'with present values',
    )
    t.same(await execute('scale(1)'), 3, 'and from statements')
    driver.send('session.delete', [['factor']])
    t.ok(/scale uses the variable 'factor'/.test(await message('user.use', [1])), 'a missing one is named')
    t.ok(/received a class/.test(await message('session.push', [{ bad: { $function: 'class A {}' } }])), 'what is no function is refused')
    driver.send('session.delete', [['scale']])
    t.ok(/user.use uses the variable 'scale', which is not on this engine/.test(await message('user.use', [1])), 'and so is a function')
  })

  await t.test('statements share variables', async (t) => {
    t.equal(await execute('let n = 1; const m = 2; var k = 3; n + m + k'), 6, 'declarations of all kinds')
    t.equal(await execute('n++; free = n * 10'), 20, 'assignment makes a variable')
    t.equal(
      await execute('function twice(x) { return x * n }\nclass Pair { constructor() { this.both = [m, k] } }\ntwice(4)'),
      8,
      'functions and classes',
    )
    t.same(await execute('n = 5; [twice(4), new Pair().both]'), [20, [2, 3]], 'stay, and see present values')
    t.same(await execute('const { p, q: [r], ...s } = { p: 1, q: [2], t: 3 }; ({ p, r, s })'), { p: 1, r: 2, s: { t: 3 } }, 'patterns')
    t.equal(await execute('if (n > 1) { let inner = 1; n = inner }'), undefined, 'what is no expression has no value')
    t.equal(await execute('typeof inner'), 'undefined', 'blocks keep their own')
    t.equal(await execute('let unset; var later; [unset, later].length'), 2, 'declarations without a value')
    t.equal(await execute('unset'), undefined, 'make variables')
    t.equal(await execute('var name = "mine"; name'), 'mine', 'a name that is a global elsewhere')
    t.equal(await execute('let process = 7; process'), 7, 'a name that is a global here')
    t.equal(await execute('process'), 7, 'stays hidden')
    driver.send('session.delete', [['process']])
    t.equal(await execute('typeof process'), 'object', 'until it is deleted')
    t.equal(await execute('comm.allreduce(Float64Array.of(1), new Float64Array(1), "sum")[0] // all'), size, 'they may communicate')
    t.equal(await execute('const { sep } = await import("node:path"); sep'), '/', 'await and import')
    t.equal(await execute('(1, 2)'), 2, 'parentheses')
    t.equal(await execute('"use strict"; 3;'), 3, 'directives')
    t.equal(await execute(''), undefined, 'nothing')
    t.ok(/nowhere is not defined/.test(await message('session.execute', ['nowhere + 1'])), 'unknown names')
    t.ok(/Unexpected token/.test(await message('session.execute', ['1 +'])), 'bad syntax')
    t.ok(!('free' in globalThis) && !('n' in globalThis), 'globals stay clean')
  })

  await t.test('variables hold arrays', async (t) => {
    const a = driver.full([size], 4)
    driver.send('session.push', [{ kept: [a], other: { deep: a } }])
    driver.free(a.id)
    t.equal(await execute('kept[0].data[0]'), 4, 'a freed array lives on in a variable')
    driver.send('session.delete', [['kept']])
    t.equal(await execute('other.deep.data[0]'), 4, 'and in a second one')
    const out = driver.ids(2)
    driver.send('session.pull', [['other']], { out })
    driver.send('session.delete', [['other']])
    t.equal(session.local(out.first).data[0], 4, 'it can be pulled under an id')
    driver.free(out.first)
    t.equal(memoryStatistics().liveBytes, 0, 'the last one frees it')
    await execute('made = LocalArray.zeros(comm, [6]); undefined')
    t.ok(memoryStatistics().liveBytes > 0, 'statements can make arrays')
    await execute('made = 0')
    t.equal(memoryStatistics().liveBytes, 0, 'a variable that is set anew frees what it held')
    const sum = driver.ids(1)
    driver.send('session.execute', ['LocalArray.full(comm, [comm.size], 2)'], { out: sum })
    driver.define('user.sum', '(x, comm) => comm.allreduce(x.data.slice(), new Float64Array(1), "sum")[0]')
    t.same(
      await driver.values('user.sum', [new ArrayReference(sum.first)]),
      everyone.map(() => 2 * size),
      'and give them an id',
    )
    driver.free(sum.first)
  })

  await t.test('variables on some of the engines', async (t) => {
    driver.send('session.push', [{ only: 1 }], { targets: [0] })
    t.same(await driver.values('session.names', [], { targets: [0] }), [(await driver.values('session.names', []))[0]], 'are there')
    driver.define('user.only', '() => only', ['only'])
    const said = await driver.answers('user.only', [])
    t.same(
      said.map((one) => 'value' in one),
      everyone.map((engine) => engine === 0),
      'and not elsewhere',
    )
    const out = driver.ids()
    driver.define('user.entry', '(i) => only', ['only'])
    driver.send('create.fromFunction', [driver.layout(session.local(driver.full([size], 0).id).distribution), 'int8', 'user.entry'], {
      out,
    })
    const made = await driver.answers('gather', [new ArrayReference(out.first)])
    t.ok(
      made.every((one) => 'value' in one === (size === 1)),
      'a missing one fails on all engines where all have to take part',
    )
  })

  await driver.transport.close()
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left behind')
  finalize()
})
