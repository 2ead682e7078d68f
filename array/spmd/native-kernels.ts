import { evaluate, kernelLoops } from '../../bindings/kernels.js'
import { kernelReductions, reductionFinish, reductionInit } from '../../bindings/reductions.js'
import type { TypedArray } from '../../protocol/dtype.js'
import type { Kernels } from './kernels.js'

/** The kernels of the core addon. */
export const nativeKernels: Kernels = { evaluate, kernelLoops, kernelReductions, reductionInit }

/**
 * Return what the results of a reduction are made of: the components of its states, or one array of results where the states are of a
 * form of their own.
 *
 * Not collective.
 */
export function componentsOf(reduction: number, state: readonly TypedArray[]): readonly TypedArray[] {
  if (!kernelReductions()[reduction]?.hasResult) return state
  const result = new Float64Array(state[0]?.length ?? 0)
  reductionFinish(reduction, state, result)
  return [result]
}
