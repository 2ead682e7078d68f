// @ranks 1 2 3
import { ksp, type Mat, mat, NotConvergedError, PetscError, type PetscOptions, type SolveResult, vec } from '../../adapters/petsc/index.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { ArgumentError, ShapeError, UseAfterFreeError } from '../../protocol/errors.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest, type RankTest } from '../support/mpi-test.js'
import { poisson } from '../support/poisson.js'
import { fill, sectionOf } from '../support/producers.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3] }, async (t) => {
  const { rank, size } = world()
  const grid = Distribution.from([20, 17], { dist: 'bb', ranks: size })
  const exact = sectionOf(grid, rank)
  fill(exact, rank, (flat) => Math.sin(flat) + 2)
  const b = sectionOf(grid, rank)
  const A = mat({ like: b, ...poisson(grid, rank) })
  A.apply(exact, b)
  const errorOf = (x: { data: Float64Array }) => x.data.reduce((most, value, k) => Math.max(most, Math.abs(value - exact.data[k]!)), 0)

  await t.test('a solve in the memory of the arrays', (t) => {
    const solver = ksp(A, { ksp_type: 'cg', pc_type: 'gamg', ksp_rtol: 1e-11 })
    const x = sectionOf(grid, rank)
    const result = solver.solve(b, x)
    t.equal(result.converged, true, 'converges')
    t.equal(result.reason, 'CONVERGED_RTOL', 'with the reason')
    t.ok(result.iterations > 1 && result.iterations < 40, `in few iterations (${result.iterations})`)
    t.near(errorOf(x), 0, 1e-8, 'the solution is in the array')
    t.equal(result.history.length, result.iterations + 1, 'a residual norm per iteration and one before')
    t.equal(result.history.at(-1), result.residualNorm, 'the last is the residual norm of the result')
    t.ok(result.history[0]! > 1e9 * result.residualNorm, 'which has come down by the tolerance')
    t.near(A.residualNorm(b, x), 0, 1e-7, 'the residual computed from scratch is small')
    const u = vec(x)
    const v = vec(b)
    x.data.fill(0)
    t.equal(u.norm(), 0, 'norm of a Vec before')
    solver.solve(v, u)
    t.near(errorOf(x), 0, 1e-8, 'the same with Vecs')
    t.ok(u.norm() > 1, 'whose cached norm is not used afterwards')
    u.free()
    v.free()
    solver.free()
    solver.free()
    t.throws(() => solver.solve(b, x), UseAfterFreeError, 'a freed Ksp is refused')
  })

  await t.test('one set of options, written in every way', (t) => {
    const written: [PetscOptions, string?][] = [
      [{ ksp_type: 'gmres', ksp_gmres_restart: 7, pc_type: 'asm', sub_pc_type: 'ilu', sub_pc_factor_levels: 1, ksp_rtol: 1e-9 }],
      [
        {
          '-ksp_type': 'gmres',
          '-ksp_gmres_restart': '7',
          '-pc_type': 'asm',
          '-sub_pc_type': 'ilu',
          '-sub_pc_factor_levels': '1',
          '-ksp_rtol': '1e-9',
        },
      ],
      ['-ksp_type gmres -ksp_gmres_restart 7\n -pc_type asm -sub_pc_type ilu\t-sub_pc_factor_levels 1 -ksp_rtol 1e-9'],
      [
        {
          flow_ksp_type: 'gmres',
          flow_ksp_gmres_restart: 7,
          flow_pc_type: 'asm',
          flow_sub_pc_type: 'ilu',
          flow_sub_pc_factor_levels: 1,
          flow_ksp_rtol: 1e-9,
        },
        'flow_',
      ],
      [
        '-heat_ksp_type cg -flow_ksp_type gmres -flow_ksp_gmres_restart 7 -flow_pc_type asm -flow_sub_pc_type ilu -flow_sub_pc_factor_levels 1 -flow_ksp_rtol 1e-9',
        'flow_',
      ],
    ]
    const histories = written.map(([options, prefix]) => {
      const solver = ksp(A, options, prefix === undefined ? {} : { prefix })
      const x = sectionOf(grid, rank)
      const { history } = solver.solve(b, x)
      solver.free()
      return history
    })
    t.ok(histories[0]!.length > 3, 'takes some iterations')
    for (const history of histories) t.same(history, histories[0], 'gives the same residual history')
    const other = ksp(A, { ksp_type: 'gmres', ksp_gmres_restart: 2, pc_type: 'none', ksp_rtol: 1e-9, ksp_max_it: 50 })
    t.ok(other.solve(b, sectionOf(grid, rank)).iterations > histories[0]!.length, 'other options give another one')
    other.free()
  })

  await t.test('solvers do not see the options of others', (t) => {
    const few = ksp(A, { ksp_type: 'richardson', pc_type: 'jacobi', ksp_max_it: 3 })
    const many = ksp(A, { ksp_type: 'cg', pc_type: 'jacobi', ksp_max_it: 500 })
    t.equal(few.solve(b, sectionOf(grid, rank)).iterations, 3, 'the first')
    t.ok(many.solve(b, sectionOf(grid, rank)).converged, 'the second')
    t.equal(few.solve(b, sectionOf(grid, rank)).iterations, 3, 'the first again')
    few.free()
    many.free()
  })

  await t.test('options that PETSc does not read', (t) => {
    const refused = (options: PetscOptions, names: string[], message: RegExp, prefix = '') =>
      t.throws(() => ksp(A, options, { prefix }), { code: 'ERR_PETSC_OPTIONS', options: names, message }, names.join(', '))
    refused({ ksp_type: 'cg', ksp_tipe: 'cg' }, ['ksp_tipe'], /-ksp_tipe.*did you mean -ksp_type/)
    refused(
      '-pc_type jacobi -sub_pc_type ilu -kps_rtol 1e-3',
      ['kps_rtol', 'sub_pc_type'].sort(),
      /-kps_rtol.*-sub_pc_type|-sub_pc_type.*-kps_rtol/,
    )
    refused({ pc_type: 'gamg', mg_levels_kspp_type: 'cg' }, ['mg_levels_kspp_type'], /mg_levels_ksp_type/)
    refused({ f_pc_type: 'jacobi', f_pc_tpye: 'x' }, ['f_pc_tpye'], /did you mean -f_pc_type for -f_pc_tpye/, 'f_')
    t.throws(() => ksp(A, 'ksp_type cg'), { name: 'ArgumentError', message: /-ksp_type cg.*'ksp_type'/ }, 'a word without its dash')
    t.throws(() => ksp(A, { 'ksp type': 1 }), ArgumentError, 'no name of an option')
    t.throws(() => ksp(A, { ksp_rtol: Number.NaN }), ArgumentError, 'NaN')
    t.throws(() => ksp(A, { ksp_rtol: [] as unknown as number }), ArgumentError, 'a value of another type')
    t.throws(() => ksp(A, 5 as unknown as string), ArgumentError, 'no options')
    t.throws(() => ksp(A, { ksp_type: 'cg' }, { prefix: 'x_' }), { name: 'ArgumentError', message: /x_/ }, 'none with the prefix')
    t.throws(() => ksp(A, {}, { perfix: 'x_' } as never), ArgumentError, 'an unknown key')
    t.throws(() => ksp({} as Mat), ArgumentError, 'no matrix')
    if (size > 1) t.throws(() => ksp(A, { ksp_max_it: rank + 1 }), { name: 'ArgumentError', message: /every rank/ }, 'options that differ')
    if (size > 1) t.throws(() => ksp(A, rank === 1 ? { 'no option': 1 } : {}), ArgumentError, 'a bad name on one rank')
  })

  await t.test("PETSc's own errors", (t) => {
    const trace = (run: () => unknown): PetscError => {
      try {
        run()
      } catch (error) {
        if (error instanceof PetscError) return error
        throw error
      }
      throw new Error('nothing was thrown')
    }
    const error = trace(() => ksp(A, { ksp_type: 'cgg' }))
    t.equal(error.code, 'ERR_PETSC', 'code')
    t.equal(error.petscCode, 86, "PETSc's code: unknown type")
    t.ok(/cgg/.test(error.message) && /KSPSetType/.test(error.message), 'the message says what and where')
    t.ok(rank !== 0 || error.frames.length >= 2, 'the trace is there')
    if (rank === 0) {
      const { file, line, function: name, code, message } = error.frames[0]!
      t.ok(/\.c$/.test(file) && line > 0 && name === 'KSPSetType' && code === 86 && /cgg/.test(message), 'its first frame tells all')
      t.ok(
        error.frames.some((frame) => frame.function === 'KSPSetFromOptions'),
        'and the callers follow',
      )
    }
    const strict = ksp(A, { ksp_type: 'cg', pc_type: 'none', ksp_max_it: 2, ksp_error_if_not_converged: true })
    t.equal(trace(() => strict.solve(b, sectionOf(grid, rank))).petscCode, 91, 'an error in the solve itself')
    strict.free()
    const solver = ksp(A, { ksp_type: 'cg' })
    t.ok(solver.solve(b, sectionOf(grid, rank)).converged, 'PETSc works on after errors')
    solver.free()
  })

  await t.test('a solve that does not converge', (t) => {
    const solver = ksp(A, { ksp_type: 'cg', pc_type: 'none', ksp_max_it: 4, ksp_rtol: 1e-12 })
    const x = sectionOf(grid, rank)
    const result = solver.solve(b, x)
    t.same([result.converged, result.reason, result.iterations, result.history.length], [false, 'DIVERGED_ITS', 4, 5], 'is a result')
    let thrown: unknown
    try {
      solver.solve(b, x, { throwIfNotConverged: true })
    } catch (error) {
      thrown = error
    }
    t.ok(thrown instanceof NotConvergedError && /DIVERGED_ITS after 4/.test(thrown.message), 'and an error when asked for')
    t.same((thrown as { result: SolveResult }).result, result, 'which carries the result')
    const warm = ksp(A, { ksp_type: 'cg', pc_type: 'none', ksp_rtol: 1e-8, ksp_initial_guess_nonzero: true })
    const before = warm.solve(b, sectionOf(grid, rank)).iterations
    const guess = sectionOf(grid, rank, exact.data.slice())
    t.equal(warm.solve(b, guess).iterations, 0, 'the array is the initial guess when asked for')
    t.ok(before > 5, 'and otherwise zeros were')
    warm.free()
    solver.free()
  })

  await t.test('new values in the matrix', (t) => {
    const entries = poisson(grid, rank)
    const scaled = mat({ like: b, ...entries })
    const solver = ksp(scaled, { pc_type: 'asm', sub_pc_type: 'lu', ksp_rtol: 1e-11 })
    const x = sectionOf(grid, rank)
    solver.solve(b, x)
    t.near(errorOf(x), 0, 1e-8, 'before')
    scaled.update(entries.values.map((value) => value / 2))
    solver.solve(b, x)
    x.data.forEach((value, k) => {
      x.data[k] = value / 2
    })
    t.near(errorOf(x), 0, 1e-8, 'after: the solver follows')
    scaled.free()
    t.ok(solver.solve(b, x).converged, 'the solver keeps the matrix alive')
    solver.free()
  })

  await t.test('refusals', (t) => refusals(t, A, b, grid, rank, size))
  A.free()
  t.throws(() => ksp(A), UseAfterFreeError, 'a solver for a freed matrix')
  finalize()
})

