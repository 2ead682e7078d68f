import type { RandomRequest } from '../../bindings/random.js'
import type { DType } from '../../protocol/dtype.js'

/** A key and a draw. */
export const source = BigUint64Array.of(11n, 22n, 3n)

/** Every random distribution, of the dtypes that have code of their own. */
export const randomRequests: readonly [DType, RandomRequest][] = [
  ['float64', { kernel: 'uniform', source, reals: [-1, 3, 1.9] }],
  ['float32', { kernel: 'uniform', source, reals: [0, 1, 1] }],
  ['float64', { kernel: 'normal', source, reals: [1, 2] }],
  ['float32', { kernel: 'normal', source, reals: [0, 1] }],
  ['float64', { kernel: 'exponential', source, reals: [0, 2] }],
  ['int8', { kernel: 'integers', source, integers: [BigInt.asUintN(64, -7n), 20n] }],
  ['uint16', { kernel: 'integers', source, integers: [3n, 1000n] }],
  ['int32', { kernel: 'integers', source, integers: [0n, 1n << 31n] }],
  ['uint64', { kernel: 'integers', source }],
  ['uint8', { kernel: 'bytes', source }],
  ['float64', { kernel: 'gamma', source, reals: [0.7, 2] }],
  ['float32', { kernel: 'gamma', source, reals: [3, 1] }],
  ['float64', { kernel: 'beta', source, reals: [0.5, 2] }],
  ['int64', { kernel: 'poisson', source, reals: [50, 0] }],
  ['int64', { kernel: 'binomial', source, reals: [100, 0.4] }],
  ['int64', { kernel: 'choice', source, weights: Float64Array.of(1, 0, 2, 3) }],
]
