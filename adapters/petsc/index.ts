// distarray/petsc: PETSc vectors, matrices and solvers on the memory of anything that speaks the protocol.
export type { IndexList } from '../common/triplets.js'
export { MonitorError, NotConvergedError, PetscError, type PetscFrame, PetscOptionsError } from './errors.js'
export { type Ksp, type KspOptions, ksp, type SolveOptions } from './ksp.js'
export { type Mat, type MatEntries, type MatFileOptions, mat, matFromFile } from './mat.js'
export type { PetscOptions } from './options.js'
export type { Monitor, SolveResult } from './result.js'
export { finalize, garbageCleanup, initialize, petscVersion } from './session.js'
export { type Vec, type VecOptions, vec } from './vec.js'
