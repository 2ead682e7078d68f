import { DistError, registerErrorClass } from '../../protocol/errors.js'
import type { SolveResult } from './result.js'

/** A solve did not converge, and `throwIfNotConverged` was set. */
export class NotConvergedError extends DistError {
  readonly code = 'ERR_NOT_CONVERGED'
  /** What the solve would have returned. */
  declare readonly result: SolveResult
}

/** A monitor threw an exception on another rank; on that rank the exception itself is thrown. */
export class MonitorError extends DistError {
  readonly code = 'ERR_MONITOR'
}

registerErrorClass('ERR_NOT_CONVERGED', NotConvergedError)
registerErrorClass('ERR_MONITOR', MonitorError)

/** The error for a result that did not converge. Not collective. */
export function notConverged(result: SolveResult): NotConvergedError {
  const { reason, iterations, residualNorm } = result
  const message = `The solve ended with ${reason} after ${iterations} iterations, residual norm ${residualNorm}`
  return Object.assign(new NotConvergedError(message), { result })
}
