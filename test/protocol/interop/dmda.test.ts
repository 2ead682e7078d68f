// DMDAs: by hand, from the PETSc manual pages, and as the PETSc here fills local vectors.
import fc from 'fast-check'
import t from 'tap'
import { Distribution } from '../../../protocol/index.js'
import { type DMBoundaryType, type DmdaArguments, fromDmda, toDmda } from '../../../protocol/interop/index.js'
import { askOracle } from '../../support/oracle.js'
import { refuses } from '../../support/refusals.js'

const [none, ghosted, periodic] = ['DM_BOUNDARY_NONE', 'DM_BOUNDARY_GHOSTED', 'DM_BOUNDARY_PERIODIC'] as const

t.test('to DMDA: axes are reversed', async (t) => {
  const distribution = Distribution.from([4, 5, 7], {
    ranks: 6,
    grid: [1, 2, 3],
    bounds: [null, [0, 2, 5], [0, 3, 5, 7]],
    padding: [1, 1, 1],
  })
  t.strictSame(toDmda(distribution), {
    dim: 3,
    bx: none,
    by: none,
    bz: none,
    stencil_type: 'DMDA_STENCIL_BOX',
    M: 7,
    N: 5,
    P: 4,
    m: 3,
    n: 2,
    p: 1,
    dof: 1,
    s: 1,
    lx: [3, 2, 2],
    ly: [2, 3],
    lz: [4],
  })
})

t.test('to DMDA: boundary padding is not counted, the last dimension can be dof', async (t) => {
  const padding = { communication: 2, boundary: [2, 2] } as const
  const options = { ranks: 2, dist: 'bn', padding: [padding, null], periodic: [true, null] }
  t.strictSame(toDmda(Distribution.from([10, 3], options), { lastIsDof: true, stencil_type: 'DMDA_STENCIL_STAR' }), {
    dim: 1,
    bx: periodic,
    stencil_type: 'DMDA_STENCIL_STAR',
    M: 6,
    m: 2,
    dof: 3,
    s: 2,
    lx: [3, 3],
  })
  t.match(toDmda(Distribution.from([10], { ranks: 2, padding: [padding] })), { bx: ghosted, M: 6, s: 2, lx: [3, 3] })
})

t.test('refusals', async (t) => {
  const refused =
    (shape: number[], options: Parameters<typeof Distribution.from>[1], more = {}) =>
    () =>
      toDmda(Distribution.from(shape, options), more)
  refuses(t, 'no dimension', refused([], { ranks: 1 }), '0-d')
  refuses(t, 'four dimensions', refused([2, 2, 2, 2], { ranks: 1 }), 'over 3-d')
  refuses(t, 'no points', refused([0], { ranks: 1 }), 'size 0')
  refuses(t, 'empty ranks', refused([2], { ranks: 3 }), 'empty ranks')
  refuses(t, 'cyclic, unstructured', refused([4, 2], { ranks: 2, dist: 'cu', indices: [null, [[0, 1]]] }), 'cyclic', 'unstructured')
  refuses(t, 'several widths', refused([9], { ranks: 3, padding: [{ communication: [1, 2] }] }), 'unequal padding')
  refuses(t, 'widths of two axes', refused([6, 6], { ranks: 4, padding: [1, 2] }), 'unequal padding')
  refuses(t, 'one end padded', refused([6], { ranks: 2, padding: [{ communication: 1, boundary: [1, 0] }] }), 'boundary padding')
  refuses(t, 'periodic, ghosts at the cuts only', refused([6], { ranks: 2, padding: [1], periodic: [true] }), 'periodic')
  refuses(t, 'nothing but padding', refused([6], { ranks: 3, padding: [{ communication: 2, boundary: [2, 2] }] }), 'boundary padding')
  refuses(t, 'few points beside padding', refused([9], { ranks: 3, padding: [{ communication: 2, boundary: [2, 2] }] }), 'wide ghosts')
  refuses(t, 'distributed dof', refused([4, 4], { ranks: 2, dist: 'nb' }, { lastIsDof: true }), 'dof')
})

const line: DmdaArguments = { dim: 1, bx: none, stencil_type: 'DMDA_STENCIL_BOX', M: 10, m: 4, dof: 1, s: 1, lx: null }
const square: DmdaArguments = { ...line, dim: 2, by: none, N: 4, n: 1, ly: [4] }

t.test("from DMDA: PETSc's own split, what is lost and what PETSc does not allow", async (t) => {
  const { distribution } = fromDmda(line)
  t.same(
    [0, 1, 2, 3].map((rank) => distribution.ownShape(rank)),
    [[3], [3], [2], [2]],
    'the first ranks have one more',
  )
  refuses(t, 'mirror', () => fromDmda({ ...line, bx: 'DM_BOUNDARY_MIRROR' }), 'mirror')
  refuses(
    t,
    'twist and star',
    () => fromDmda({ ...square, by: 'DM_BOUNDARY_TWIST', stencil_type: 'DMDA_STENCIL_STAR' }),
    'twist',
    'star stencil',
  )
  t.doesNotThrow(() => fromDmda({ ...line, stencil_type: 'DMDA_STENCIL_STAR' }), 'a line has no corners')
  const { by: _by, ...noY } = square
  for (const wrong of [
    { ...line, dim: 4 },
    { ...line, lx: [5, 5] },
    { ...line, lx: [3, 3, 3, 2] },
    { ...line, s: 3 },
    { ...line, dof: 0 },
    noY,
  ])
    t.throws(() => fromDmda(wrong as DmdaArguments), { code: 'ERR_ARGUMENT' }, JSON.stringify(wrong))
})

