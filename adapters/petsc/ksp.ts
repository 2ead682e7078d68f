import { agree } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import { ArgumentError, expected, UseAfterFreeError } from '../../protocol/errors.js'
import type { DistArrayProducer } from '../../protocol/export.js'
import { checkKeys } from '../common/arguments.js'
import { notConverged } from '../common/errors.js'
import type { Monitor, SolveResult } from '../common/result.js'
import type { SolveOptions } from '../common/solve-options.js'
import { PetscOptionsError } from './errors.js'
import { Mat } from './mat.js'
import { type KspHandle, loadedPetsc, petsc } from './native.js'
import { withOperands } from './operand.js'
import { type OptionList, optionList, type PetscOptions, withSuggestions } from './options.js'
import type { Vec } from './vec.js'

/** What {@link ksp} takes besides PETSc's own options. */
export interface KspOptions {
  /** Only options that begin with it belong to this solver, so that one string can configure several. Default none. */
  prefix?: string
}

/** A PETSc linear solver for one matrix. Made by {@link ksp}. */
export class Ksp {
  /** Communicator over which the operations are collective. */
  readonly comm: Communicator
  private _handle: KspHandle | undefined
  private _solving = false

  private constructor(comm: Communicator, handle: KspHandle) {
    this.comm = comm
    this._handle = handle
  }

  /** @internal */
  static _wrap(comm: Communicator, handle: KspHandle): Ksp {
    return new Ksp(comm, handle)
  }

  /**
   * Solve `A x = b`, from and into the memory of the arrays.
   *
   * Collective over `comm`.
   *
   * @param b       Right-hand side: a Vec, or anything with `__distarray__()` that could be one, distributed as the rows of A.
   * @param x       As `b`, in other memory; overwritten with the solution. Also the initial guess under `ksp_initial_guess_nonzero`.
   * @param options See {@link SolveOptions}.
   * @returns       How it ended; not converging is a result. `reason` is PETSc's name without `KSP_`; `residualNorm` and `history` are in the
   *                solver's own norm (preconditioned for most, see `ksp_norm_type`), and `history` is empty for direct solves.
   * @throws {ShapeError}        Local sizes differ from the rows'. As all errors here, thrown on all ranks.
   * @throws {DistributionError} Distributed differently from the rows.
   * @throws {ArgumentError}     `b` and `x` overlap; the solver is already solving, in whose monitor this is called.
   * @throws {DTypeError}        Not float64; {@link UnsupportedError} for other memory that cannot be aliased.
   * @throws {UseAfterFreeError} The solver, a vector or its memory was freed.
   * @throws {NotConvergedError} It did not converge and `throwIfNotConverged` is set.
   * @throws {PetscError}        PETSc failed; `frames` is its own trace.
   * @throws {MonitorError}      The monitor threw on another rank; on that rank its own exception is thrown.
   * @see source: PETSc manual page `KSPSolve`.
   */
  solve(b: Vec | DistArrayProducer, x: Vec | DistArrayProducer, options: SolveOptions = {}): SolveResult {
    checkKeys(options, 'options', ['monitor', 'throwIfNotConverged'])
    const { monitor } = options
    const addon = petsc()
    let thrown: { error: unknown } | undefined
    const guarded: Monitor | undefined =
      monitor &&
      ((iteration, residualNorm) => {
        try {
          monitor(iteration, residualNorm)
        } catch (error) {
          thrown = { error }
          throw error
        }
      })
    const owner = () => {
      if (monitor !== undefined && typeof monitor !== 'function') throw new ArgumentError(expected('a function', 'monitor', monitor))
      return this.idleHandle()
    }
    const result = withOperands(this.comm, b, x, owner, (handle, rhs, solution) => {
      this._solving = true
      try {
        return addon.ksp_solve(handle, rhs, solution, guarded)
      } catch (error) {
        throw thrown ? thrown.error : error
      } finally {
        this._solving = false
      }
    })
    if (!result.converged && options.throwIfNotConverged) throw notConverged(result)
    return result
  }

  /**
   * Destroy the PETSc solver.
   *
   * Collective over `comm`. Idempotent.
   *
   * @throws {ArgumentError} Called in the monitor of a solve of this solver.
   */
  free(): void {
    if (this._handle === undefined) return
    const handle = this.idleHandle()
    this._handle = undefined
    loadedPetsc()?.ksp_destroy(handle)
  }

  /** As {@link Ksp.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }

  private idleHandle(): KspHandle {
    if (this._handle === undefined) throw new UseAfterFreeError('Expected a live Ksp but received one that was freed')
    if (this._solving)
      throw new ArgumentError('Expected an idle Ksp but received the one that is solving; a monitor cannot use its own solver')
    return this._handle
  }
}

/**
 * Make a linear solver for `A` and set it up: preconditioners are built and factorisations done here.
 *
 * Collective over the communicator of `A`.
 *
 * @param A       The matrix. The solver keeps PETSc's matrix alive, and follows {@link Mat.update}.
 * @param options As PETSc writes them, equal on all ranks: `{ ksp_type: 'cg', pc_type: 'gamg' }` or `'-ksp_type cg -pc_type gamg'`.
 *                What they leave open is taken from PETSC_OPTIONS and PETSc's global database. Default none.
 * @param more    See {@link KspOptions}.
 * @returns       A new solver, owned by the caller, who calls `free()`.
 * @throws {PetscOptionsError} PETSc did not read some of the options; `options` names them. As all errors here, on all ranks.
 * @throws {ArgumentError}     Not an option at all, options that differ between ranks, or none with the prefix.
 * @throws {PetscError}        PETSc refused a type or value, or the set-up failed; `frames` is its own trace.
 * @throws {UseAfterFreeError} The matrix was freed.
 * @see source: PETSc manual pages `KSPSetFromOptions`, `KSPSetUp`.
 * @example
 * using solver = ksp(A, { ksp_type: 'cg', pc_type: 'gamg', ksp_rtol: 1e-10 })
 * const { converged, iterations } = solver.solve(b, x)
 */
export function ksp(A: Mat, options: PetscOptions = {}, more: KspOptions = {}): Ksp {
  checkKeys(more, 'the third argument', ['prefix'])
  if (!(A instanceof Mat)) throw new ArgumentError(expected('a Mat', 'A', A))
  const prefix = more.prefix ?? ''
  const addon = petsc()
  const { mat, list } = agree(A.comm, () => {
    if (typeof prefix !== 'string' || /[^\w-]|^-/.test(prefix))
      throw new ArgumentError(expected("a prefix such as 'flow_'", 'prefix', prefix))
    return { mat: A._use(), list: typeof options === 'string' ? options : optionList(options) }
  })
  try {
    return Ksp._wrap(A.comm, create(list))
  } catch (error) {
    throw error instanceof PetscOptionsError ? withSuggestions(error, prefix) : error
  }

  function create(given: string | OptionList): KspHandle {
    return typeof given === 'string'
      ? addon.ksp_create(mat, given, undefined, prefix)
      : addon.ksp_create(mat, given.names, given.values, prefix)
  }
}
