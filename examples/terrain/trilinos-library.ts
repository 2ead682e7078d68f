import * as trilinos from 'distarray/trilinos'
import type { SolverLibrary } from './solver-library.js'

/** Trilinos: conjugate gradients of Belos, preconditioned by the algebraic multigrid of MueLu. */
export const trilinosLibrary: SolverLibrary = {
  name: 'Trilinos',
  method: 'Belos CG + MueLu',
  start: () => trilinos.trilinosVersion().join('.'),
  assemble(comm, like, entries, tolerance) {
    const matrix = trilinos.matrix({ like, ...entries, comm })
    const solver = trilinos.solver(matrix, {
      method: 'CG',
      preconditioner: 'MueLu',
      parameters: { 'Convergence Tolerance': tolerance },
    })
    return {
      vector: (of) => trilinos.vector(of, { comm }),
      solve: (b, x) => solver.solve(b, x),
      residualNorm: (b, x) => matrix.residualNorm(b, x),
      free() {
        solver.free()
        matrix.free()
      },
    }
  },
}
