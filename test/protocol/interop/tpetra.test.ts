// Tpetra maps: by hand, from the documentation of Tpetra::Map's constructors, and as the Tpetra here places indices.
import fc from 'fast-check'
import t from 'tap'
import { Distribution } from '../../../protocol/index.js'
import { fromTpetra, type TpetraMapArguments, toTpetra } from '../../../protocol/interop/index.js'
import { askOracle } from '../../support/oracle.js'
import { edgesOf, placesOf } from '../../support/places.js'
import { refuses } from '../../support/refusals.js'

const labels = (indices: number[][]) => Distribution.from([indices.flat().length], { ranks: indices.length, dist: 'u', indices: [indices] })

t.test('to Tpetra', async (t) => {
  t.strictSame(
    toTpetra(Distribution.from([10], { ranks: 4 })),
    { map: { numGlobalElements: 10, indexBase: 0, numLocalElements: [3, 3, 3, 1] } },
    'contiguous, also with other counts than the uniform map has',
  )
  t.strictSame(toTpetra(Distribution.from([8], { ranks: 2, bounds: [[0, 3, 8]], padding: [2] })), {
    map: { numGlobalElements: 8, indexBase: 0, numLocalElements: [3, 5] },
    overlap: {
      numGlobalElements: 12,
      indexBase: 0,
      elementList: [
        [0, 1, 2, 3, 4],
        [1, 2, 3, 4, 5, 6, 7],
      ],
    },
  })
  t.strictSame(
    toTpetra(labels([[70, 7], [700]])),
    { map: { numGlobalElements: 3, indexBase: 7, elementList: [[70, 7], [700]] } },
    'indexBase is the smallest index',
  )
  t.strictSame(toTpetra(labels([[0, 1], [1]])).map.numGlobalElements, 3, 'an index counts on every rank that has it')
  t.strictSame(toTpetra(Distribution.from([4], { ranks: 2, dist: 'c' })).map.elementList, [
    [0, 2],
    [1, 3],
  ])
  t.strictSame(toTpetra(labels([[], []])).map, { numGlobalElements: 0, indexBase: 0, numLocalElements: [0, 0] })
  t.strictSame(
    toTpetra(labels([[], [5, 6], [7]])).map,
    { numGlobalElements: 3, indexBase: 5, numLocalElements: [0, 2, 1] },
    'labels in order',
  )
  t.strictSame(
    toTpetra({ distribution: Distribution.from([5], { ranks: 1 }), replicated: [2, 3] }),
    { map: { numGlobalElements: 5, indexBase: 0, lg: 'LocallyReplicated' } },
    'copies on every rank',
  )
  t.strictSame(
    toTpetra(Distribution.from([2, 3], { ranks: 3, dist: 'nb' }), { flatten: true }).map.elementList,
    [
      [0, 3],
      [1, 4],
      [2, 5],
    ],
    'row-major numbers',
  )
})

t.test('refusals', async (t) => {
  refuses(t, 'a shape', () => toTpetra(Distribution.from([2, 3], { ranks: 1 })), 'n-d')
  refuses(t, 'the index that means none', () => toTpetra(labels([[-1], [0]])), 'index -1')
  refuses(
    t,
    'ends',
    () => toTpetra(Distribution.from([4], { ranks: 1, periodic: [true], padding: [{ boundary: [1, 1] }] })),
    'boundary padding',
    'periodic',
  )
  const distribution = Distribution.from([4], { ranks: 2 })
  refuses(t, 'some copies', () => toTpetra({ distribution, replicated: [2] }), 'replicated')
  const sums = { distribution: Distribution.from([4], { ranks: 1 }), replicated: [2], partial: 'sum' } as const
  refuses(t, 'partial results', () => toTpetra(sums), 'partial')
  refuses(t, 'copies of labels', () => toTpetra({ distribution: labels([[1, 0]]), replicated: [2] }), 'replicated')
  const many = Distribution.from([2 ** 32], { ranks: 2, dist: 'c' })
  refuses(t, 'more than can be listed', () => toTpetra(many), 'many elements')
})

