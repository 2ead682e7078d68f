// PETSc layouts and index sets: by hand, from the PETSc manual pages, and as the PETSc here numbers entries.
import fc from 'fast-check'
import t from 'tap'
import { Distribution } from '../../../protocol/index.js'
import { fromPetscIndexSets, fromPetscLayout, toPetscIndexSets, toPetscLayout } from '../../../protocol/interop/index.js'
import { askOracle } from '../../support/oracle.js'
import { edgesOf, placesOf } from '../../support/places.js'
import { refuses } from '../../support/refusals.js'

t.test('to PETSc layout', async (t) => {
  t.strictSame(toPetscLayout(Distribution.from([10], { ranks: 4 })), { bs: 1, N: 10, range: [0, 3, 6, 9, 10] })
  t.strictSame(toPetscLayout(Distribution.from([0], { ranks: 2 })), { bs: 1, N: 0, range: [0, 0, 0] })
  t.strictSame(toPetscLayout(Distribution.from([8], { ranks: 3, bounds: [[0, 3, 5, 8]], padding: [{ communication: [2, 1] }] })), {
    bs: 1,
    N: 8,
    range: [0, 3, 5, 8],
    ghosts: [[3, 4], [1, 2, 5], [4]],
  })
})

t.test('refusals of a layout', async (t) => {
  const refused = (shape: number[], options: Parameters<typeof Distribution.from>[1]) => () =>
    toPetscLayout(Distribution.from(shape, options))
  refuses(t, 'no dimension', refused([], { ranks: 1 }), 'n-d')
  refuses(t, 'two dimensions', refused([2, 2], { ranks: 2 }), 'n-d')
  refuses(t, 'cyclic', refused([4], { ranks: 2, dist: 'c' }), 'cyclic')
  refuses(t, 'unstructured', refused([2], { ranks: 2, dist: 'u', indices: [[[0], [1]]] }), 'unstructured')
  const ends = { ranks: 2, padding: [{ boundary: [1, 1] as const }], periodic: [true] }
  refuses(t, 'ends', refused([4], ends), 'boundary padding', 'periodic')
})

t.test('from PETSc layout', async (t) => {
  const layout = { bs: 1, N: 8, range: [0, 3, 5, 8] }
  t.ok(
    fromPetscLayout({ ...layout, ghosts: [[4, 3], [5, 2, 1], [4]] }).distribution.equals(
      Distribution.from([8], { ranks: 3, bounds: [[0, 3, 5, 8]], padding: [{ communication: [2, 1] }] }),
    ),
    'ghosts in any order',
  )
  refuses(t, 'a block size', () => fromPetscLayout({ ...layout, bs: 2 }), 'block size')
  refuses(t, 'ghosts far away', () => fromPetscLayout({ ...layout, ghosts: [[7], [], []] }), 'scattered ghosts')
  refuses(t, 'ghosts twice', () => fromPetscLayout({ ...layout, ghosts: [[3, 3], [], []] }), 'scattered ghosts')
  refuses(t, 'one-sided ghosts', () => fromPetscLayout({ ...layout, ghosts: [[3], [], []] }), 'unequal ghosts')
  refuses(t, 'ghosts of the next but one', () => fromPetscLayout({ ...layout, ghosts: [[3, 4, 5], [0, 1, 2], []] }), 'wide ghosts')
  for (const wrong of [
    { ...layout, N: 9 },
    { ...layout, range: [0, 5, 3, 8] },
    { ...layout, range: [1, 8] },
    { ...layout, ghosts: [[]] },
  ])
    t.throws(() => fromPetscLayout(wrong), { code: 'ERR_ARGUMENT' }, JSON.stringify(wrong))
})

