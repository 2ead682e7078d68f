// @ranks 1 2 3 4 7
import fc from 'fast-check'
import type { Element } from '../../array/element.js'
import { indicesOf } from '../../array/indices.js'
import { ArrayReference, PerEngine } from '../../array/instruction.js'
import type { Corners } from '../../array/spmd/corners.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { type Distribution, type DType, dtypes, type TypedArray, typedArrayFor } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { distributions } from './distributions.js'
import { SessionDriver } from './session-driver.js'
import { valueAt } from './values.js'

/** Values of a typed array one by one, complex ones put together. */
function elements(dtype: DType, data: TypedArray): Element[] {
  const parts = Array.from(data as ArrayLike<number | bigint>)
  if (dtype === 'bool') return parts.map((part) => part !== 0)
  if (!dtype.startsWith('complex')) return parts
  return parts.flatMap((re, i) => (i % 2 === 0 ? [{ re: re as number, im: parts[i + 1] as number }] : []))
}

/** The other way round. */
function packed(dtype: DType, list: readonly Element[]): TypedArray {
  const parts = list.flatMap((value) =>
    typeof value === 'object' ? [value.re, value.im] : [typeof value === 'boolean' ? Number(value) : value],
  )
  const data: TypedArray = new (typedArrayFor(dtype))(parts.length)
  for (const [i, part] of parts.entries()) (data as unknown as (number | bigint)[])[i] = part
  return data
}

