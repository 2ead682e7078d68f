// @ranks 1 2 3
// Two real matrices solved iteratively and by MUMPS, for a block and a scattered distribution of the rows.
import { join } from 'node:path'
import { ksp, matFromFile, vec } from '../../adapters/petsc/index.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest, type RankTest } from '../support/mpi-test.js'
import { fill, type Section, scattered, sectionOf } from '../support/producers.js'

const mumps = '-ksp_type preonly -pc_type lu -pc_factor_mat_solver_type mumps'

// A backward error of some units in the last place allows a forward error of the condition number times that: 1e-4 for these.
// Both solvers do much better here; 1e-9 is twenty times what was measured, and far from what a wrong row order would give.
const problems = [
  // Fluid flow, symmetric positive definite, condition number 4.6e10 (NIST Matrix Market, BCSSTRUC1).
  { file: 'bcsstk13.mtx', n: 2003, options: '-ksp_type cg -pc_type bjacobi -sub_pc_type cholesky', backward: 1e-13, forward: 1e-9 },
  // Petroleum engineering, unsymmetric, condition number 1.4e12 (NIST Matrix Market, WATT).
  {
    file: 'watt_2.mtx',
    n: 1856,
    options: '-ksp_type gmres -ksp_gmres_restart 200 -pc_type asm -sub_pc_type ilu -sub_pc_factor_levels 3',
    backward: 1e-13,
    forward: 1e-9,
  },
]

const data = process.env.DISTARRAY_TEST_DATA
if (data === undefined) {
  const { t } = await import('tap')
  t.pass('bcsstk13.mtx and watt_2.mtx', { skip: 'set DISTARRAY_TEST_DATA to the folder that holds them' })
} else
  await mpiTest(import.meta.url, { ranks: [1, 2, 3], timeout: 300 }, async (t) => {
    const { rank, size } = world()
    for (const problem of problems) {
      const distributions = {
        block: Distribution.from([problem.n], { ranks: size }),
        scattered: Distribution.from([problem.n], { dist: 'u', ranks: size, indices: [scattered(problem.n, size)] }),
      }
      for (const [name, distribution] of Object.entries(distributions))
        await t.test(`${problem.file}, ${name}`, (t) => compare(t, join(data, problem.file), problem, distribution, rank))
    }
    finalize()
  })

function compare(t: RankTest, path: string, problem: (typeof problems)[number], distribution: Distribution, rank: number): void {
  const section = () => sectionOf(distribution, rank)
  const A = matFromFile(path, { like: section() })
  const exact = section()
  const b = section()
  fill(exact, rank, (flat) => 1 + Math.sin(flat))
  A.apply(exact, b)
  const rhs = vec(b)
  const scale = rhs.norm()

  const direct = section()
  const factorised = ksp(A, mumps)
  const reference = factorised.solve(b, direct)
  t.same([reference.converged, reference.history.length], [true, 0], 'MUMPS solves')
  t.ok(A.residualNorm(b, direct) / scale <= problem.backward, 'with a small residual')
  t.ok(distance(direct, exact) <= problem.forward, 'near the solution that b was made from')

  const iterative = section()
  const solver = ksp(A, `${problem.options} -ksp_rtol 1e-14 -ksp_max_it 3000`)
  const result = solver.solve(rhs, iterative)
  t.ok(result.converged, `${result.reason} after ${result.iterations} iterations`)
  const backward = A.residualNorm(b, iterative) / scale
  t.ok(backward <= problem.backward, `relative residual ${backward}`)
  const forward = distance(iterative, direct)
  t.ok(forward <= problem.forward, `relative distance from the direct solution ${forward}`)
  solver.free()
  factorised.free()
  rhs.free()
  A.free()
}

/** `|x - y| / |y|` in the 2-norm, over all ranks. */
function distance(x: Section, y: Section): number {
  const difference = vec(
    sectionOf(
      x.distribution,
      world().rank,
      x.data.map((value, k) => value - y.data[k]!),
    ),
  )
  const base = vec(y)
  const quotient = difference.norm() / base.norm()
  difference.free()
  base.free()
  return quotient
}
