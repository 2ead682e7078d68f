import type { Reduction } from '../expression/node.js'
import { reducedOf } from '../expression/reduced.js'
import type { Placement } from '../placement.js'

/**
 * Decide where the result of a reduction is: on the engines that come first along the dimensions that are reduced.
 *
 * Not collective.
 */
export function reducedPlacement({ distribution, targets }: Placement, { axes, keepdims }: Reduction): Placement {
  const reduced = reducedOf(distribution, axes, keepdims)
  return { distribution: reduced.distribution, targets: reduced.roots.map((rank) => targets[rank] as number) }
}
