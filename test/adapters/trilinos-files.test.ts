// @ranks 1 2 3
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ifpack2Options, type Matrix, matrixFromFile, solver } from '../../adapters/trilinos/index.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { ShapeError } from '../../protocol/errors.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { fill, type Section, scattered, sectionOf } from '../support/producers.js'

const schwarz = (overlap: number): Ifpack2Options => ({
  name: 'Ifpack2',
  type: 'SCHWARZ',
  parameters: {
    'schwarz: overlap level': overlap,
    'inner preconditioner name': 'AMESOS2',
    'inner preconditioner parameters': { 'Amesos2 solver name': 'KLU2' },
  },
})
const parameters = { 'Convergence Tolerance': 1e-12, 'Maximum Iterations': 3000, 'Num Blocks': 500, 'Maximum Restarts': 10 }

/**
 * The matrices, and how far GMRES may end from the direct solution, relative to the largest entry. A residual of 1e-12 allows for an
 * error of 1e-12 times the condition number (bcsstk13: 1e10, watt_2: 1e12), so only part of the digits are the matrix' to give.
 */
const matrices = [
  { file: 'bcsstk13.mtx', n: 2003, forward: 1e-3 },
  { file: 'watt_2.mtx', n: 1856, forward: 1e-3 },
]

const folder = process.env.DISTARRAY_TEST_DATA
if (folder === undefined && process.env.DISTARRAY_TEST_OUT === undefined) {
  const { t } = await import('tap')
  t.comment('DISTARRAY_TEST_DATA is not set: bcsstk13.mtx and watt_2.mtx are not solved')
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3], timeout: 240 }, async (t) => {
  const comm = world()
  const { rank, size } = comm
  const most = (values: Float64Array) =>
    comm.allreduce(Float64Array.of(values.reduce((m, v) => Math.max(m, Math.abs(v)), 0)), new Float64Array(1), 'max')[0]!
  const distance = (x: Section, y: Section) => most(x.data.map((value, k) => value - y.data[k]!)) / most(y.data)

  if (folder !== undefined)
    for (const { file, n, forward } of matrices) {
      const layouts = {
        block: Distribution.from([n], { dist: 'b', ranks: size }),
        scattered: Distribution.from([n], { dist: 'u', ranks: size, indices: [scattered(n, size)] }),
      }
      for (const [name, distribution] of Object.entries(layouts))
        await t.test(`${file}, ${name} rows`, (t) => {
          const exact = sectionOf(distribution, rank)
          fill(exact, rank, (flat) => 1 + Math.sin(flat))
          const A = matrixFromFile(join(folder, file), { like: exact })
          t.same(A.shape, [n, n], 'shape')
          const b = sectionOf(distribution, rank)
          A.apply(exact, b)
          const scale = A.residualNorm(b, sectionOf(distribution, rank))

          const direct = sectionOf(distribution, rank)
          const lu = solver(A, { method: 'Amesos2' })
          const { residualNorm } = lu.solve(b, direct)
          t.ok(residualNorm < 1e-12 * scale, `direct: backward error ${residualNorm / scale}`)
          t.ok(distance(direct, exact) < 1e-9, `direct: forward error ${distance(direct, exact)}`)
          lu.free()

          const iterative = sectionOf(distribution, rank)
          const gmres = solver(A, { method: 'GMRES', parameters, preconditioner: schwarz(1) })
          const result = gmres.solve(b, iterative)
          t.ok(
            result.residualNorm < 1e-10 * scale,
            `GMRES: backward error ${result.residualNorm / scale} (${result.reason}, ${result.iterations})`,
          )
          t.ok(distance(iterative, direct) < forward, `GMRES: ${distance(iterative, direct)} from the direct solution`)
          gmres.free()
          A.free()
        })
    }

  await t.test('small files', (t) => {
    const scratch = mkdtempSync(join(tmpdir(), 'distarray-test-'))
    const write = (name: string, text: string): string => {
      const path = join(scratch, name)
      writeFileSync(path, text)
      return path
    }
    const good = '%%MatrixMarket matrix coordinate real symmetric\n% a comment\n3 3 4\n1 1 2\n2 1 -1\n2 2 2\n3 3 5\n'
    const path = write('good.mtx', good)
    const x = sectionOf(
      Distribution.from([3], { ranks: size, bounds: [Array.from({ length: size + 1 }, (_, r) => Math.min(3, Math.ceil((3 * r) / size)))] }),
      rank,
    )
    const y = sectionOf(x.distribution, rank)
    fill(x, rank, (flat) => flat + 1)
    const A: Matrix = matrixFromFile(path, { like: x })
    A.apply(x, y)
    const wanted = sectionOf(x.distribution, rank)
    fill(wanted, rank, (flat) => [0, 3, 15][flat]!)
    t.same(y.data, wanted.data, 'both triangles of a symmetric file')
    A.free()
    const diagonal = Array.from({ length: size + 1 }, (_, k) => `${k + 1} ${k + 1} 2\n`).join('')
    const head = `%%MatrixMarket matrix coordinate real general\n${size + 1} ${size + 1} ${size + 1}\n`
    const plain = matrixFromFile(write('diagonal.mtx', head + diagonal))
    const byDefault = Distribution.from([size + 1], { ranks: size })
    t.equal(plain.localRows, byDefault.localShape(rank)[0], 'without an array distributed as one is by default')
    const twice = sectionOf(byDefault, rank)
    plain.apply(sectionOf(byDefault, rank, new Float64Array(plain.localRows).fill(3)), twice)
    t.same(twice.data, new Float64Array(plain.localRows).fill(6), 'and it fits such an array')
    plain.free()
    t.throws(() => matrixFromFile(join(scratch, 'none.mtx')), { code: 'ERR_FILE' }, 'a missing file')
    t.throws(() => matrixFromFile(write('words.mtx', good.replace('2 1 -1', '2 one -1'))), { code: 'ERR_FORMAT' }, 'a word for a number')
    t.throws(() => matrixFromFile(write('short.mtx', good.replace('3 3 5\n', ''))), { code: 'ERR_FORMAT' }, 'an entry missing')
    t.throws(() => matrixFromFile(write('range.mtx', good.replace('3 3 5', '4 3 5'))), { code: 'ERR_FORMAT' }, 'an index out of range')
    t.throws(
      () => matrixFromFile(write('banner.mtx', good.replace('%%MatrixMarket', '%%Matrix'))),
      { code: 'ERR_FORMAT' },
      'another banner',
    )
    t.throws(
      () => matrixFromFile(write('oblong.mtx', '%%MatrixMarket matrix coordinate real general\n3 2 1\n1 1 1\n')),
      ShapeError,
      'not square',
    )
    const larger = sectionOf(Distribution.from([4 * size], { ranks: size }), rank)
    t.throws(() => matrixFromFile(path, { like: larger }), ShapeError, 'not of the size of the array')
    t.throws(() => matrixFromFile(3 as unknown as string), { code: 'ERR_ARGUMENT' }, 'no path')
    rmSync(scratch, { recursive: true, force: true })
  })
  finalize()
})
