import { fillRandom, type RandomKernel } from '../../bindings/random.js'
import type { DType } from '../../protocol/dtype.js'
import { agreeOn } from '../create.js'
import { LocalArray } from '../local-array.js'
import { requestOf, type TravellingRequest } from './drawn-indices.js'
import { pieceIndices } from './piece-indices.js'
import { createRandomEach } from './random-each.js'
import { shuffleDrawn, takeDrawn } from './random-take.js'
import type { Frame, RankFunction } from './rank-function.js'
import { readLayout } from './travelling-layout.js'

/**
 * Make an array of random elements, ghosts included; nothing is communicated, for each element depends on its global index only.
 *
 * Collective over the targets.
 *
 * @throws {MemoryError} It does not fit into the memory of a machine; on all ranks, nothing is allocated.
 */
function createRandom(kernel: RandomKernel, frame: Frame, layout: unknown, dtype: unknown, request: readonly unknown[]): LocalArray {
  const distribution = readLayout(layout)
  const array = LocalArray.empty(frame.communicator, distribution, dtype as DType)
  return agreeOn(array, () => {
    const pieces = pieceIndices(distribution, frame.communicator.rank)
    fillRandom(requestOf(kernel, request as unknown as TravellingRequest), array.dtype, distribution.shape, pieces, array.data)
  })
}

const kernels: readonly RandomKernel[] = [
  'uniform',
  'normal',
  'exponential',
  'integers',
  'bytes',
  'gamma',
  'beta',
  'poisson',
  'binomial',
  'permutation',
  'choice',
  'weighted',
]

/**
 * One rank-level function per distribution, `random.uniform` and so on, one for parameters that are arrays, and those that take elements
 * of another array.
 */
export const randomFunctions: readonly (readonly [string, RankFunction])[] = [
  ...kernels.map((kernel): readonly [string, RankFunction] => [
    `random.${kernel}`,
    (frame, layout, dtype, ...request) => createRandom(kernel, frame, layout, dtype, request),
  ]),
  ['random.each', createRandomEach],
  ['random.take', takeDrawn],
  ['random.shuffle', shuffleDrawn],
]
