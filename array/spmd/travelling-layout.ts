import type { FullDim } from '../../protocol/dim-data.js'
import { Distribution } from '../../protocol/distribution.js'

/** Distributions by the text of their dictionaries: programs make many arrays alike, and reading the dictionaries costs more. */
const known = new Map<string, Distribution>()
const limit = 64
/** Longer texts cost more to compare than they save. */
const longestKey = 4096

/**
 * Return the distribution that travelled as the dimension dictionaries of each rank, or in one process as itself.
 *
 * Not collective.
 *
 * @throws {ProtocolError}     A dictionary breaks a rule of the protocol.
 * @throws {DistributionError} The dictionaries do not fit each other.
 */
export function readLayout(layout: unknown): Distribution {
  if (layout instanceof Distribution) return layout
  const dimData = layout as readonly (readonly FullDim[])[]
  if (dimData.some?.((dims) => dims?.some?.((dim) => dim?.dist_type === 'u'))) return Distribution.fromDimDataPerRank(dimData)
  const key = JSON.stringify(layout)
  const found = known.get(key)
  if (found) return found
  const distribution = Distribution.fromDimDataPerRank(dimData)
  if (key.length <= longestKey) {
    if (known.size === limit) known.delete(known.keys().next().value as string)
    known.set(key, distribution)
  }
  return distribution
}
