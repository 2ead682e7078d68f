// MPI_Type_create_darray: by hand, from the MPI standard 4.1 section 5.1.4, and as the MPI library here selects elements.
import fc from 'fast-check'
import t from 'tap'
import { Distribution } from '../../../protocol/index.js'
import { type DarrayArguments, type DarrayDistribution, fromDarray, lossesOf, toDarray } from '../../../protocol/interop/index.js'
import { askOracle } from '../../support/oracle.js'
import { elementsOf, placesOf } from '../../support/places.js'
import { refuses } from '../../support/refusals.js'

const [block, cyclic, none] = ['MPI_DISTRIBUTE_BLOCK', 'MPI_DISTRIBUTE_CYCLIC', 'MPI_DISTRIBUTE_NONE'] as const
const dflt = 'MPI_DISTRIBUTE_DFLT_DARG'

const described: [name: string, Distribution, Partial<DarrayArguments>][] = [
  [
    'blocks of ceil(10 / 3)',
    Distribution.from([10], { ranks: 3 }),
    { size: 3, ndims: 1, array_of_gsizes: [10], array_of_distribs: [block], array_of_dargs: [4], array_of_psizes: [3] },
  ],
  [
    'an undistributed dimension',
    Distribution.from([4, 6], { ranks: 2, dist: 'nb' }),
    { ndims: 2, array_of_distribs: [none, block], array_of_dargs: [dflt, 3], array_of_psizes: [1, 2], order: 'MPI_ORDER_C' },
  ],
  [
    'block-cyclic and cyclic',
    Distribution.from([7, 5], { ranks: 4, dist: 'cc', grid: [2, 2], blockSizes: [2, null] }),
    { size: 4, array_of_distribs: [cyclic, cyclic], array_of_dargs: [2, 1], array_of_psizes: [2, 2] },
  ],
  [
    'wide blocks, the last process empty',
    Distribution.from([7], { ranks: 3, bounds: [[0, 5, 7, 7]] }),
    { array_of_distribs: [block], array_of_dargs: [5], array_of_psizes: [3] },
  ],
]

for (const [name, distribution, args] of described)
  t.test(`to darray: ${name}`, async (t) => {
    t.match(toDarray(distribution), args)
    t.equal(toDarray(distribution, distribution.ranks - 1).rank, distribution.ranks - 1)
    t.throws(() => toDarray(distribution, distribution.ranks), { code: 'ERR_ARGUMENT' })
  })

t.test('refusals name everything that would be lost', async (t) => {
  const refused = (shape: number[], options: Parameters<typeof Distribution.from>[1]) => () => toDarray(Distribution.from(shape, options))
  refuses(t, 'no dimension', refused([], { ranks: 1 }), '0-d')
  refuses(t, 'no elements', refused([0], { ranks: 2 }), 'size 0')
  refuses(t, 'irregular', refused([7], { ranks: 3, bounds: [[0, 2, 5, 7]] }), 'irregular bounds')
  refuses(t, 'an empty first process', refused([7], { ranks: 2, bounds: [[0, 0, 7]] }), 'irregular bounds')
  refuses(t, 'over an int', refused([2 ** 31], { ranks: 2 }), 'large extents')
  const all = {
    ranks: 2,
    dist: 'bu',
    padding: [{ communication: 1, boundary: [1, 0] }],
    periodic: [true],
    indices: [null, [[0, 1]]],
  } as const
  refuses(t, 'all at once', refused([6, 2], all), 'communication padding', 'boundary padding', 'periodic', 'unstructured')
  const distribution = Distribution.from([6], { ranks: 2 })
  refuses(t, 'copies', () => toDarray({ distribution, replicated: [2] }), 'replicated')
  refuses(t, 'partial results', () => toDarray({ distribution, replicated: [2], partial: 'sum' }), 'replicated', 'partial')
  t.same(lossesOf('darray', { distribution, replicated: [1], partial: 'sum' }), [], 'one copy of everything says nothing')
  t.throws(() => toDarray(Distribution.from([], { ranks: 1 })), { code: 'ERR_INTEROP', target: 'an MPI darray type', message: /- 0-d: / })
})

