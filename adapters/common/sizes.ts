import { ArgumentError, expected } from '../../protocol/errors.js'
import { isCount } from '../../protocol/integers.js'

/** How long a new vector is. */
export interface VectorSizes {
  /** Number of entries on all ranks together, equal on all. Default: the sum of the local sizes. */
  size?: number
  /** Number of entries on this rank; on all ranks or on none. Default: the library splits `size` into nearly equal parts. */
  localSize?: number
}

/**
 * Refuse sizes that are no counts, and none at all.
 *
 * Not collective.
 *
 * @throws {ArgumentError} They are.
 */
export function checkSizes({ size, localSize }: VectorSizes): void {
  for (const [name, value] of Object.entries({ size, localSize }))
    if (value !== undefined && !isCount(value)) throw new ArgumentError(expected('a number of entries, 0 or more,', name, value))
  if (size === undefined && localSize === undefined)
    throw new ArgumentError('Expected size or localSize, or both, in options but received neither')
}