function refusals(t: RankTest, A: Mat, b: ReturnType<typeof sectionOf>, grid: Distribution, rank: number, size: number): void {
  const solver = ksp(A, { ksp_type: 'cg' })
  const x = sectionOf(grid, rank)
  t.throws(() => solver.solve(b, b), ArgumentError, 'one array for both')
  t.throws(() => solver.solve(b, sectionOf(Distribution.from([20, 16], { dist: 'bb', ranks: size }), rank)), ShapeError, 'another size')
  if (size > 1)
    t.throws(
      () => solver.solve(sectionOf(Distribution.from([20 * 17], { dist: 'c', ranks: size }), rank), x),
      { code: /SHAPE|DISTRIBUTION/ },
      'another distribution',
    )
  t.throws(() => solver.solve(b, x, { moniter: () => {} } as never), { name: 'ArgumentError', message: /'monitor'\?/ }, 'an unknown key')
  t.throws(() => solver.solve(b, x, { monitor: 3 } as never), ArgumentError, 'no function')
  const single = { __distarray__: () => ({ ...b.__distarray__(), buffer: { ...b.__distarray__().buffer, format: 'q' } as never }) }
  t.throws(() => solver.solve(rank === size - 1 ? single : b, x), { code: 'ERR_DTYPE' }, 'another dtype on one rank')
  const v = vec(x)
  if (rank === 0) v.free()
  t.throws(() => solver.solve(b, v), UseAfterFreeError, 'a Vec that is freed on one rank')
  v.free()
  t.throws(() => solver.solve(b, {} as never), { code: 'ERR_PROTOCOL' }, 'no producer')
  if (size > 1) {
    const wide = sectionOf(Distribution.from([17, 20], { dist: 'bb', ranks: size }), rank)
    t.throws(() => solver.solve(wide, x), { code: /SHAPE|DISTRIBUTION/ }, 'the same number of entries in another shape')
    t.throws(() => solver.solve(rank === 0 ? wide : b, x), { code: /SHAPE|DISTRIBUTION/ }, 'on one rank only')
  }
  t.ok(solver.solve(b, x).converged, 'the solver still works')
  solver.free()
}
