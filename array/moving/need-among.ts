import type { Distribution } from '../../protocol/distribution.js'
import { itemSize } from '../../protocol/dtype.js'
import type { ArraySource } from '../expression/node.js'
import type { Placement } from '../placement.js'
import { bytesToMove } from './bytes-to-move.js'
import { type MappedAxis, type Need, needOf } from './need.js'

/**
 * Return what engines need of an operand: what each of them holds of the result, along the dimensions that they share.
 *
 * Not collective.
 *
 * @param engines In the order of ranks.
 * @param operand How it is distributed, over the first of these ranks.
 * @param result  What it broadcasts to, on some of the engines, ghosts included.
 */
export function needAmong(engines: readonly number[], operand: Distribution, { distribution, targets }: Placement): Need {
  const extra = distribution.ndim - operand.ndim
  const places = engines.map((engine) => targets.indexOf(engine))
  const whole = needOf(distribution)
  return operand.shape.map((extent, d) => {
    if (extent !== distribution.shape[d + extra]) return 'all'
    const axis = whole[d + extra] as MappedAxis
    return { ...axis, coords: places.map((rank) => (rank === -1 ? -1 : (axis.coords[rank] as number))) }
  })
}

/**
 * Return how many bytes travel between engines when an operand is brought to where a result is.
 *
 * Not collective. As long as it takes to plan it; nothing is estimated.
 */
export function bytesToBring({ distribution, targets, dtype }: ArraySource, result: Placement): number {
  const engines = [...targets, ...result.targets.filter((engine) => !targets.includes(engine))]
  return bytesToMove(distribution, needAmong(engines, distribution, result), itemSize(dtype), engines.length)
}