t.test('index sets', async (t) => {
  const dealt = Distribution.from([7], { ranks: 2, dist: 'c', blockSizes: [2] })
  t.strictSame(toPetscIndexSets(dealt), {
    N: 7,
    range: [0, 4, 7],
    idx: [
      [0, 1, 4, 5],
      [2, 3, 6],
    ],
  })
  const grid = Distribution.from([2, 3], { ranks: 2, dist: 'nb', padding: [null, 1] })
  refuses(t, 'a shape', () => toPetscIndexSets(grid), 'n-d')
  t.strictSame(toPetscIndexSets(grid, { flatten: true }), {
    N: 6,
    range: [0, 4, 6],
    idx: [
      [0, 1, 3, 4],
      [2, 5],
    ],
    indices: [
      [0, 1, 2, 3, 4, 5],
      [1, 2, 4, 5],
    ],
  })
  const labels = (indices: number[][]) =>
    Distribution.from([indices.flat().length], { ranks: indices.length, dist: 'u', indices: [indices] })
  refuses(t, 'negative indices', () => toPetscIndexSets(labels([[-1], [4]])), 'negative indices')
  t.same(
    toPetscIndexSets(
      labels([
        [0, 1],
        [1, 2],
      ]),
    ).N,
    4,
    'shared indices, counted on every rank',
  )
  const past = Distribution.from([2, 2], { ranks: 2, dist: 'un', indices: [[[0], [5]]] })
  refuses(t, 'a label without row-major number', () => toPetscIndexSets(past, { flatten: true }), 'indices past the size')
  refuses(
    t,
    'ghosts in no order',
    () => fromPetscIndexSets({ N: 2, range: [0, 1, 2], idx: [[1], [0]], indices: [[1, 0], [0]] }),
    'ghosts of indices',
  )
  t.throws(() => fromPetscIndexSets({ N: 1, range: [0, 1], idx: [[0]], indices: [[1]] }), { code: 'ERR_ARGUMENT' })
  for (const wrong of [
    { N: 0, range: [0], idx: [] },
    { N: 2, range: [0, 1], idx: [[0]] },
    { N: 1, range: [0, 2], idx: [[0]] },
    { N: 1, range: [0], idx: [[0]] },
  ])
    t.throws(() => fromPetscIndexSets(wrong), { code: 'ERR_ARGUMENT' }, JSON.stringify(wrong))
})

/** A padded line of blocks, some of them empty. */
function lines(ranks: number): fc.Arbitrary<Distribution> {
  return fc
    .record({
      counts: fc.array(fc.nat(4), { minLength: ranks, maxLength: ranks }),
      widths: fc.array(fc.nat(3), { minLength: ranks, maxLength: ranks }),
    })
    .map(({ counts, widths }) => {
      const bounds = edgesOf(counts)
      const communication = counts.slice(1).map((count, cut) => Math.min(count, counts[cut]!, widths[cut]!))
      return Distribution.from([bounds.at(-1)!], { ranks, bounds: [bounds], padding: [{ communication }] })
    })
}

/** A permutation of 0 .. n - 1 in lists, one per rank. */
function permutations(ranks: number): fc.Arbitrary<number[][]> {
  return fc.array(fc.tuple(fc.nat(1000), fc.nat(ranks - 1)), { maxLength: 12 }).map((keys) => {
    const order = keys.map(([key, owner], index) => ({ key, owner, index })).sort((a, b) => a.key - b.key)
    return Array.from({ length: ranks }, (_, rank) => order.filter(({ owner }) => owner === rank).map(({ index }) => index))
  })
}

for (const ranks of [1, 2, 3, 4])
  t.test(`PETSc numbers the same entries, ${ranks} rank${ranks === 1 ? '' : 's'}`, async (t) => {
    const seed = Date.now() % 2 ** 31
    t.comment(`seed ${seed}`)
    const padded = fc.sample(lines(ranks), { numRuns: 60, seed })
    const permuted = fc.sample(permutations(ranks), { numRuns: 60, seed })
    const answers = await askOracle('petsc_layout_oracle', ranks, [
      ...padded.map((distribution) => {
        const { range, ghosts } = toPetscLayout(distribution)
        const lists = range.slice(1).map((_, rank) => ghosts?.[rank] ?? [])
        return ['ghost', ...range.slice(1).map((stop, rank) => stop - range[rank]!), ...lists.flatMap((list) => [list.length, ...list])]
      }),
      ...permuted.map((idx) => ['ao', ...idx.map(({ length }) => length), ...idx.flat()]),
    ])
    t.equal(answers.length, 2 * 60 * ranks)
    padded.forEach((distribution, i) => {
      const forms = answers.slice(i * ranks, (i + 1) * ranks)
      const expected = placesOf(distribution).map(({ own, held }) => [...own[0]!, ...held[0]!.filter((index) => !own[0]!.includes(index))])
      t.same(forms, expected, 'the local form has own entries, then the ghosts')
      t.ok(fromPetscLayout(toPetscLayout(distribution)).distribution.equals(distribution), 'and back')
    })
    permuted.forEach((idx, i) => {
      const numbers = answers.slice((60 + i) * ranks, (61 + i) * ranks)
      const { distribution } = fromPetscIndexSets({ N: idx.flat().length, range: edgesOf(idx.map(({ length }) => length)), idx })
      const sets = toPetscIndexSets(distribution)
      t.same(sets.idx, idx, 'there and back')
      t.same(
        numbers,
        idx.map((list, rank) => list.map((_, entry) => sets.range[rank]! + entry)),
        'the AO of the lists is the numbering of range',
      )
    })
  })
