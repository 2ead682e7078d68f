// Tpetra maps: by hand, from the documentation of Tpetra::Map's constructors.
import fc from 'fast-check'
import t from 'tap'
import { Distribution } from '../../../protocol/index.js'
import { fromTpetra, type TpetraMapArguments, toTpetra } from '../../../protocol/interop/index.js'
import { edgesOf, placesOf } from '../../support/places.js'
import { holds } from '../../support/property.js'
import { refuses } from '../../support/refusals.js'

const labels = (indices: number[][], size = indices.flat().length) =>
  Distribution.from([size], { ranks: indices.length, dist: 'u', indices: [indices] })

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
  t.strictSame(toTpetra(labels([[], []])).map, { numGlobalElements: 0, indexBase: 0, elementList: [[], []] })
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
  refuses(t, 'negative indices', () => toTpetra(labels([[-1], [0]])), 'negative indices')
  refuses(t, 'an index counted once', () => toTpetra(labels([[0, 1], [1]], 2)), 'size of different indices')
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

/** Any map, and what each rank has by its documentation. */
const maps: fc.Arbitrary<{ map: TpetraMapArguments; lists: number[][] }> = fc.oneof(
  fc.record({ counts: fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }), indexBase: fc.nat(3) }).map(({ counts, indexBase }) => {
    let next = indexBase
    const lists = counts.map((count) => Array.from({ length: count }, () => next++))
    return { map: { numGlobalElements: next - indexBase, indexBase, numLocalElements: counts }, lists }
  }),
  fc.array(fc.uniqueArray(fc.nat(20), { maxLength: 5 }), { minLength: 1, maxLength: 4 }).map((lists) => {
    const all = lists.flat()
    return { map: { numGlobalElements: all.length, indexBase: all.length > 0 ? Math.min(...all) : 0, elementList: lists }, lists }
  }),
)

t.test('X -> DAP -> X', async (t) => {
  holds(
    t,
    'every rank has what its map gives it, there and back',
    fc.property(maps, ({ map, lists }) => {
      const { distribution, processes } = fromTpetra({ map })
      const again = fromTpetra(toTpetra(distribution)).distribution
      const own = (d: Distribution) => JSON.stringify(placesOf(d).map((places) => places.own[0]))
      const bounds = edgesOf(lists.map(({ length }) => length))
      const isRange = lists.every((list, rank) => list.every((index, i) => index === bounds[rank]! + i))
      return (
        own(distribution) === JSON.stringify(lists) &&
        own(again) === JSON.stringify(lists) &&
        processes.every((process, rank) => process === rank) &&
        (distribution.dist === 'u') === !isRange
      )
    }),
    { numRuns: 1000 },
  )
})
