// @ranks 1 2 3 4 7
import { checkAnswers } from '../../examples/terrain/checks.js'
import { gatherGrid } from '../../examples/terrain/gather-grid.js'
import { measureHandOver } from '../../examples/terrain/hand-over.js'
import { petscLibrary } from '../../examples/terrain/petsc-library.js'
import type { Solution } from '../../examples/terrain/solve.js'
import { distributeTerrain, frameTerrain, ownCells } from '../../examples/terrain/terrain.js'
import { finalize, LocalArray, world } from '../../index.js'
import { mpiTest } from '../support/mpi-test.js'
import { cutOut } from './framed.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const height = (row: number, column: number): number => 100 + Math.sin(3 * row + column) * 20 + row
  const grid = (rows: number, columns: number) => ({ shape: [rows, columns] as const, spacing: 1.25, at: height })
  const whole = (rows: number, columns: number) =>
    Float64Array.from({ length: rows * columns }, (_, k) => height(Math.floor(k / columns), k % columns))

  for (const [rows, columns] of [
    [12, 17],
    [3, 2],
    [1, 9],
    [1, 1],
  ] as const)
    await t.test(`${rows} x ${columns} cells`, (t) => {
      using z = distributeTerrain(comm, grid(rows, columns))
      const { rows: ownRows, columns: ownColumns } = ownCells(z.distribution, comm.rank)
      t.equal((ownRows.stop - ownRows.start) * (ownColumns.stop - ownColumns.start), z.size, 'ownCells() counts what is here')
      if (z.size > 0) {
        const wanted = cutOut(whole(rows, columns), [rows, columns], ownRows, ownColumns)
        t.same(frameTerrain(z).values, wanted.values, 'the frame has the cells around, corners too')
      } else t.equal(frameTerrain(z).size, 0, 'a rank without cells has no frame')
      t.same(gatherGrid(z), comm.rank === 0 ? whole(rows, columns) : undefined, 'rank 0 gathers the whole grid')
    })

  await t.test('four ranks make a square', (t) => {
    using z = distributeTerrain(comm, grid(20, 90))
    if (comm.size === 4) t.same(z.distribution.gridShape, [2, 2], 'process grid')
    t.equal(z.distribution.ranks, comm.size, 'all ranks take part')
  })

  await t.test('a hand-over that copies is found out', (t) => {
    using z = distributeTerrain(comm, grid(12, 17))
    const addressOf = (array: LocalArray): bigint => array.address
    const bytes = z.data.byteLength
    const shared = measureHandOver(comm, z.address, bytes, () => LocalArray.fromDistArray(comm, z), addressOf)
    t.equal(shared.bytesCopied, 0, 'an import copies nothing')
    const copied = measureHandOver(comm, z.address, bytes, () => LocalArray.zeros(comm, z.distribution), addressOf)
    t.equal(copied.bytesCopied, 12 * 17 * 8, 'other memory means that all was copied')
    copied.value.free()
    const hidden: LocalArray[] = []
    const aside = measureHandOver(
      comm,
      z.address,
      bytes,
      () => {
        hidden.push(LocalArray.zeros(comm, z.distribution))
        return z
      },
      addressOf,
    )
    t.ok(aside.bytesCopied >= 12 * 17 * 8, 'memory allocated on the way counts')
    for (const array of hidden) array.free()
  })

  await t.test('the checks notice wrong answers', (t) => {
    using z = distributeTerrain(comm, grid(12, 17))
    const solution = (change: (value: number) => number, more: Partial<Solution> = {}): Solution => ({
      converged: true,
      reason: 'fine',
      iterations: 1,
      library: petscLibrary,
      answer: LocalArray.fromFunction(comm, z.distribution, (i, j) => change(height(i as number, j as number))),
      setupSeconds: 0,
      solveSeconds: 0,
      bytesCopied: { rightHandSide: 0, unknowns: 0, answer: 0 },
      system: undefined as never,
      rightHandSide: undefined as never,
      free() {
        this.answer.free()
      },
      ...more,
    })
    const verdict = (first: Solution, second: Solution): string => {
      const checks = checkAnswers(z, [first, second])
      first.free()
      second.free()
      return checks.map(({ holds }) => (holds ? 'y' : 'n')).join('')
    }
    const same = (value: number): number => value
    const chosen = comm.rank === 1 % comm.size
    t.equal(verdict(solution(same), solution(same)), 'yyyyy', 'all is well')
    t.equal(verdict(solution(same, { converged: false }), solution(same)), 'nyyyy', 'the first does not converge')
    t.equal(verdict(solution(same), solution(same, { converged: false })), 'ynyyy', 'the second does not converge')
    t.equal(
      verdict(
        solution(same),
        solution((value) => value * (1 + 1e-7)),
      ),
      'yynyy',
      'the answers differ',
    )
    t.equal(
      verdict(
        solution(same),
        solution((value) => (chosen ? Number.NaN : value)),
      ),
      'yynyy',
      'an answer is no number on one rank',
    )
    t.equal(
      verdict(
        solution((value) => value + 1),
        solution((value) => value + 1),
      ),
      'yyyny',
      'ground is made',
    )
    const copying = { bytesCopied: { rightHandSide: 0, unknowns: 8, answer: 0 } }
    t.equal(verdict(solution(same), solution(same, copying)), 'yyyyn', 'a hand-over copies')
  })

  finalize()
})
