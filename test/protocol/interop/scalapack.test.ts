// ScaLAPACK descriptors: by hand, from the Users' Guide section 4.3, and as its own index functions place elements.
import fc from 'fast-check'
import t from 'tap'
import { Distribution } from '../../../protocol/index.js'
import { fromScalapack, type ScalapackMatrix, toScalapack } from '../../../protocol/interop/index.js'
import { askOracle } from '../../support/oracle.js'
import { placesOf } from '../../support/places.js'
import { refuses } from '../../support/refusals.js'

// The guide's example: a 9 x 9 matrix in blocks of 2 x 2 on 2 x 3 processes (figure 4.6): process (0, 0) has 5 x 4 of it.
t.test("to ScaLAPACK: the guide's example", async (t) => {
  const distribution = Distribution.from([9, 9], { ranks: 6, dist: 'cc', grid: [2, 3], blockSizes: [2, 2] })
  const desc = { DTYPE_: 1, CTXT_: 7, M_: 9, N_: 9, MB_: 2, NB_: 2, RSRC_: 0, CSRC_: 0, LLD_: 5 }
  t.strictSame(toScalapack(distribution, 0, 7), { desc, grid: { ORDER: 'R', NPROW: 2, NPCOL: 3 } })
  t.same(Object.values(toScalapack(distribution, 3, 7).desc), [1, 7, 9, 9, 2, 2, 0, 0, 4], 'the entries are in the order of DESC_')
  t.same(distribution.localShape(0), [5, 4])
})

t.test('to ScaLAPACK: blocks, one column, nothing', async (t) => {
  t.match(toScalapack(Distribution.from([10, 4], { ranks: 3, dist: 'bn' })).desc, { MB_: 4, NB_: 4, LLD_: 4 })
  t.match(toScalapack(Distribution.from([10], { ranks: 4, dist: 'c' })), {
    desc: { M_: 10, N_: 1, MB_: 1, NB_: 1, LLD_: 3 },
    grid: { NPROW: 4, NPCOL: 1 },
  })
  t.match(toScalapack(Distribution.from([0, 3], { ranks: 2, dist: 'bn' })).desc, { M_: 0, MB_: 1, LLD_: 1 })
})

t.test('refusals', async (t) => {
  const refused = (shape: number[], options: Parameters<typeof Distribution.from>[1]) => () =>
    toScalapack(Distribution.from(shape, options))
  refuses(t, 'no dimension', refused([], { ranks: 1 }), '0-d')
  refuses(t, 'three dimensions', refused([2, 2, 2], { ranks: 1 }), 'over 2-d')
  refuses(t, 'irregular', refused([7, 1], { ranks: 2, bounds: [[0, 3, 7]] }), 'irregular bounds')
  refuses(
    t,
    'padding',
    refused([8], { ranks: 2, padding: [{ communication: 1, boundary: [1, 1] }] }),
    'communication padding',
    'boundary padding',
  )
})

t.test('from ScaLAPACK: what is no descriptor of a dense matrix', async (t) => {
  const { desc, grid } = toScalapack(Distribution.from([9, 9], { ranks: 6, dist: 'cc', grid: [2, 3] }))
  refuses(t, 'a band matrix', () => fromScalapack({ desc: { ...desc, DTYPE_: 501 }, grid }), 'band storage')
  for (const wrong of [{ RSRC_: 2 }, { CSRC_: -1 }, { MB_: 0 }])
    t.throws(() => fromScalapack({ desc: { ...desc, ...wrong }, grid }), { code: 'ERR_ARGUMENT' }, JSON.stringify(wrong))
  t.throws(() => fromScalapack({ desc, grid: { ...grid, ORDER: 'r' as 'R' } }), { code: 'ERR_ARGUMENT' })
  t.throws(() => fromScalapack({ desc, grid }, 1), { code: 'ERR_ARGUMENT' })
})

const matrices: fc.Arbitrary<ScalapackMatrix> = fc
  .record({
    M_: fc.nat(12),
    N_: fc.nat(12),
    MB_: fc.integer({ min: 1, max: 5 }),
    NB_: fc.integer({ min: 1, max: 5 }),
    NPROW: fc.integer({ min: 1, max: 4 }),
    NPCOL: fc.integer({ min: 1, max: 4 }),
    rsrc: fc.nat(11),
    csrc: fc.nat(11),
    ORDER: fc.constantFrom('R', 'C'),
  })
  .map(({ M_, N_, MB_, NB_, NPROW, NPCOL, rsrc, csrc, ORDER }) => ({
    desc: { DTYPE_: 1, CTXT_: 0, M_, N_, MB_, NB_, RSRC_: rsrc % NPROW, CSRC_: csrc % NPCOL, LLD_: 1 },
    grid: { ORDER, NPROW, NPCOL },
  }))

t.test('ScaLAPACK has the same rows and columns on every process, and LLD_ is its numroc', async (t) => {
  const seed = Date.now() % 2 ** 31
  t.comment(`seed ${seed}`)
  const cases = fc.sample(matrices, { numRuns: 400, seed })
  const lines = cases.flatMap(({ desc, grid }) => [
    [desc.M_, desc.MB_, desc.RSRC_, grid.NPROW],
    [desc.N_, desc.NB_, desc.CSRC_, grid.NPCOL],
  ])
  const answers = (await askOracle('scalapack_oracle', 1, lines))[Symbol.iterator]()
  const take = (count: number) => Array.from({ length: count }, () => answers.next().value!)
  for (const matrix of cases) {
    const { NPROW, NPCOL, ORDER } = matrix.grid
    const [rows, columns] = [take(NPROW), take(NPCOL)]
    const { distribution, processes, order } = fromScalapack(matrix)
    const isRight = placesOf(distribution).every(({ own }, rank) => {
      const process = processes[rank]!
      // BLACS_GRIDINIT: process p is at row p div NPCOL in row-major order, p mod NPROW in column-major order.
      const [row, column] = ORDER === 'R' ? [Math.floor(process / NPCOL), process % NPCOL] : [process % NPROW, Math.floor(process / NPROW)]
      return JSON.stringify(own) === JSON.stringify([rows[row], columns[column]])
    })
    const again = fromScalapack(toScalapack(distribution))
    const isAgain = again.distribution.equals(distribution) && again.processes.every((process, rank) => process === rank)
    // A section without columns still has the leading dimension of its rows.
    const isLeading = placesOf(distribution).every(
      ({ own }, rank) => toScalapack(distribution, rank).desc.LLD_ === Math.max(1, own[0]!.length),
    )
    if (!isRight || !isAgain || !isLeading || order !== 'F') t.fail('differs', { matrix, isRight, isAgain, isLeading })
  }
  t.equal(answers.next().done, true, `${lines.length} dimensions compared`)
})
