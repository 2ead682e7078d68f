/** How a solve ended. Not converging is a result, not an error. */
export interface SolveResult {
  /** Whether a convergence criterion was met. */
  readonly converged: boolean
  /** PETSc's name of the reason without `KSP_`: `'CONVERGED_RTOL'`, `'DIVERGED_ITS'`, ... */
  readonly reason: string
  /** Number of iterations. */
  readonly iterations: number
  /** The last residual norm the solver computed, in its own norm (preconditioned for most, see `ksp_norm_type`); unit of `b` at best. */
  readonly residualNorm: number
  /** That norm before the first iteration and after each, shape [iterations + 1] at most; empty for direct solves. */
  readonly history: Float64Array
}

/** Called in each iteration, 0 being before the first; the norm is that of {@link SolveResult.residualNorm}. */
export type Monitor = (iteration: number, residualNorm: number) => void
