// MPI_Type_create_subarray: by hand, from the MPI standard 4.1 section 5.1.3, and as the MPI library here selects elements.
import fc from 'fast-check'
import t from 'tap'
import { Distribution } from '../../../protocol/index.js'
import { fromSubarrays, type SubarrayArguments, type SubarrayPair, toSubarrays } from '../../../protocol/interop/index.js'
import { askOracle } from '../../support/oracle.js'
import { edgesOf, elementsOf, placesOf } from '../../support/places.js'
import { refuses } from '../../support/refusals.js'

const subarray = (sizes: number[], subsizes: number[], starts: number[]): SubarrayArguments => ({
  ndims: sizes.length,
  array_of_sizes: sizes,
  array_of_subsizes: subsizes,
  array_of_starts: starts,
  order: 'MPI_ORDER_C',
})

t.test('to subarrays: a padded 2-d array on 1 x 3 processes', async (t) => {
  const distribution = Distribution.from([4, 9], { ranks: 3, dist: 'nb', bounds: [null, [0, 2, 5, 9]], padding: [null, 1] })
  t.strictSame(toSubarrays(distribution), [
    { filetype: subarray([4, 9], [4, 2], [0, 0]), memory: subarray([4, 3], [4, 2], [0, 0]) },
    { filetype: subarray([4, 9], [4, 3], [0, 2]), memory: subarray([4, 5], [4, 3], [0, 1]) },
    { filetype: subarray([4, 9], [4, 4], [0, 5]), memory: subarray([4, 5], [4, 4], [0, 1]) },
  ])
})

t.test('refusals', async (t) => {
  const refused = (shape: number[], options: Parameters<typeof Distribution.from>[1]) => () =>
    toSubarrays(Distribution.from(shape, options))
  refuses(t, 'no dimension', refused([], { ranks: 1 }), '0-d')
  refuses(t, 'no elements', refused([0], { ranks: 2 }), 'size 0')
  refuses(t, 'empty ranks', refused([2], { ranks: 3 }), 'empty ranks')
  refuses(t, 'cyclic and unstructured', refused([4, 2], { ranks: 2, dist: 'cu', indices: [null, [[0, 1]]] }), 'cyclic', 'unstructured')
  refuses(
    t,
    'boundary padding',
    refused([4], { ranks: 1, padding: [{ boundary: [0, 1] }], periodic: [true] }),
    'boundary padding',
    'periodic',
  )
})

t.test('from subarrays', async (t) => {
  const pair = (start: number, stop: number, low = 0, high = 0): SubarrayPair => ({
    filetype: subarray([9], [stop - start], [start]),
    memory: subarray([stop - start + low + high], [stop - start], [low]),
  })
  const swapped = fromSubarrays([pair(5, 9), pair(0, 5)])
  t.same(swapped.processes, [1, 0], 'processes in another order than their parts')
  t.same(
    swapped.distribution.maps.map((map) => [map.ownIndices(0).length, map.ownIndices(1).length]),
    [[5, 4]],
  )
  refuses(t, 'a gap', () => fromSubarrays([pair(0, 4), pair(5, 9)]), 'irregular grid')
  refuses(t, 'the same part twice', () => fromSubarrays([pair(0, 9), pair(0, 9)]), 'irregular grid')
  refuses(t, 'nothing at the start', () => fromSubarrays([pair(4, 9)]), 'irregular grid')
  refuses(t, 'ghosts outside', () => fromSubarrays([pair(0, 5, 1), pair(5, 9)]), 'ghosts at the ends')
  refuses(t, 'one-sided ghosts', () => fromSubarrays([pair(0, 5, 0, 1), pair(5, 9)]), 'unequal ghosts')
  refuses(t, 'ghosts of several neighbours', () => fromSubarrays([pair(0, 1, 0, 2), pair(1, 9, 2)]), 'wide ghosts')
  const brick = (start: number[], shape: number[], low: number[]): SubarrayPair => ({
    filetype: subarray([2, 2], shape, start),
    memory: subarray([shape[0]! + low[0]!, shape[1]! + low[1]!], shape, low),
  })
  const bricks = [brick([0, 0], [1, 2], [0, 0]), brick([1, 0], [1, 1], [0, 0]), brick([1, 1], [1, 1], [0, 0])]
  refuses(t, 'bricks', () => fromSubarrays(bricks), 'irregular grid')
  const uneven = [
    brick([0, 0], [1, 1], [0, 0]),
    brick([0, 1], [1, 1], [0, 1]),
    brick([1, 0], [1, 1], [0, 0]),
    brick([1, 1], [1, 1], [0, 0]),
  ]
  refuses(t, 'other ghosts in another row', () => fromSubarrays(uneven), 'unequal ghosts')
  for (const wrong of [
    [],
    [{ ...pair(0, 9), memory: subarray([9], [8], [0]) }],
    [pair(0, 0)],
    [{ ...pair(0, 9), filetype: subarray([9], [5], [5]) }],
  ])
    t.throws(() => fromSubarrays(wrong), { code: 'ERR_ARGUMENT' })
})

/** A padded grid of blocks, none of them empty, and the ranks in any order. */
const padded = fc
  .tuple(
    fc.array(
      fc.record({
        counts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
        width: fc.nat(2),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    fc.infiniteStream(fc.nat(1000)),
  )
  .map(([dims, keys]) => {
    const bounds = dims.map(({ counts }) => edgesOf(counts))
    const distribution = Distribution.from(
      bounds.map((edges) => edges.at(-1)!),
      {
        ranks: dims.reduce((n, { counts }) => n * counts.length, 1),
        bounds,
        padding: dims.map(({ counts, width }) => ({
          communication: counts.slice(1).map((count, cut) => Math.min(width, count, counts[cut]!)),
        })),
      },
    )
    const order = Array.from({ length: distribution.ranks }, (_, rank) => ({ rank, key: keys.next().value! }))
    return { distribution, order: order.sort((a, b) => a.key - b.key).map(({ rank }) => rank) }
  })

t.test('the MPI library selects own entries in the file and in memory, and back they are the same', async (t) => {
  const seed = Date.now() % 2 ** 31
  t.comment(`seed ${seed}`)
  const cases = fc.sample(padded, { numRuns: 150, seed })
  const lineOf = (args: SubarrayArguments) =>
    ['subarray', args.ndims, ...args.array_of_sizes, ...args.array_of_subsizes, ...args.array_of_starts, args.order] as const
  const lines = cases.flatMap(({ distribution }) =>
    toSubarrays(distribution).flatMap(({ filetype, memory }) => [lineOf(filetype), lineOf(memory)]),
  )
  const answers = (await askOracle('mpi_types_oracle', 1, lines))[Symbol.iterator]()
  for (const { distribution, order } of cases) {
    const pairs = toSubarrays(distribution)
    const isRight = placesOf(distribution).every(({ own, held }) => {
      const [inFile, inMemory] = [answers.next().value!, answers.next().value!]
      const section = elementsOf(held, distribution.shape)
      const expected = JSON.stringify(elementsOf(own, distribution.shape))
      return JSON.stringify(inFile) === expected && JSON.stringify(inMemory.map((local) => section[local])) === expected
    })
    const back = fromSubarrays(order.map((rank) => pairs[rank]!))
    const isBack = back.distribution.equals(distribution) && back.processes.every((p, rank) => order[p] === rank)
    if (!isRight || !isBack) t.fail('differs', { distribution: JSON.stringify(distribution.dimData(0)), order, isRight, isBack })
  }
  t.equal(answers.next().done, true, `${lines.length} types compared`)
})
