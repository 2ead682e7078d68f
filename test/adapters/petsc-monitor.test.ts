// @ranks 1 2 3
import { ksp, MonitorError, mat, vec } from '../../adapters/petsc/index.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { ArgumentError } from '../../protocol/errors.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { poisson } from '../support/poisson.js'
import { fill, sectionOf } from '../support/producers.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3] }, async (t) => {
  const { rank, size } = world()
  const grid = Distribution.from([15, 12], { dist: 'bb', ranks: size })
  const b = sectionOf(grid, rank)
  fill(b, rank, (flat) => Math.cos(flat))
  const A = mat({ like: b, ...poisson(grid, rank) })
  const last = size - 1

  for (const [type, pc] of [
    ['cg', 'jacobi'],
    ['gmres', 'bjacobi'],
    ['bcgs', 'none'],
  ] as const)
    await t.test(type, (t) => {
      const solver = ksp(A, { ksp_type: type, pc_type: pc, ksp_rtol: 1e-9, ksp_error_if_not_converged: true })
      const x = sectionOf(grid, rank)
      const plain = solver.solve(b, x)
      const calls: [number, number][] = []
      const monitored = solver.solve(b, x, { monitor: (...call) => calls.push(call) })
      t.same(monitored, plain, 'a monitor changes nothing')
      t.same(
        calls.map(([iteration]) => iteration),
        Array.from(plain.history, (_, k) => k),
        'it is called once per iteration, and before the first',
      )
      t.same(
        calls.map(([, norm]) => norm),
        [...plain.history],
        'with the norms of the history',
      )

      calls.length = 0
      solver.solve(b, x, rank === last ? { monitor: (...call) => calls.push(call) } : {})
      t.equal(calls.length, rank === last ? plain.history.length : 0, 'on the ranks that give one')
      calls.length = 0
      t.same(solver.solve(b, x), plain, 'it is gone in the next solve')
      t.equal(calls.length, 0, 'and not called')

      const failure = new RangeError('enough')
      let seen = -1
      const monitor = (iteration: number) => {
        seen = iteration
        if (rank === last && iteration === 3) throw failure
      }
      let thrown: unknown
      try {
        solver.solve(b, x, { monitor })
      } catch (error) {
        thrown = error
      }
      if (rank === last) t.equal(thrown, failure, 'an exception comes out as it is')
      else t.ok(thrown instanceof MonitorError && /^rank \d: .*enough/.test(thrown.message), 'and ends the solve on the other ranks')
      t.equal(seen, 3, 'in the same iteration on all')
      t.throws(
        () =>
          solver.solve(b, x, {
            monitor: (iteration) => {
              if (iteration === 2) throw new Error(`on rank ${rank}`)
            },
          }),
        { message: new RegExp(`on rank ${rank}`) },
        'thrown on every rank: each throws its own',
      )
      t.same(solver.solve(b, x), plain, 'the solver works on')
      solver.free()
    })

  await t.test('what a monitor may do', (t) => {
    const solver = ksp(A, { ksp_type: 'cg', pc_type: 'jacobi' })
    const inner = ksp(A, { ksp_type: 'gmres', pc_type: 'none', ksp_max_it: 2 })
    const x = sectionOf(grid, rank)
    const y = sectionOf(grid, rank)
    const plain = solver.solve(b, x)
    const expected = inner.solve(b, y).history
    let seen: Float64Array | undefined
    const result = solver.solve(b, x, {
      monitor: (iteration) => {
        if (iteration !== 1) return
        seen = inner.solve(b, y).history
        const nested = ksp(A, '-pc_type none')
        nested.free()
      },
    })
    t.same(seen, expected, 'solve with another solver, and make one')
    t.same(result, plain, 'which does not disturb its own')
    t.throws(() => solver.solve(b, x, { monitor: () => solver.solve(b, y) }), ArgumentError, 'not use its own solver')
    t.throws(() => solver.solve(b, x, { monitor: () => solver.free() }), ArgumentError, 'nor free it')
    const u = vec(x)
    t.same(
      solver.solve(b, u, {
        monitor: (iteration) => {
          if (iteration === 1) u.free()
        },
      }),
      plain,
      'it may free a vector of the solve',
    )
    t.same(solver.solve(b, x), plain, 'the solver works on')
    solver.free()
    inner.free()
  })
  A.free()
  finalize()
})