t.test('from darray: the example of the standard, DISTRIBUTE (CYCLIC(10), *, BLOCK) ONTO (2, 3)', async (t) => {
  const args: DarrayArguments = {
    size: 6,
    rank: 0,
    ndims: 3,
    array_of_gsizes: [100, 200, 300],
    array_of_distribs: [cyclic, none, block],
    array_of_dargs: [10, dflt, dflt],
    array_of_psizes: [2, 1, 3],
    order: 'MPI_ORDER_FORTRAN',
  }
  const placement = fromDarray(args)
  const { distribution } = placement
  t.same([distribution.dist, distribution.shape, distribution.gridShape], ['cnb', [100, 200, 300], [2, 1, 3]])
  t.same(placement.processes, [0, 1, 2, 3, 4, 5])
  t.equal(placement.order, 'F')
  t.equal(distribution.ownerOf([10, 0, 0]), 3, 'process row 1, column 0')
  t.equal(distribution.ownerOf([20, 199, 200]), 2, 'process row 0, column 2')
  for (const wrong of [
    { array_of_psizes: [2, 1, 2] },
    { array_of_psizes: [2, 3] },
    { array_of_psizes: [1, 2, 3] },
    { array_of_dargs: [0, dflt, dflt] },
    { array_of_dargs: [10, dflt, 99] },
    { order: 'C' },
    { array_of_distribs: [cyclic, none, 'BLOCK'] },
  ])
    t.throws(() => fromDarray({ ...args, ...wrong } as DarrayArguments), { code: 'ERR_ARGUMENT' }, JSON.stringify(wrong))
})

/** Any darray of up to three dimensions. */
const darrays: fc.Arbitrary<DarrayArguments> = fc
  .tuple(
    fc.array(
      fc.record({
        gsize: fc.integer({ min: 1, max: 9 }),
        psize: fc.integer({ min: 1, max: 4 }),
        distrib: fc.constantFrom<DarrayDistribution>(block, cyclic, none),
        extra: fc.nat(4),
        isDefault: fc.boolean(),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    fc.constantFrom('MPI_ORDER_C', 'MPI_ORDER_FORTRAN'),
  )
  .map(([given, order]) => {
    const dims = given.map((dim) => (dim.distrib === none ? { ...dim, psize: 1 } : dim))
    return {
      size: dims.reduce((n, { psize }) => n * psize, 1),
      rank: 0,
      ndims: dims.length,
      array_of_gsizes: dims.map(({ gsize }) => gsize),
      array_of_distribs: dims.map(({ distrib }) => distrib),
      array_of_dargs: dims.map(({ gsize, psize, distrib, extra, isDefault }) => {
        if (isDefault || distrib === none) return dflt
        return extra + (distrib === block ? Math.ceil(gsize / psize) : 1)
      }),
      array_of_psizes: dims.map(({ psize }) => psize),
      order: order as DarrayArguments['order'],
    }
  })

t.test('the MPI library selects the same elements, in the order of the section', async (t) => {
  const seed = Date.now() % 2 ** 31
  t.comment(`seed ${seed}`)
  const cases = fc.sample(darrays, { numRuns: 400, seed })
  const lineOf = (args: DarrayArguments) => [
    'darray',
    args.size,
    args.ndims,
    ...args.array_of_gsizes,
    ...args.array_of_distribs,
    ...args.array_of_dargs,
    ...args.array_of_psizes,
    args.order,
  ]
  const answers = await askOracle(
    'mpi_types_oracle',
    1,
    cases.flatMap((args) => [lineOf(args), lineOf(toDarray(fromDarray(args).distribution))]),
  )
  let next = 0
  const wrong = cases.filter((args) => {
    const { distribution, order } = fromDarray(args)
    const selected = answers.slice(next, next + args.size)
    const again = answers.slice(next + args.size, next + 2 * args.size)
    next += 2 * args.size
    const expected = (as: 'C' | 'F') => JSON.stringify(placesOf(distribution).map(({ own }) => elementsOf(own, distribution.shape, as)))
    return JSON.stringify(selected.map((list) => list)) !== expected(order!) || JSON.stringify(again) !== expected('C')
  })
  t.same(wrong, [], 'there and back')
  t.equal(next, answers.length)
})