/** Every index of a rank's section whose global index satisfies `wanted`, row-major, with that global index. */
function section(distribution: Distribution, rank: number, wanted: (global: readonly number[]) => boolean = () => true): number[][] {
  const found: number[][] = []
  for (const local of indicesOf(distribution.localShape(rank))) {
    const global = distribution.localToGlobal(rank, local)
    if (wanted(global)) found.push(global)
  }
  return found
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const { rank, size } = comm
  const driver = new SessionDriver(comm)
  const { everyone, session } = driver
  const seed = 21 // one for all ranks, so that they draw the same distributions
  const cases = fc.sample(distributions(size), { seed, numRuns: 90 })

  await t.test(`any distribution and dtype, seed ${seed}`, async (t) => {
    for (const [k, distribution] of cases.entries()) {
      const dtype = dtypes[k % dtypes.length]!
      const flat = (index: readonly number[]): number => index.reduce((sum, i, d) => sum * distribution.shape[d]! + i, 0)
      const isOwn = (engine: number) => (index: readonly number[]) => distribution.ownerOf(index) === engine
      const value = (index: readonly number[]): Element => valueAt(dtype, flat(index))
      const layout = driver.layout(distribution)
      const out = driver.ids()
      const sections = everyone.map((engine) => packed(dtype, section(distribution, engine).map(value)))
      driver.send('create.fromSection', [layout, dtype, new PerEngine(sections)], { out })
      const a = new ArrayReference(out.first)
      const own = everyone.map((engine) => section(distribution, engine, isOwn(engine)))
      const gathered = (await driver.values('gather', [a])) as TypedArray[]
      t.same(
        gathered.map((part) => elements(dtype, part)),
        own.map((indices) => indices.map(value)),
        `case ${k}: gather gives own entries of ${session.local(a.id)}`,
      )
      const edgeItems = 1 + (k % 3)
      const isEdge = (index: readonly number[]): boolean => index.every((i, d) => i < edgeItems || i >= distribution.shape[d]! - edgeItems)
      const corners = (await driver.values('corners', [a, edgeItems])) as Corners[]
      const near = corners.map(({ indices, values }) => {
        const all = elements(dtype, values)
        return [...indicesOf(indices.map((list) => list.length))].map((_, i) => all[i])
      })
      const wantedCorners = own.map((indices) =>
        indices
          .filter(isEdge)
          .sort((x, y) => flat(x) - flat(y))
          .map(value),
      )
      t.same(near, wantedCorners, `case ${k}: corners give own entries near the ends`)
      if (distribution.size > 0) {
        const at = [...indicesOf(distribution.shape)].length === 0 ? [] : distribution.shape.map((extent) => (7 * k) % extent)
        const holders = everyone.filter((engine) => distribution.holds(engine, at))
        const owner = distribution.ownerOf(at)
        const changed = valueAt(dtype, flat(at) + 1)
        driver.send('element.set', [a, at, changed], { targets: holders, writes: [a.id] })
        for (const engine of holders)
          t.same(
            await driver.answers('element.get', [a, at], { targets: [engine], reply: 'first' }),
            [{ engine, value: changed }],
            `case ${k}: engine ${engine} holds what was set, ${owner} owns it`,
          )
      }
      const filled = valueAt(dtype, 3)
      driver.send('fill', [a, filled], { writes: [a.id] })
      t.same(
        elements(dtype, session.local(a.id).data),
        section(distribution, rank).map(() => filled),
        `case ${k}: fill sets ghosts too`,
      )
      driver.free(a.id)
    }
    t.equal(memoryStatistics().liveBytes, 0, 'no memory is left behind')
  })

  await t.test('arrays from one value or a function', async (t) => {
    const distribution = cases.find((one) => one.size > size) ?? cases[0]!
    for (const dtype of dtypes) {
      for (const value of [valueAt(dtype, 0), valueAt(dtype, 5)]) {
        const out = driver.ids()
        driver.send('create.full', [driver.layout(distribution), dtype, value], { out })
        const piece = session.local(out.first)
        t.same(
          elements(dtype, piece.data),
          Array.from({ length: piece.size }, () => value),
          `full ${dtype}`,
        )
        driver.free(out.first)
      }
    }
    const unset = driver.ids()
    driver.send('create.full', [driver.layout(distribution), 'int8', undefined], { out: unset })
    t.equal(session.local(unset.first).data.length, session.local(unset.first).size, 'unset')
    driver.define('user.index', '(...index) => index.reduce((sum, i) => 10 * sum + i, offset)', ['offset'])
    driver.send('session.push', [{ offset: 3 }])
    const made = driver.ids()
    driver.send('create.fromFunction', [driver.layout(distribution), 'float64', 'user.index'], { out: made })
    const wanted = section(distribution, rank).map((index) => index.reduce((sum, i) => 10 * sum + i, 3))
    t.same([...session.local(made.first).data], wanted, 'from a function of the global index, with variables')
    driver.free(unset.first, made.first)
  })

  await t.test('sections that do not fit are refused on all engines', async (t) => {
    const distribution = cases.find((one) => one.size > size) ?? cases[0]!
    const layout = driver.layout(distribution)
    const counts = everyone.map((engine) => section(distribution, engine).length)
    const wrong: [string, readonly unknown[]][] = [
      ['a ', counts.map((count) => new Float32Array(count))],
      ['components', counts.map((count, engine) => new Float64Array(engine === size - 1 ? count + 1 : count))],
      ['but received', counts.slice(1).map((count) => new Float64Array(count))],
    ]
    for (const [word, parts] of wrong) {
      const out = driver.ids()
      driver.send('create.fromSection', [layout, 'float64', new PerEngine(parts)], { out })
      const said = await driver.answers('gather', [new ArrayReference(out.first)])
      t.ok(
        said.length === size && said.every((one) => 'message' in one && one.message.includes(word)),
        `${word}: ${JSON.stringify(said[0])}`,
      )
      driver.free(out.first)
    }
    session.takeFailures()
    t.equal(memoryStatistics().liveBytes, 0, 'and nothing is kept')
  })

  await t.test(`random programs of ids that share arrays, seed ${seed}`, async (t) => {
    driver.define('user.pass', '(...args) => args.slice(0, -1)')
    const step = fc.record({ kind: fc.constantFrom('make', 'pass', 'free', 'set', 'push'), pick: fc.nat(50), other: fc.nat(50) })
    for (const program of fc.sample(fc.array(step, { maxLength: 40 }), { seed, numRuns: 40 })) {
      // The model: each id has an array, and each array a value in all of its `size` elements.
      const ids = new Map<number, { value: number }>()
      let pushed: { value: number } | undefined
      const choose = (pick: number): number | undefined => [...ids.keys()][pick % Math.max(1, ids.size)]
      for (const [i, { kind, pick, other }] of program.entries()) {
        const [one, two] = [choose(pick), choose(other)]
        if (kind === 'make') ids.set(driver.full([size], i).id, { value: i })
        else if (one === undefined || two === undefined) continue
        else if (kind === 'pass') {
          const out = driver.ids(2)
          driver.send('user.pass', [new ArrayReference(one), new ArrayReference(two)], { out })
          ids.set(out.first, ids.get(one)!).set(out.first + 1, ids.get(two)!)
        } else if (kind === 'free') {
          driver.free(one)
          ids.delete(one)
        } else if (kind === 'push') {
          driver.send('session.push', [{ kept: { it: [new ArrayReference(one)] } }])
          pushed = ids.get(one)
        } else {
          driver.send('fill', [new ArrayReference(one), 100 + i], { writes: [one] })
          ids.get(one)!.value = 100 + i
        }
      }
      const wrong = [...ids].filter(([id, { value }]) => session.local(id).data[0] !== value)
      const arrays = new Set(ids.values())
      if (pushed) arrays.add(pushed)
      const live = memoryStatistics().liveBytes
      if (wrong.length > 0 || live !== 8 * arrays.size) t.same([wrong, live], [[], 8 * arrays.size], JSON.stringify(program))
      driver.send('session.delete', [['kept']])
      driver.free(...ids.keys())
      if (memoryStatistics().liveBytes !== 0) t.equal(memoryStatistics().liveBytes, 0, `nothing is left behind: ${JSON.stringify(program)}`)
    }
    t.same(session.takeFailures(), [], 'nothing failed')
  })

  await driver.transport.close()
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left behind')
  finalize()
})
