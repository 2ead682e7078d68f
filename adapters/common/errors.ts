import { DistError, registerErrorClass } from '../../protocol/errors.js'
import type { SolveResult } from './result.js'

/** A solve did not converge, and `throwIfNotConverged` was set. */
export class NotConvergedError extends DistError {
  readonly code = 'ERR_NOT_CONVERGED'
  /** What the solve would have returned. */
  declare readonly result: SolveResult
}

registerErrorClass('ERR_NOT_CONVERGED', NotConvergedError)

/** The error for a result that did not converge. Not collective. */
export function notConverged(result: SolveResult): NotConvergedError {
  const { reason, iterations, residualNorm } = result
  const message = `The solve ended with ${reason} after ${iterations} iterations, residual norm ${residualNorm}`
  return Object.assign(new NotConvergedError(message), { result })
}
