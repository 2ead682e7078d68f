import type { Communicator } from '../bindings/communicator.js'
import { Distribution } from '../protocol/distribution.js'
import type { DistributionOptions } from '../protocol/distribution-options.js'
import { ArgumentError, DistributionError, expected } from '../protocol/errors.js'

/**
 * Where the pieces of a new array go: a distribution, a global shape (distributed over its first dimension and the default grid),
 * or a shape with the options of `Distribution.from`.
 */
export type Layout = Distribution | readonly number[] | ({ readonly shape: readonly number[] } & Omit<DistributionOptions, 'ranks'>)

/**
 * Return the distribution that `layout` asks for, over the ranks of `comm`.
 *
 * Not collective.
 *
 * @throws {DistributionError} A distribution for another number of ranks, or options that make none.
 * @throws {ArgumentError}     `layout` is nothing of the kind.
 */
export function distributionOf(comm: Communicator, layout: Layout): Distribution {
  if (layout instanceof Distribution) {
    if (layout.ranks !== comm.size)
      throw new DistributionError(
        `Expected a distribution over the ${comm.size} ranks of the communicator but received one over ${layout.ranks}; make it with { ranks: comm.size }`,
      )
    return layout
  }
  if (Array.isArray(layout)) return Distribution.from(layout as readonly number[], { ranks: comm.size })
  if (typeof layout !== 'object' || layout === null || !('shape' in layout))
    throw new ArgumentError(expected('a Distribution, a shape or { shape, ... }', 'layout', layout))
  const { shape, ...options } = layout
  return Distribution.from(shape, { ...options, ranks: comm.size })
}