t.test('from Tpetra', async (t) => {
  const uniform = fromTpetra({ map: { numGlobalElements: 8, indexBase: 0 } }, 3)
  t.same(
    placesOf(uniform.distribution).map(({ own }) => own[0]!.length),
    [3, 3, 2],
    'the uniform split: first ranks have one more',
  )
  const based = fromTpetra({ map: { numGlobalElements: 3, indexBase: 1, numLocalElements: [2, 1] } }).distribution
  t.equal(based.dist, 'u', 'counted from 1')
  t.same(
    placesOf(based).map(({ own }) => own[0]),
    [[1, 2], [3]],
  )
  t.match(fromTpetra({ map: { numGlobalElements: 5, indexBase: 0, lg: 'LocallyReplicated' } }, 2), { replicated: [2], processes: [0, 1] })
  const map = { numGlobalElements: 4, indexBase: 0, numLocalElements: [2, 2] }
  const overlapping = (elementList: number[][]) => () =>
    fromTpetra({ map, overlap: { numGlobalElements: elementList.flat().length, indexBase: 0, elementList } })
  refuses(
    t,
    'one-sided overlap',
    overlapping([
      [0, 1, 2],
      [2, 3],
    ]),
    'unequal ghosts',
  )
  refuses(
    t,
    'overlap elsewhere',
    overlapping([
      [0, 1, 3],
      [2, 3],
    ]),
    'scattered ghosts',
  )
  t.throws(overlapping([[0], [2, 3]]), { code: 'ERR_ARGUMENT' }, 'an overlap without an own index')
  for (const wrong of [{ numGlobalElements: 5 }, { numLocalElements: [] }, { numLocalElements: undefined as unknown as number[] }])
    t.throws(() => fromTpetra({ map: { ...map, ...wrong } }), { code: 'ERR_ARGUMENT' }, JSON.stringify(wrong))
})

/** Any map on the given number of ranks. */
function maps(ranks: number): fc.Arbitrary<TpetraMapArguments> {
  const perRank = { minLength: ranks, maxLength: ranks }
  const label = fc.oneof(fc.nat(20), fc.integer({ min: -9, max: -2 }))
  const counted = fc.record({ counts: fc.array(fc.nat(4), perRank), indexBase: fc.nat(3) })
  return fc.oneof(
    counted.map(({ counts, indexBase }) => ({ numGlobalElements: edgesOf(counts).at(-1)!, indexBase, numLocalElements: counts })),
    fc.array(fc.uniqueArray(label, { maxLength: 5 }), perRank).map((lists) => {
      const all = lists.flat()
      return { numGlobalElements: all.length, indexBase: all.length > 0 ? Math.min(...all) : 0, elementList: lists }
    }),
    fc.record({ numGlobalElements: fc.nat(15), indexBase: fc.nat(3) }),
    fc.record({ numGlobalElements: fc.nat(15), indexBase: fc.nat(3), lg: fc.constant('LocallyReplicated') }),
  )
}

/** The line that the oracle reads. */
function lineOf({ numGlobalElements, indexBase, numLocalElements, elementList, lg }: TpetraMapArguments): (string | number)[] {
  const start = [numGlobalElements, indexBase]
  if (lg === 'LocallyReplicated') return ['replicated', ...start]
  if (elementList) return ['lists', ...start, ...elementList.flatMap((list) => [list.length, ...list])]
  return numLocalElements ? ['counts', ...start, ...numLocalElements] : ['uniform', ...start]
}

for (const ranks of [1, 2, 3, 4])
  t.test(`Tpetra has the same indices on every rank, there and back, ${ranks} rank${ranks === 1 ? '' : 's'}`, async (t) => {
    const seed = Date.now() % 2 ** 31
    t.comment(`seed ${seed}`)
    const cases = fc.sample(maps(ranks), { numRuns: 150, seed })
    const described = cases.map((map) => toTpetra(fromTpetra({ map }, ranks)).map)
    const answers = await askOracle('tpetra_map_oracle', ranks, [...cases, ...described].map(lineOf))
    t.equal(answers.length, 2 * cases.length * ranks)
    cases.forEach((map, i) => {
      const { distribution, replicated } = fromTpetra({ map }, ranks)
      const own = placesOf(distribution).map((places) => places.own[0]!)
      const expected = replicated.length > 0 ? Array.from({ length: ranks }, () => own[0]!) : own
      const given = answers.slice(i * ranks, (i + 1) * ranks)
      const again = answers.slice((cases.length + i) * ranks, (cases.length + i + 1) * ranks)
      const lists = (lines: number[][]) => JSON.stringify(lines.map(([, ...indices]) => indices))
      const isRight = lists(given) === JSON.stringify(expected) && lists(again) === lists(given)
      const [dim] = distribution.dimData(0)
      const isSameOneToOne = dim?.dist_type !== 'u' || replicated.length > 0 || Number(dim.one_to_one) === given[0]![0]
      if (!isRight || !isSameOneToOne) t.fail('differs from Tpetra', { map, given, again, expected, isSameOneToOne })
    })
  })

for (const ranks of [2, 3])
  t.test(`Tpetra takes the map of a padded array and its overlap, ${ranks} ranks`, async (t) => {
    const distribution = Distribution.from([11], { ranks, padding: [2] })
    const { map, overlap } = toTpetra(distribution)
    const answers = await askOracle('tpetra_map_oracle', ranks, [lineOf(map), lineOf(overlap!)])
    const places = placesOf(distribution)
    t.same(answers, [...places.map(({ own }) => [1, ...own[0]!]), ...places.map(({ held }) => [0, ...held[0]!])])
    t.ok(fromTpetra({ map, overlap: overlap! }).distribution.equals(distribution), 'and back')
  })
