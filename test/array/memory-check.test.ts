// @ranks 1 3
import { ArrayReference } from '../../array/instruction.js'
import { LocalArray } from '../../array/local-array.js'
import { availableMemory } from '../../bindings/available-memory.js'
import { world } from '../../bindings/communicator.js'
import { MemoryError } from '../../bindings/errors.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics, trim } from '../../bindings/memory.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { SessionDriver } from './session-driver.js'

await mpiTest(import.meta.url, { ranks: [1, 3] }, async (t) => {
  const comm = world()
  const { size } = comm
  const driver = new SessionDriver(comm)

  await t.test('what cannot fit is refused on all engines before anything is allocated', async (t) => {
    const { peakBytes } = memoryStatistics()
    const shapes: [number[], string][] = [
      [[2 ** 42], 'float64'],
      [[2 ** 52], 'complex128'],
      [[2 ** 20, 2 ** 20], 'int64'],
    ]
    for (const [shape, dtype] of shapes) {
      const out = driver.ids()
      const layout = driver.layout(Distribution.from(shape, { ranks: size }))
      const { answers } = await driver.ask('create.full', [layout, dtype, 0], { out })
      t.ok(
        answers.length === size && answers.every((answer) => 'failure' in answer && answer.failure.code === 'ERR_MEMORY'),
        `${shape} ${dtype}: a typed failure on every engine`,
      )
      t.ok(
        answers.every((answer) => 'failure' in answer && Number(answer.failure.fields.bytes) > 2 ** 42),
        'it says how much was asked for',
      )
      t.throws(() => LocalArray.zeros(comm, shape, dtype as 'int64'), MemoryError, 'and so it is without a session')
      driver.free(out.first)
    }
    t.equal(memoryStatistics().peakBytes, peakBytes, 'nothing was allocated')
    const a = driver.full([3 * size], 2)
    t.same(
      await driver.values('gather', [a]),
      driver.everyone.map(() => Float64Array.of(2, 2, 2)),
      'the engines stay usable',
    )
    driver.free(a.id)
  })

  await t.test('memory that was promised and not used yet counts', async (t) => {
    trim()
    comm.barrier()
    const most = availableMemory() / size
    const piece = 2 ** 29 // bytes per rank
    const made: number[] = []
    let failure = ''
    while (failure === '' && made.length * piece < 2 * most) {
      const out = driver.ids()
      const layout = driver.layout(Distribution.from([(piece / 8) * size], { ranks: size }))
      const [said] = await driver.answers('create.full', [layout, 'float64', undefined], { out })
      if ('message' in said!) failure = said.message
      made.push(out.first)
    }
    t.ok(
      /Expected arrays of at most .* but .* were asked for; free arrays/.test(failure),
      `refused after ${made.length} arrays: ${failure}`,
    )
    t.ok(made.length * piece < most * 1.2, 'before more was promised than there is')
    driver.free(...made)
    comm.barrier()
    const b = driver.full([(piece / 8) * size], undefined)
    t.equal((await driver.answers('element.get', [b, [0]], { targets: [0], reply: 'first' })).length, 1, 'freed memory can be had again')
    driver.free(b.id)
  })

  await t.test('a piece longer than one ArrayBuffer can be is refused on all engines', async (t) => {
    const out = driver.ids()
    const layout = driver.layout(
      Distribution.from([2 ** 32 + size], { ranks: size, dist: 'b', bounds: { 0: [0, ...driver.everyone.map((r) => 2 ** 32 + r + 1)] } }),
    )
    const available = availableMemory()
    const { answers } = await driver.ask('create.full', [layout, 'int8', undefined], { out })
    const wanted = available > 6e9 ? 'ERR_UNSUPPORTED' : 'ERR_MEMORY'
    t.same(
      answers.map((answer) => 'failure' in answer && answer.failure.code),
      driver.everyone.map(() => wanted),
      'with a typed failure',
    )
    t.ok(
      (await driver.answers('gather', [new ArrayReference(out.first)])).every((said) => 'message' in said),
      'and has no array',
    )
  })

  await driver.transport.close()
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left behind')
  finalize()
})
