import { type DType, itemSize } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import { ArrayCore } from '../array-core.js'
import { filled } from '../creation/filled.js'
import { type PlacedOptions, readPlacing } from '../creation/placing.js'
import type { DistArray } from '../dist-array.js'
import { elementOf, type WeakScalar } from '../dtypes/weak-scalar.js'
import { constantOf, type Element } from '../element.js'
import type { Placement } from '../placement.js'

/**
 * Make an array with the shape of another one, and one value everywhere.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param value   A scalar, which takes its precision from the dtype.
 * @param options Default: dtype, distribution and engines of `like`; as soon as an option says how it is distributed, as a new array.
 * @throws {ArgumentError} The dtype cannot hold `value`, or `like` is no distributed array.
 */
export function fullLike<E extends DType, D extends DType = E>(
  like: ArrayCore<E>,
  value: WeakScalar,
  options: PlacedOptions<D> = {},
): DistArray<D> {
  const [placement, dtype] = alike('fullLike', like, options)
  return filled(like.context, placement, dtype, elementOf(value, dtype) as Element)
}

/** Make an array with the shape of another one, filled with zeros; as {@link fullLike} in everything else. */
export function zerosLike<E extends DType, D extends DType = E>(like: ArrayCore<E>, options: PlacedOptions<D> = {}): DistArray<D> {
  const [placement, dtype] = alike('zerosLike', like, options)
  return filled(like.context, placement, dtype, constantOf(dtype, 0))
}

/** Make an array with the shape of another one, filled with ones; as {@link fullLike} in everything else. */
export function onesLike<E extends DType, D extends DType = E>(like: ArrayCore<E>, options: PlacedOptions<D> = {}): DistArray<D> {
  const [placement, dtype] = alike('onesLike', like, options)
  return filled(like.context, placement, dtype, constantOf(dtype, 1))
}

/** Make an array with the shape of another one, not set; as {@link fullLike} in everything else. */
export function emptyLike<E extends DType, D extends DType = E>(like: ArrayCore<E>, options: PlacedOptions<D> = {}): DistArray<D> {
  const [placement, dtype] = alike('emptyLike', like, options)
  return filled(like.context, placement, dtype, undefined)
}

/** Place and dtype of an array like another one. */
function alike<E extends DType, D extends DType>(name: string, like: ArrayCore<E>, options: PlacedOptions<D>): [Placement, D] {
  if (!(like instanceof ArrayCore)) throw new ArgumentError(expected('a distributed array', `the first operand of ${name}`, like))
  const { dtype = like.dtype as DType as D } = options
  itemSize(dtype) // refuses what is no dtype
  const { distribution, targets, shape, context } = like
  return [readPlacing(shape, options, context.engines) ?? { distribution, targets: targets.slice(0, distribution.ranks) }, dtype]
}
