// A distribution takes no memory per process or element, a description does: huge ones are refused before anything is allocated.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { isDistError } from '../../../protocol/errors.js'
import { Distribution } from '../../../protocol/index.js'
import * as interop from '../../../protocol/interop/index.js'
import { type NeighbourName, neighbours } from '../../../protocol/interop/neighbours.js'
import type { ExtendedDistribution } from '../../../protocol/interop/source.js'
import { holds } from '../../support/property.js'

const writers = Object.entries(interop as Readonly<Record<string, unknown>>).filter(([name]) => /^to[A-Z]/.test(name)) as [
  string,
  (...args: unknown[]) => unknown,
][]
const names = Object.keys(neighbours) as NeighbourName[]

const processes = fc.constantFrom(1, 2, 3, 2 ** 10, 2 ** 21, 2 ** 33, 2 ** 50)
const extent = fc.constantFrom(0, 1, 5, 2 ** 11, 2 ** 26, 2 ** 40, 2 ** 52)
const dimension = fc.record({
  extent,
  processes,
  letter: fc.constantFrom('b', 'c'),
  blockSize: fc.constantFrom(1, 3, 2 ** 30),
  width: fc.constantFrom(0, 0, 1, 2 ** 27),
  boundary: fc.constantFrom(0, 0, 2),
})

/** What the drawn dimensions make; undefined when there is no such distribution. */
function distributionOf(
  dims: readonly { extent: number; processes: number; letter: string; blockSize: number; width: number; boundary: number }[],
) {
  try {
    const isBlock = dims.map(({ letter }) => letter === 'b')
    return Distribution.from(
      dims.map(({ extent }) => extent),
      {
        ranks: dims.reduce((ranks, { processes }) => ranks * processes, 1),
        dist: dims.map(({ letter }) => letter).join(''),
        grid: dims.map(({ processes }) => processes),
        blockSizes: dims.map(({ blockSize }, d) => (isBlock[d] ? null : blockSize)),
        padding: dims.map(({ width, boundary }, d) =>
          isBlock[d] ? { communication: width, boundary: [boundary, boundary] as const } : null,
        ),
      },
    )
  } catch (error) {
    assert.ok(isDistError(error), String(error))
    return undefined
  }
}

/** The error, which is one of ours; undefined when there is none. */
function refusalOf(call: () => unknown): string | undefined {
  try {
    call()
    return undefined
  } catch (error) {
    if (isDistError(error)) return error.code
    throw error
  }
}

t.test('any number of processes, elements, ghosts and copies', async (t) => {
  const seen = { refused: 0, described: 0, huge: 0 }
  const copies = fc.constantFrom(undefined, 2, 2 ** 11)
  const answers = fc.property(fc.array(dimension, { maxLength: 3 }), copies, fc.boolean(), (dims, copies, flatten) => {
    const distribution = distributionOf(dims)
    if (!distribution) return
    const source: ExtendedDistribution = { distribution, ...(copies && { replicated: [copies] }) }
    const isHuge = distribution.ranks * (copies ?? 1) > 2 ** 20
    for (const [name, write] of writers) {
      const code = refusalOf(() => write(source, ...(/Dmda|Tpetra|IndexSets/.test(name) ? [{ flatten }] : [])))
      if (isHuge) assert.equal(code, 'ERR_UNSUPPORTED', name)
      else assert.ok(code === undefined || code === 'ERR_INTEROP', `${name}: ${code}`)
      seen[code ? 'refused' : 'described']++
    }
    for (const name of names)
      assert.equal(
        refusalOf(() => interop.lossesOf(name, source, { flatten })),
        isHuge ? 'ERR_UNSUPPORTED' : undefined,
      )
    seen.huge += Number(isHuge)
  })
  holds(t, 'an answer or a typed refusal', answers, { numRuns: 400 })
  t.ok(seen.refused > 100 && seen.described > 20 && seen.huge > 20, JSON.stringify(seen))
})

t.test('each limit', async (t) => {
  const losses = (name: NeighbourName, source: Distribution, options = {}) =>
    interop.lossesOf(name, source, options).map((loss) => loss.split(':')[0])
  const ranks = Distribution.from([2 ** 33], { ranks: 2 ** 33 })
  t.throws(() => interop.toDask(ranks), { code: 'ERR_UNSUPPORTED', message: /at most 2\^20 processes for the process grid/ })
  t.throws(() => interop.lossesOf('dask', ranks), { code: 'ERR_UNSUPPORTED' })
  const most = Distribution.from([2 ** 20], { ranks: 2 ** 20 })
  t.equal(interop.toDask(most).chunks[0]?.length, 2 ** 20, 'the most processes')
  t.throws(() => interop.toDask({ distribution: most, replicated: [2] }), { code: 'ERR_UNSUPPORTED' }, 'and copies of them')
  t.equal(interop.toDmda(most).m, 2 ** 20)

  t.strictSame(losses('partitioned', Distribution.from([2 ** 50], { ranks: 2, dist: 'c' })), ['many parts'])
  t.strictSame(losses('partitioned', Distribution.from([2 ** 50], { ranks: 2, dist: 'c', blockSizes: [2 ** 40] })), [])
  t.strictSame(losses('petscLayout', Distribution.from([2 ** 50], { ranks: 2, padding: [2 ** 40] })), ['many ghosts'])
  t.strictSame(losses('petscIndexSets', Distribution.from([2 ** 26], { ranks: 2 })), ['many elements'])
  const cube = Distribution.from(new Array(16).fill(2), { ranks: 2 ** 16, padding: new Array(16).fill(1) })
  t.ok(losses('tpetra', cube, { flatten: true }).includes('many elements'), 'few elements, each a ghost on all other ranks')
  const empty = Distribution.from([2 ** 52, 0], { ranks: 2, dist: 'bn' })
  t.strictSame(interop.toPetscIndexSets(empty, { flatten: true }).idx, [[], []], 'no elements, however long the other dimension')
})
