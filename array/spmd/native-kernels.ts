import { kernelReductions, reductionFinish } from '../../bindings/reductions.js'
import type { TypedArray } from '../../protocol/dtype.js'

export { nativeKernels } from './kernels.js'

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
