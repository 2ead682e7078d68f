import type { Monitor } from './result.js'

/** How to solve; every key may be left out. */
export interface SolveOptions {
  /** Called in every iteration of an iterative method, on the ranks that give one. It may throw: the solve then ends on all ranks. */
  monitor?: Monitor
  /** Throw a `NotConvergedError` instead of returning a result with `converged: false`. Default false. */
  throwIfNotConverged?: boolean
}
