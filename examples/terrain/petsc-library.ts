import * as petsc from 'distarray/petsc'
import type { LibraryVector, SolverLibrary } from './solver-library.js'

/** PETSc: conjugate gradients, preconditioned by its own algebraic multigrid. */
export const petscLibrary: SolverLibrary = {
  name: 'PETSc',
  method: 'CG + GAMG',
  start: () => petsc.petscVersion().join('.'),
  assemble(comm, like, entries, tolerance) {
    const matrix = petsc.mat({ like, ...entries, comm })
    const solver = petsc.ksp(matrix, {
      ksp_type: 'cg',
      ksp_norm_type: 'unpreconditioned',
      ksp_rtol: tolerance,
      pc_type: 'gamg',
    })
    return {
      vector: (of) => petsc.vec(of, { comm }),
      solve: (b: LibraryVector, x: LibraryVector) => solver.solve(b, x),
      residualNorm: (b, x) => matrix.residualNorm(b, x),
      free() {
        solver.free()
        matrix.free()
      },
    }
  },
}
