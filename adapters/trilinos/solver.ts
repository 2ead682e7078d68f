import { agree } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import { ArgumentError, expected, UseAfterFreeError } from '../../protocol/errors.js'
import type { DistArrayProducer } from '../../protocol/export.js'
import { checkKeys } from '../common/arguments.js'
import { notConverged } from '../common/errors.js'
import type { SolveResult } from '../common/result.js'
import type { SolveOptions } from '../common/solve-options.js'
import { requireSame } from './agreed-options.js'
import { Matrix } from './matrix.js'
import { loadedTrilinos, type SolverHandle, trilinos } from './native.js'
import { withOperands } from './operand.js'
import { nativeSolverOptions, type SolverOptions } from './solver-options.js'
import type { Vector } from './vector.js'

/** A Trilinos linear solver for one matrix. Made by {@link solver}. */
export class Solver {
  /** Communicator over which the operations are collective. */
  readonly comm: Communicator
  private _handle: SolverHandle | undefined
  private _solving = false

  private constructor(comm: Communicator, handle: SolverHandle) {
    this.comm = comm
    this._handle = handle
  }

  /** @internal */
  static _wrap(comm: Communicator, handle: SolverHandle): Solver {
    return new Solver(comm, handle)
  }

  /**
   * Solve `A x = b`, from and into the memory of the arrays.
   *
   * Collective over `comm`.
   *
   * @param b       Right-hand side: a Vector, or anything with `__distarray__()` that could be one, distributed as the rows of A.
   * @param x       As `b`, in other memory: the initial guess of a Krylov method, overwritten with the solution.
   * @param options See {@link SolveOptions}.
   * @returns       How it ended; not converging is a result. `residualNorm` is `||b - A x||`, computed anew; `history` is what the
   *                method itself held for it (for a direct method `[residualNorm]`).
   * @throws {ShapeError}        Local sizes differ from the rows'. As all errors here, thrown on all ranks.
   * @throws {DistributionError} Distributed differently from the rows.
   * @throws {ArgumentError}     `b` and `x` overlap; the solver is already solving, in whose monitor this is called.
   * @throws {DTypeError}        Not float64; {@link UnsupportedError} for other memory that cannot be aliased.
   * @throws {UseAfterFreeError} The solver, a vector or its memory was freed.
   * @throws {NotConvergedError} It did not converge and `throwIfNotConverged` is set.
   * @throws {TrilinosError}     Trilinos failed; `trace` is its own text.
   * @throws What the monitor threw, on all ranks (see `agree`).
   * @see source: `Belos::SolverManager::solve`, `Amesos2::Solver::solve`.
   */
  solve(b: Vector | DistArrayProducer, x: Vector | DistArrayProducer, options: SolveOptions = {}): SolveResult {
    checkKeys(options, 'options', ['monitor', 'throwIfNotConverged'])
    const { monitor } = options
    const addon = trilinos()
    let thrown: { error: unknown } | undefined
    const goOn = (iteration: number, residualNorm: number): boolean => {
      try {
        monitor?.(iteration, residualNorm)
      } catch (error) {
        thrown = { error }
      }
      return thrown === undefined
    }
    const owner = () => {
      if (monitor !== undefined && typeof monitor !== 'function') throw new ArgumentError(expected('a function', 'monitor', monitor))
      return this.idleHandle()
    }
    const { stopped, ...result } = withOperands(this.comm, b, x, owner, (handle, rhs, solution) => {
      this._solving = true
      try {
        return addon.solver_solve(handle, this.comm.handle, rhs, solution, monitor && goOn)
      } finally {
        this._solving = false
      }
    })
    if (stopped)
      agree(this.comm, () => {
        if (thrown) throw thrown.error
      })
    if (!result.converged && options.throwIfNotConverged) throw notConverged(result)
    return result
  }

  /**
   * Destroy the Trilinos solver.
   *
   * Collective over `comm`. Idempotent.
   *
   * @throws {ArgumentError} Called in the monitor of a solve of this solver.
   */
  free(): void {
    if (this._handle === undefined) return
    const handle = this.idleHandle()
    this._handle = undefined
    loadedTrilinos()?.solver_destroy(handle)
  }

  /** As {@link Solver.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }

  private idleHandle(): SolverHandle {
    if (this._handle === undefined) throw new UseAfterFreeError('Expected a live Solver but received one that was freed')
    if (this._solving)
      throw new ArgumentError('Expected an idle Solver but received the one that is solving; a monitor cannot use its own solver')
    return this._handle
  }
}

/**
 * Make a linear solver for `A` and set it up: preconditioners are built and factorisations done here.
 *
 * Collective over the communicator of `A`.
 *
 * @param A       The matrix. The solver keeps it alive.
 * @param options See {@link SolverOptions}; equal on all ranks.
 * @returns       A new solver, owned by the caller, who calls `free()`.
 * @throws {ArgumentError}     An unknown option, method or preconditioner; options that differ between ranks. As all errors here, on all ranks.
 * @throws {TrilinosError}     An unknown parameter, which the message names, or one of the wrong type; a singular matrix where it is
 *                             factorised; any other failure of the set-up. `trace` is the library's own text.
 * @throws {UseAfterFreeError} The matrix was freed.
 * @see source: `Belos::SolverFactory`, `MueLu::CreateTpetraPreconditioner`, `Ifpack2::Factory`, `Amesos2::create`.
 * @example
 * using cg = solver(A, { method: 'CG', preconditioner: 'MueLu', parameters: { 'Convergence Tolerance': 1e-10 } })
 * const { converged, iterations } = cg.solve(b, x)
 */
export function solver(A: Matrix, options: SolverOptions): Solver {
  if (!(A instanceof Matrix)) throw new ArgumentError(expected('a Matrix', 'A', A))
  const addon = trilinos()
  const { handle, native } = agree(A.comm, () => ({ handle: A._use(), native: nativeSolverOptions(options) }))
  requireSame(A.comm, native)
  const { method, parameters, preconditioner, type, preconditionerParameters } = native
  return Solver._wrap(A.comm, addon.solver_create(handle, method, parameters, preconditioner, type, preconditionerParameters))
}
