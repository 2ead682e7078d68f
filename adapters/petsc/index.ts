// distarray/petsc: PETSc vectors, matrices and solvers on the memory of anything that speaks the protocol.

export { MonitorError, NotConvergedError } from '../common/errors.js'
export type { Monitor, SolveResult } from '../common/result.js'
export type { SolveOptions } from '../common/solve-options.js'
export type { IndexList } from '../common/triplets.js'
export { type CreateVecOptions, createVec } from './create-vec.js'
export { PetscError, type PetscFrame, PetscOptionsError } from './errors.js'
export { type Ksp, type KspOptions, ksp } from './ksp.js'
export { type Mat, type MatEntries, type MatFileOptions, mat, matFromFile } from './mat.js'
export type { PetscOptions } from './options.js'
export { finalize, garbageCleanup, initialize, petscVersion } from './session.js'
export { type Vec, type VecOptions, vec } from './vec.js'
