import type { Communicator } from '../../bindings/communicator.js'
import { commOf } from '../common/arguments.js'
import { loadedPetsc, petsc } from './native.js'

/**
 * Start PETSc, and MPI if need be. Everything else here does it on first use; call it when the first use is not made by all ranks.
 *
 * Collective over all ranks of the job.
 *
 * @throws {BackendLoadError} The addon is not built, or PETSc is not installed; `remedies` says what to do.
 * @throws {UnsupportedError} PETSc was finalized: it cannot be started again.
 */
export function initialize(): void {
  petsc()
}

/**
 * End PETSc. It must end before MPI; the normal end of a rank (`distarray run`, `finalize`) sees to it, so programs do not need this.
 *
 * Collective over all ranks of the job. Idempotent; does nothing when PETSc was not started.
 *
 * @remarks PETSc cannot be started again in the same process. Objects that were not freed become unusable.
 */
export function finalize(): void {
  loadedPetsc()?.finalize()
}

/**
 * Destroy the objects on `comm` that were dropped without `free()` and that garbage collection has found on every rank.
 *
 * Collective over `comm`.
 *
 * @param comm Communicator of the objects; default `world()`.
 * @remarks Destroying a PETSc object is collective, and garbage collection is not: so a dropped object, and the memory that
 *          it aliases, is only kept aside until this is called. `free()` is the way not to need it.
 * @see source: PETSc manual page `PetscGarbageCleanup`.
 */
export function garbageCleanup(comm?: Communicator): void {
  petsc().garbage_cleanup(commOf(comm).handle)
}

/**
 * The version of the PETSc library.
 *
 * Not collective, except that it starts PETSc when it is the first use.
 *
 * @returns `[major, minor, patch]`, e.g. `[3, 18, 5]`.
 */
export function petscVersion(): number[] {
  return petsc().get_version_number()
}
