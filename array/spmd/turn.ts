import { contiguousStrides } from '../../protocol/buffer.js'
import { itemSize } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import { agreeOn } from '../create.js'
import { castLoop } from '../expression/loop.js'
import { LocalArray } from '../local-array.js'
import { nativeKernels } from './native-kernels.js'
import { opcodeOf } from './prepared-plan.js'
import type { Frame } from './rank-function.js'
import { reaching } from './reaching.js'
import { regionOf } from './region.js'
import { readLayout } from './travelling-layout.js'

/**
 * Copy an array into one with more dimensions, or with its dimensions in another order. No element leaves its rank.
 *
 * Collective over the targets.
 *
 * @param layout How the result is distributed: over the same ranks, without ghosts.
 * @param dims   The dimension of the result that each dimension of the array becomes; the others have extent 1.
 */
export function turn(frame: Frame, reference: unknown, layout: unknown, dims: readonly number[]): LocalArray {
  const [source] = frame.take([reference]) as [LocalArray]
  const { communicator, distribution, dtype } = source
  const result = LocalArray.empty(communicator, readLayout(layout), dtype)
  return agreeOn(result, () => {
    const { own, ownOffset } = regionOf(distribution, communicator.rank)
    if (product(own) === 0) return
    const { strides } = source.buffer
    const { view, start } = reaching(source.buffer)
    const offset = strides.reduce((sum, stride, d) => sum + stride * (ownOffset[d] as number), start)
    const steps = contiguousStrides(result.shape, itemSize(dtype))
    const into = { view: result.buffer.data, dtype, offset: 0, strides: dims.map((dim) => steps[dim] as number) }
    nativeKernels.evaluate({
      shape: own,
      inputs: [{ view, dtype, offset, strides }],
      constants: [],
      steps: Int32Array.of(opcodeOf(castLoop(dtype, dtype).key, nativeKernels), 0, -1, -1),
      outputs: [{ register: 1, memory: into }],
      reductions: [],
    })
  })
}
