import { DistError, registerErrorClass } from '../../protocol/errors.js'

/** One function in PETSc's own trace of an error. */
export interface PetscFrame {
  /** Source file, as PETSc was compiled. */
  readonly file: string
  readonly line: number
  readonly function: string
  /** PETSc error code (`PETSC_ERR_*`). */
  readonly code: number
  /** What was wrong; empty in frames that only passed the error on. */
  readonly message: string
}

/** A PETSc call failed. */
export class PetscError extends DistError {
  readonly code = 'ERR_PETSC'
  /** PETSc error code (`PETSC_ERR_*`), e.g. 86 for an unknown type. */
  declare readonly petscCode: number
  /** PETSc's trace on this rank, innermost function first; empty when the call failed on other ranks only. */
  readonly frames: readonly PetscFrame[] = []
}

/** Options were given that PETSc did not read: misspelt, or without effect with the chosen types. */
export class PetscOptionsError extends DistError {
  readonly code = 'ERR_PETSC_OPTIONS'
  /** The names, without dashes. */
  readonly options: readonly string[] = []
}

registerErrorClass('ERR_PETSC', PetscError)
registerErrorClass('ERR_PETSC_OPTIONS', PetscOptionsError)
