// @ranks 1 2 3
import {
  double,
  type Matrix,
  matrix,
  NotConvergedError,
  type SolveResult,
  type SolverOptions,
  solver,
  TrilinosError,
  vector,
} from '../../adapters/trilinos/index.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { ArgumentError, DistributionError, ShapeError, UseAfterFreeError } from '../../protocol/errors.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest, type RankTest } from '../support/mpi-test.js'
import { poisson } from '../support/poisson.js'
import { fill, sectionOf } from '../support/producers.js'

const tight = { 'Convergence Tolerance': 1e-11 }

await mpiTest(import.meta.url, { ranks: [1, 2, 3] }, async (t) => {
  const { rank, size } = world()
  const grid = Distribution.from([64, 51], { dist: 'bb', ranks: size })
  const exact = sectionOf(grid, rank)
  fill(exact, rank, (flat) => Math.sin(flat) + 2)
  const b = sectionOf(grid, rank)
  const A = matrix({ like: b, ...poisson(grid, rank) })
  A.apply(exact, b)
  const errorOf = (x: { data: Float64Array }) => x.data.reduce((most, value, k) => Math.max(most, Math.abs(value - exact.data[k]!)), 0)

  const methods: [string, SolverOptions, number][] = [
    ['CG', { method: 'CG', parameters: tight }, 300],
    ['BLOCK CG in single reductions', { method: 'BLOCK CG', parameters: { ...tight, 'Use Single Reduction': true } }, 300],
    ['GMRES, restarted', { method: 'GMRES', parameters: { ...tight, 'Num Blocks': 40, 'Maximum Restarts': 100 } }, 900],
    ['CG, MueLu', { method: 'CG', parameters: tight, preconditioner: 'MueLu' }, 25],
    ['BLOCK GMRES, MueLu', { method: 'BLOCK GMRES', parameters: tight, preconditioner: 'MueLu' }, 25],
    [
      'CG, MueLu with parameters',
      {
        method: 'CG',
        parameters: tight,
        preconditioner: {
          name: 'MueLu',
          parameters: {
            'coarse: max size': 50,
            'smoother: type': 'CHEBYSHEV',
            'smoother: params': { 'chebyshev: degree': 3, 'chebyshev: ratio eigenvalue': 7 },
            'sa: damping factor': double(1),
          },
        },
      },
      25,
    ],
    ['CG, Ifpack2', { method: 'CG', parameters: tight, preconditioner: 'Ifpack2' }, 150],
    [
      'GMRES, ILUT',
      {
        method: 'GMRES',
        parameters: tight,
        preconditioner: { name: 'Ifpack2', type: 'ILUT', parameters: { 'fact: ilut level-of-fill': 4 } },
      },
      80,
    ],
    [
      'CG, symmetric Gauss-Seidel',
      {
        method: 'CG',
        parameters: tight,
        preconditioner: {
          name: 'Ifpack2',
          type: 'RELAXATION',
          parameters: { 'relaxation: type': 'Symmetric Gauss-Seidel', 'relaxation: damping factor': 1 },
        },
      },
      150,
    ],
    [
      'GMRES, Schwarz with exact subdomains',
      {
        method: 'GMRES',
        parameters: tight,
        preconditioner: {
          name: 'Ifpack2',
          type: 'SCHWARZ',
          parameters: {
            'schwarz: overlap level': 2,
            'inner preconditioner name': 'AMESOS2',
            'inner preconditioner parameters': { 'Amesos2 solver name': 'KLU2' },
          },
        },
      },
      40,
    ],
  ]
  for (const [name, options, most] of methods)
    await t.test(name, (t) => {
      const s = solver(A, options)
      const x = sectionOf(grid, rank)
      const result = s.solve(b, x)
      t.same([result.converged, result.reason], [true, 'CONVERGED_RTOL'], 'converges')
      t.ok(result.iterations > 0 && result.iterations <= most, `in few iterations (${result.iterations})`)
      t.near(errorOf(x), 0, 1e-7, 'the solution is in the array')
      t.equal(result.history.length, result.iterations + 1, 'a residual norm per iteration and one before')
      const scale = A.residualNorm(b, sectionOf(grid, rank))
      t.near(result.history[0]!, scale, 1e-12 * scale, 'the first is that of the guess')
      t.near(result.history.at(-1)!, result.residualNorm, 2e-12 * scale, 'the last is near that of the result')
      t.near(result.residualNorm, A.residualNorm(b, x), 1e-13 * scale, 'which is computed from scratch')
      const seen: number[] = []
      x.data.fill(0)
      const u = vector(x)
      const v = vector(b)
      const again = s.solve(v, u, { monitor: (iteration, norm) => seen.push(iteration, norm) })
      t.same(again.history, result.history, 'a second solve, of Vectors, is the same')
      t.same(
        seen,
        [...again.history].flatMap((norm, k) => [k, norm]),
        'the monitor sees the history',
      )
      u.free()
      v.free()
      s.free()
      s.free()
      t.throws(() => s.solve(b, x), UseAfterFreeError, 'a freed solver is refused')
    })

  await t.test('a direct solve', (t) => {
    const s = solver(A, { method: 'Amesos2' })
    const x = sectionOf(grid, rank)
    const result = s.solve(b, x)
    t.near(errorOf(x), 0, 1e-11, 'is exact')
    t.same([result.converged, result.reason, result.iterations, result.history.length], [true, 'CONVERGED_ITS', 0, 1], 'the result says so')
    s.free()
  })

  await t.test('a solve that does not converge', (t) => {
    const s = solver(A, { method: 'CG', parameters: { ...tight, 'Maximum Iterations': 4 } })
    const x = sectionOf(grid, rank)
    const result = s.solve(b, x)
    t.same([result.converged, result.reason, result.iterations, result.history.length], [false, 'DIVERGED_ITS', 4, 5], 'is a result')
    x.data.fill(0)
    let thrown: unknown
    try {
      s.solve(b, x, { throwIfNotConverged: true })
    } catch (error) {
      thrown = error
    }
    t.ok(thrown instanceof NotConvergedError && /DIVERGED_ITS after 4/.test(thrown.message), 'and an error when asked for')
    t.same((thrown as { result: SolveResult }).result, result, 'which carries the result')
    s.free()
  })

  await t.test('breakdowns are results', (t) => {
    const s = solver(A, { method: 'CG' })
    const wrong = sectionOf(grid, rank, b.data.slice())
    if (rank === 0) wrong.data[0] = Number.NaN
    t.equal(s.solve(wrong, sectionOf(grid, rank)).reason, 'DIVERGED_NANORINF', 'NaN in the right-hand side')
    const zeros = s.solve(sectionOf(grid, rank), sectionOf(grid, rank))
    t.same([zeros.converged, zeros.iterations, zeros.residualNorm], [true, 0, 0], 'nothing to do')
    s.free()
    const entries = poisson(grid, rank)
    const negative = matrix({ like: b, ...entries, values: entries.values.map((value) => -value) })
    const indefinite = solver(negative, { method: 'CG' })
    t.equal(indefinite.solve(b, sectionOf(grid, rank)).reason, 'DIVERGED_INDEFINITE', 'CG on a matrix that is not positive definite')
    indefinite.free()
    negative.free()
  })

  await t.test('a monitor that throws on one rank', (t) => {
    const s = solver(A, { method: 'GMRES' })
    const x = sectionOf(grid, rank)
    const last = size - 1
    const monitor = (iteration: number) => {
      if (rank === last && iteration === 3) throw new RangeError('enough')
    }
    t.throws(
      () => s.solve(b, x, { monitor }),
      { name: 'RangeError', message: rank === last ? 'enough' : `rank ${last}: enough` },
      'ends the solve on all',
    )
    t.throws(() => s.solve(b, x, rank === last ? { monitor } : {}), RangeError, 'also when the others have none')
    const inner = (iteration: number) => {
      if (iteration === 1) s.solve(b, sectionOf(grid, rank))
    }
    t.throws(
      () => s.solve(b, x, { monitor: inner }),
      { name: 'ArgumentError', message: /is solving/ },
      'a solver cannot be used in its own monitor',
    )
    t.ok(s.solve(b, x).converged, 'and the solver works on')
    s.free()
  })

  await t.test('parameters', (t) => {
    const refused = (options: SolverOptions, message: RegExp, name: string) => {
      let error: unknown
      try {
        solver(A, options).free()
      } catch (thrown) {
        error = thrown
      }
      t.ok(error instanceof TrilinosError && message.test(error.message) && error.trace.length > 0, `${name}: ${error}`)
    }
    refused({ method: 'CG', parameters: { 'Convergence Tolerence': 1e-3 } }, /Convergence Tolerence/, 'Belos')
    refused({ method: 'CG', parameters: { 'Maximum Iterations': 'many' } }, /Maximum Iterations/, 'Belos, a wrong type')
    refused(
      { method: 'CG', preconditioner: { name: 'MueLu', parameters: { 'max levelz': 3 } } },
      /max levelz.*Did you mean "max levels"/,
      'MueLu',
    )
    const inner = (type: string, parameters: SolverOptions['parameters']): SolverOptions => ({
      method: 'GMRES',
      preconditioner: { name: 'Ifpack2', type, ...(parameters && { parameters }) },
    })
    refused(inner('RILUK', { 'fact: iluk level': 1 }), /fact: iluk level/, 'RILUK')
    refused(inner('RELAXATION', { 'relaxation: typ': 'Jacobi' }), /relaxation: typ/, 'RELAXATION')
    refused(inner('CHEBYSHEV', { 'chebyshev: dgree': 2 }), /chebyshev: dgree/, 'CHEBYSHEV')
    refused(inner('SCHWARZ', { 'schwarz: overlap': 2 }), /schwarz: overlap/, 'SCHWARZ')
    refused(
      inner('SCHWARZ', { 'inner preconditioner name': 'RILUK', 'inner preconditioner parameters': { 'fact: level': 2 } }),
      /fact: level/,
      'inside SCHWARZ',
    )
    refused(inner('NOPE', {}), /NOPE/, 'an unknown preconditioner of Ifpack2')
    if (size > 1)
      t.throws(() => solver(A, inner('AMESOS2', {})), { code: 'ERR_UNSUPPORTED', message: /SCHWARZ/ }, 'AMESOS2 on several ranks')
    refused({ method: 'Amesos2', parameters: { Equilibrate: true } }, /Equilibrate/, 'KLU2')
    const loose = solver(A, { method: 'CG', parameters: { 'Convergence Tolerance': 1 } })
    t.equal(loose.solve(b, sectionOf(grid, rank)).iterations, 0, 'a whole number where a double is wanted')
    loose.free()
    t.throws(() => solver(A, { method: 'SOR' as 'CG' }), ArgumentError, 'an unknown method')
    t.throws(() => solver(A, { method: 'CG', tolerance: 1 } as SolverOptions), ArgumentError, 'an unknown option')
    t.throws(() => solver(A, { method: 'CG', preconditioner: 'ILU' as 'MueLu' }), ArgumentError, 'an unknown preconditioner')
    t.throws(() => solver(A, { method: 'CG', parameters: { Verbosity: null as unknown as number } }), ArgumentError, 'a value of no type')
    t.throws(() => solver(A, { method: 'Amesos2', preconditioner: 'MueLu' }), ArgumentError, 'a preconditioner for a direct method')
    t.throws(() => solver({} as Matrix, { method: 'CG' }), ArgumentError, 'no matrix')
    if (size > 1)
      t.throws(
        () => solver(A, { method: 'CG', parameters: { 'Maximum Iterations': rank + 1 } }),
        { name: 'ArgumentError', message: /differ/ },
        'options that differ',
      )
    if (size > 1) t.throws(() => solver(A, { method: (rank === 1 ? 'SOR' : 'CG') as 'CG' }), ArgumentError, 'a bad method on one rank')
  })

  await t.test('a singular matrix', (t) => {
    const zero = matrix({ like: b, rows: new Int32Array(0), cols: new Int32Array(0), values: new Float64Array(0) })
    t.throws(() => solver(zero, { method: 'Amesos2' }), { code: 'ERR_TRILINOS' }, 'cannot be factorized')
    zero.free()
  })

  await t.test('refusals', (t) => refusals(t, A, b, grid, rank, size))
  A.free()
  t.throws(() => solver(A, { method: 'CG' }), UseAfterFreeError, 'a solver for a freed matrix')
  finalize()
})

