import { contiguousStrides } from '../../protocol/buffer.js'
import { itemSize } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import { agreeOn } from '../create.js'
import { castLoop } from '../expression/loop.js'
import { LocalArray } from '../local-array.js'
import { nativeKernels } from './native-kernels.js'
import { opcodeOf } from './prepared-plan.js'
import type { Frame } from './rank-function.js'
import { readLayout } from './travelling-layout.js'

/**
 * Put what this rank has of several arrays behind each other along a dimension. No element leaves its rank.
 *
 * Collective over the targets.
 *
 * @param layout     How the result is distributed: over the same ranks, without ghosts, with as many entries along the dimension as the
 *                   parts have together on each rank.
 * @param axis       Dimension.
 * @param references The parts, in their order; one dtype, no ghosts.
 */
export function concat(frame: Frame, layout: unknown, axis: number, ...references: readonly unknown[]): LocalArray {
  const parts = frame.take([...references]) as LocalArray[]
  const { communicator, dtype } = parts[0] as LocalArray
  const result = LocalArray.empty(communicator, readLayout(layout), dtype)
  return agreeOn(result, () => {
    const strides = contiguousStrides(result.shape, itemSize(dtype))
    let offset = 0
    for (const { buffer } of parts) {
      const { shape } = buffer
      if (product(shape) > 0)
        nativeKernels.evaluate({
          shape,
          inputs: [{ view: buffer.data, dtype, offset: 0, strides: buffer.strides }],
          constants: [],
          steps: Int32Array.of(opcodeOf(castLoop(dtype, dtype).key, nativeKernels), 0, -1, -1),
          outputs: [{ register: 1, memory: { view: result.buffer.data, dtype, offset, strides } }],
          reductions: [],
        })
      offset += (shape[axis] as number) * (strides[axis] as number)
    }
  })
}