/** DMDAs on the given number of processes that PETSc allows. */
function dmdas(ranks: number): fc.Arbitrary<DmdaArguments> {
  const grids = [1, 2, 3].flatMap((dim) => factorings(ranks, dim))
  const l = fc.infiniteStream(fc.nat(3))
  const boundaries = fc.infiniteStream(fc.constantFrom<DMBoundaryType>(none, ghosted, periodic))
  return fc
    .record({ grid: fc.constantFrom(...grids), s: fc.nat(2), dof: fc.constantFrom(1, 1, 3), l, boundaries })
    .map(({ grid, s, dof, l, boundaries }) => {
      const axes = grid.map((processes) => ({
        l: Array.from({ length: processes }, () => Math.max(s, 1) + l.next().value!),
        b: boundaries.next().value!,
      }))
      const points = axes.map((axis) => axis.l.reduce((a, b) => a + b))
      const [x, y, z] = axes
      return {
        dim: grid.length,
        bx: x!.b,
        ...(y && { by: y.b }),
        ...(z && { bz: z.b }),
        stencil_type: 'DMDA_STENCIL_BOX',
        M: points[0]!,
        ...(y && { N: points[1]! }),
        ...(z && { P: points[2]! }),
        m: grid[0]!,
        ...(y && { n: grid[1]! }),
        ...(z && { p: grid[2]! }),
        dof,
        s,
        lx: x!.l,
        ...(y && { ly: y.l }),
        ...(z && { lz: z.l }),
      }
    })
}

function factorings(n: number, count: number): number[][] {
  if (count === 1) return [[n]]
  const first = Array.from({ length: n }, (_, i) => i + 1).filter((factor) => n % factor === 0)
  return first.flatMap((factor) => factorings(n / factor, count - 1).map((rest) => [factor, ...rest]))
}

/** The line that the oracle reads: axes past `dim` have one point. */
function lineOf({ dim, bx, by = none, bz = none, stencil_type, M, N = 1, P = 1, m, n = 1, p = 1, dof, s, lx, ly, lz }: DmdaArguments) {
  return ['dmda', dim, bx, by, bz, stencil_type, M, N, P, m, n, p, dof, s, ...lx!, ...(ly ?? [1]), ...(lz ?? [1])]
}

/** What PETSc is to have in each rank's local vector: the number of each entry; -1 past a ghosted end, wrapped past a periodic one. */
function localVectors(args: DmdaArguments): number[][] {
  const { dim, dof, s } = args
  const axes = [
    { points: args.M, boundary: args.bx },
    { points: args.N ?? 1, boundary: args.by },
    { points: args.P ?? 1, boundary: args.bz },
  ]
    .slice(0, dim)
    .reverse()
  const { distribution } = fromDmda(args)
  return Array.from({ length: distribution.ranks }, (_, rank) => {
    const coords = distribution.coordsOf(rank)
    let entries = [0]
    axes.forEach(({ points, boundary }, d) => {
      const shift = boundary === none ? 0 : s
      const map = distribution.maps[d]!
      entries = entries.flatMap((before) =>
        Array.from({ length: map.localCount(coords[d]!) }, (_, local) => {
          const point = map.localToGlobal(coords[d]!, local) - shift
          const isOutside = point < 0 || point >= points
          if (before === -1 || (isOutside && boundary === ghosted)) return -1
          return before * points + (((point % points) + points) % points)
        }),
      )
    })
    return entries.flatMap((entry) => Array.from({ length: dof }, (_, c) => (entry === -1 ? -1 : entry * dof + c)))
  })
}

for (const ranks of [1, 2, 3, 4, 6])
  t.test(`PETSc holds the same entries in the same places, ${ranks} rank${ranks === 1 ? '' : 's'}`, async (t) => {
    const seed = Date.now() % 2 ** 31
    t.comment(`seed ${seed}`)
    const cases = fc.sample(dmdas(ranks), { numRuns: 60, seed })
    const answers = await askOracle('petsc_layout_oracle', ranks, cases.map(lineOf))
    t.equal(answers.length, cases.length * ranks)
    cases.forEach((args, i) => {
      const filled = answers.slice(i * ranks, (i + 1) * ranks)
      if (JSON.stringify(filled) !== JSON.stringify(localVectors(args)))
        t.fail('differs from PETSc', { args, filled, ours: localVectors(args) })
      const again = toDmda(fromDmda(args).distribution, { lastIsDof: args.dof > 1 })
      // Without ghosts anywhere the stencil width is nothing that a distribution has, and a ghosted end no ghosted end.
      const hasGhosts = args.s > 0 && (ranks > 1 || [args.bx, args.by, args.bz].some((b) => b !== undefined && b !== none))
      const unghosted = (b: DMBoundaryType | undefined) => (args.s === 0 && b === ghosted ? none : b)
      const expected = { ...args, s: hasGhosts ? args.s : 0, bx: unghosted(args.bx) }
      const ends = { ...(args.by && { by: unghosted(args.by) }), ...(args.bz && { bz: unghosted(args.bz) }) }
      t.strictSame(again, { ...expected, ...ends }, `and back: ${JSON.stringify(args)}`)
    })
  })
