// Our side of bench/ksp: the same problem as poisson.c, its vectors aliasing distributed arrays.
// usage under mpiexec: poisson.js <edge> <iterations> <repeats>; rank 0 prints seconds per iteration, one line per repeat.
import { ksp, mat } from '../../adapters/petsc/index.js'
import { finalize, LocalArray, world } from '../../index.js'
import { poisson } from '../../test/support/poisson.js'

const [edge, iterations, repeats] = process.argv.slice(2).map(Number) as [number, number, number]
const comm = world()
const b = LocalArray.full(comm, { shape: [edge * edge], dist: 'b' }, 1)
const x = LocalArray.zeros(comm, b.distribution)
const A = mat({ like: b, ...poisson(b.distribution, comm.rank, [edge, edge]) })
const solver = ksp(A, { ksp_type: 'cg', pc_type: 'jacobi', ksp_rtol: 1e-50, ksp_atol: 1e-50, ksp_max_it: iterations })
for (let repeat = 0; repeat <= repeats; repeat++) {
  x.data.fill(0)
  comm.barrier()
  const start = process.hrtime.bigint()
  const result = solver.solve(b, x)
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  if (repeat > 0 && comm.rank === 0) console.log((seconds / result.iterations).toExponential(9))
}
solver.free()
A.free()
finalize()
