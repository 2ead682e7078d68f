import { type Communicator, world } from '../../bindings/communicator.js'
import { loadedTrilinos, trilinos } from './native.js'

/**
 * Start Trilinos, and MPI if need be. Everything else here does it on first use; call it when the first use is not made by all ranks.
 *
 * Collective over all ranks of the job.
 *
 * @throws {BackendLoadError} The addon is not built, or Trilinos is not installed; `remedies` says what to do.
 * @throws {UnsupportedError} Trilinos was finalized: it cannot be started again.
 */
export function initialize(): void {
  trilinos()
}

/**
 * End Trilinos. It must end before MPI; the normal end of a rank (`distarray run`, `finalize`) sees to it, so programs do not need this.
 *
 * Collective over all ranks of the job. Idempotent; does nothing when Trilinos was not started.
 *
 * @remarks Trilinos cannot be started again in the same process. Objects that were not freed become unusable.
 */
export function finalize(): void {
  loadedTrilinos()?.finalize()
}

/**
 * Destroy the matrices and solvers on `comm` that were dropped without `free()` and that garbage collection has found on every rank.
 *
 * Collective over `comm`.
 *
 * @param comm Communicator of the objects; default `world()`.
 * @remarks Destroying them may communicate, and garbage collection has no common time: so a dropped one is only kept aside until
 *          this is called. `free()` is the way not to need it. Vectors need no communication and go by themselves.
 */
export function garbageCleanup(comm: Communicator = world()): void {
  trilinos().garbage_cleanup(comm.handle)
}

/**
 * The version of the Trilinos libraries.
 *
 * Not collective, except that it starts Trilinos when it is the first use.
 *
 * @returns `[major, minor, patch]`, e.g. `[13, 2, 0]`.
 */
export function trilinosVersion(): number[] {
  return trilinos().get_version_number()
}
