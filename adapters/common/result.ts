/** How a solve ended. Not converging is a result, not an error. */
export interface SolveResult {
  /** Whether a convergence criterion was met. */
  readonly converged: boolean
  /** In PETSc's words, whichever the library: `'CONVERGED_RTOL'`, `'DIVERGED_ITS'`, ... */
  readonly reason: string
  /** Number of iterations. */
  readonly iterations: number
  /** The last residual norm, in the norm that the solver documents; unit of `b` at best. */
  readonly residualNorm: number
  /** Residual norms before the first iteration and after each, as the method itself has them, shape [iterations + 1] at most. */
  readonly history: Float64Array
}

/** Called in each iteration, 0 being before the first, with the norm that {@link SolveResult.history} records. */
export type Monitor = (iteration: number, residualNorm: number) => void
