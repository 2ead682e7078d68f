// @ranks 1 2 3
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ksp, matFromFile } from '../../adapters/petsc/index.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { ShapeError } from '../../protocol/errors.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { fill, flatIndices, scattered, sectionOf } from '../support/producers.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3] }, async (t) => {
  const { rank, size } = world()
  const folder = mkdtempSync(join(tmpdir(), 'distarray-mtx-'))
  const file = (name: string, text: string): string => {
    const path = join(folder, name) // each rank writes its own copy: same text, another folder
    writeFileSync(path, text)
    return path
  }
  const tridiagonal = (n: number, kind: 'general' | 'symmetric') => {
    const lines: string[] = []
    for (let k = 1; k <= n; k++) {
      lines.push(`${k} ${k} ${k + 1}`)
      if (k < n) lines.push(`${k + 1} ${k} -1`)
      if (k < n && kind === 'general') lines.push(`${k} ${k + 1} -1`)
    }
    return `%%MatrixMarket matrix coordinate real ${kind}\n% a comment\n${n} ${n} ${lines.length}\n${lines.join('\n')}\n`
  }

  const n = 13
  const cases: Record<string, Distribution> = {
    'the default distribution': Distribution.from([n], { ranks: size }),
    cyclic: Distribution.from([n], { dist: 'c', ranks: size }),
    scattered: Distribution.from([n], { dist: 'u', ranks: size, indices: [scattered(n, size)] }),
  }
  for (const [name, distribution] of Object.entries(cases))
    for (const kind of ['general', 'symmetric'] as const)
      await t.test(`${name}, ${kind}`, (t) => {
        const like = name.startsWith('the') ? {} : { like: sectionOf(distribution, rank) }
        const A = matFromFile(file('a.mtx', tridiagonal(n, kind)), like)
        t.same(A.shape, [n, n], 'shape')
        const x = sectionOf(distribution, rank)
        const y = sectionOf(distribution, rank)
        fill(x, rank, (flat) => flat * flat)
        A.apply(x, y)
        const wanted = flatIndices(distribution, rank).map(
          (i) => (i + 2) * i * i - (i > 0 ? (i - 1) ** 2 : 0) - (i < n - 1 ? (i + 1) ** 2 : 0),
        )
        t.same([...y.data], wanted, 'A x as computed plainly')
        const solver = ksp(A, { ksp_type: 'cg', pc_type: 'jacobi', ksp_rtol: 1e-13 })
        const z = sectionOf(distribution, rank)
        t.ok(solver.solve(y, z).converged, 'solves')
        t.ok(
          z.data.every((value, k) => Math.abs(value - x.data[k]!) < 1e-9),
          'back to x',
        )
        solver.free()
        A.free()
      })

  await t.test('files that cannot be used', (t) => {
    const missing = join(folder, 'missing.mtx')
    t.throws(() => matFromFile(missing), { code: 'ERR_FILE', message: /missing\.mtx/ }, 'missing')
    t.ok(!existsSync(missing), 'and left so')
    t.throws(
      () => matFromFile(rank === size - 1 ? missing : file('a.mtx', tridiagonal(n, 'general'))),
      { code: 'ERR_FILE' },
      'missing on one rank',
    )
    t.throws(() => matFromFile(file('text.mtx', 'hello\n')), { code: 'ERR_FORMAT' }, 'no Matrix Market file')
    const bad = tridiagonal(n, 'general').replace('3 3 4', '3 x 4')
    t.throws(
      () => matFromFile(file('bad.mtx', bad)),
      { code: 'ERR_FORMAT', message: /bad\.mtx:\d+: .*'x'/ },
      'a malformed line, by its number',
    )
    t.throws(() => matFromFile(file('short.mtx', tridiagonal(n, 'general').slice(0, -8))), { code: 'ERR_FORMAT' }, 'too few entries')
    t.throws(() => matFromFile(file('wide.mtx', '%%MatrixMarket matrix coordinate real general\n2 3 1\n1 1 1\n')), ShapeError, 'not square')
    const other = sectionOf(Distribution.from([n + 1], { ranks: size }), rank)
    t.throws(() => matFromFile(file('a.mtx', tridiagonal(n, 'general')), { like: other }), ShapeError, 'not of the size of like')
    t.throws(() => matFromFile(3 as unknown as string), { code: 'ERR_ARGUMENT' }, 'no path')
    t.throws(() => matFromFile('a.mtx', { line: 1 } as never), { code: 'ERR_ARGUMENT' }, 'an unknown key')
  })
  rmSync(folder, { recursive: true })
  finalize()
})
