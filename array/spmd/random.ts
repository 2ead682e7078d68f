import { fillRandom, type RandomKernel, type RandomRequest } from '../../bindings/random.js'
import type { DType } from '../../protocol/dtype.js'
import { agreeOn } from '../create.js'
import { LocalArray } from '../local-array.js'
import { pieceIndices } from './piece-indices.js'
import type { Frame, RankFunction } from './rank-function.js'
import { readLayout } from './travelling-layout.js'

/** The parts of a request, in the order in which they travel after layout and dtype. */
export type TravellingRequest = readonly [
  source: RandomRequest['source'],
  reals: RandomRequest['reals'],
  integers: RandomRequest['integers'],
  weights: RandomRequest['weights'],
]

/**
 * Make an array of random elements, ghosts included; nothing is communicated, for each element depends on its global index only.
 *
 * Collective over the targets.
 *
 * @throws {MemoryError} It does not fit into the memory of a machine; on all ranks, nothing is allocated.
 */
function createRandom(kernel: RandomKernel, frame: Frame, layout: unknown, dtype: unknown, request: readonly unknown[]): LocalArray {
  const distribution = readLayout(layout)
  const [source, reals, integers, weights] = request as unknown as TravellingRequest
  const array = LocalArray.empty(frame.communicator, distribution, dtype as DType)
  return agreeOn(array, () => {
    const rest = { ...(reals ? { reals } : {}), ...(integers ? { integers } : {}), ...(weights ? { weights } : {}) }
    const pieces = pieceIndices(distribution, frame.communicator.rank)
    fillRandom({ kernel, source, ...rest }, array.dtype, distribution.shape, pieces, array.data)
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

/** One rank-level function per distribution: `random.uniform` and so on. */
export const randomFunctions: readonly (readonly [string, RankFunction])[] = kernels.map((kernel) => [
  `random.${kernel}`,
  (frame, layout, dtype, ...request) => createRandom(kernel, frame, layout, dtype, request),
])