function refusals(t: RankTest, A: Matrix, b: ReturnType<typeof sectionOf>, grid: Distribution, rank: number, size: number): void {
  const s = solver(A, { method: 'CG' })
  const x = sectionOf(grid, rank)
  t.throws(() => s.solve(b, b), ArgumentError, 'one array for both')
  t.throws(() => s.solve(b, sectionOf(Distribution.from([64, 50], { dist: 'bb', ranks: size }), rank)), ShapeError, 'another size')
  if (size > 1) {
    const cyclic = sectionOf(Distribution.from([64, 51], { dist: 'bc', ranks: size, grid: [size, 1] }), rank)
    const turned = sectionOf(Distribution.from([51, 64], { dist: 'bb', ranks: size }), rank)
    t.ok(cyclic.data.length > 0 && turned.data.length > 0, 'there are entries')
    t.throws(() => s.solve(turned, x), { code: /SHAPE|DISTRIBUTION/ }, 'the same number of entries in another shape')
    t.throws(() => s.solve(rank === 0 ? turned : b, x), { code: /SHAPE|DISTRIBUTION/ }, 'on one rank only')
  }
  const u = vector(x, { kind: 'epetra' })
  t.throws(() => s.solve(b, u), { code: 'ERR_UNSUPPORTED', feature: 'Epetra matrices and solvers' }, 'an Epetra vector')
  t.throws(() => A.apply(u, b), { code: 'ERR_UNSUPPORTED' }, 'for a product, too')
  u.free()
  t.throws(() => s.solve(b, x, { moniter: () => {} } as never), { name: 'ArgumentError', message: /'monitor'\?/ }, 'an unknown key')
  t.throws(() => s.solve(b, x, { monitor: 3 } as never), ArgumentError, 'no function')
  const v = vector(x)
  if (rank === 0) v.free()
  t.throws(() => s.solve(b, v), UseAfterFreeError, 'a Vector that is freed on one rank')
  v.free()
  const row = vector(sectionOf(Distribution.from([4 * size], { ranks: size }), rank))
  const dealt = vector(sectionOf(Distribution.from([4 * size], { dist: 'c', ranks: size }), rank))
  if (size > 1) t.throws(() => row.dot(dealt), DistributionError, 'vectors that do not line up')
  row.free()
  dealt.free()
  t.throws(() => s.solve(b, {} as never), { code: 'ERR_PROTOCOL' }, 'no producer')
  t.ok(s.solve(b, x).converged, 'the solver still works')
  s.free()
}
