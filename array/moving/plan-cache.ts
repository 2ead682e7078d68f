import type { Distribution } from '../../protocol/distribution.js'
import type { Need, NeedAxis } from './need.js'
import type { MovePlan, Part } from './plan.js'

/** A plan and what it was made for. */
interface Entry {
  readonly source: Distribution
  readonly need: Need
  readonly rank: number
  readonly plan: MovePlan
}

/** The plans that were used last, the latest at the end. Programs repeat the same moves. */
const entries: Entry[] = []
const limit = 16
/** Numbers in a plan that is worth keeping: making larger ones again costs little next to the move. */
const longestPlan = 2 ** 19

/**
 * Return a plan, made before or now. Only needs are kept that consist of maps: lists can change, and comparing them takes as
 * long as planning.
 *
 * Not collective.
 */
export function cachedPlan(source: Distribution, need: Need, rank: number, make: () => MovePlan): MovePlan {
  if (!need.every((axis) => axis === 'all' || 'map' in axis)) return make()
  const at = entries.findIndex((entry) => entry.rank === rank && entry.source.equals(source) && areEqual(entry.need, need))
  if (at !== -1) {
    const [entry] = entries.splice(at, 1) as [Entry]
    entries.push(entry)
    return entry.plan
  }
  const plan = make()
  if (lengthOf(plan) <= longestPlan) {
    if (entries.length === limit) entries.shift()
    entries.push({ source, need: need.map(copyOf), rank, plan })
  }
  return plan
}

function lengthOf({ sends, receives, kept }: MovePlan): number {
  const ofParts = (parts: readonly Part[]): number =>
    parts.reduce((sum, { axes }) => axes.reduce((length, axis) => length + axis.length, sum), 0)
  return ofParts(sends) + ofParts(receives) + (kept ? ofParts([kept.from, kept.to]) : 0)
}

/** A typed array of places could change after the call. */
function copyOf(axis: NeedAxis): NeedAxis {
  return axis !== 'all' && 'map' in axis ? { ...axis, coords: Array.from(axis.coords) } : axis
}

function areEqual(a: Need, b: Need): boolean {
  return a.length === b.length && a.every((axis, d) => areEqualAxes(axis, b[d]!))
}

function areEqualAxes(a: NeedAxis, b: NeedAxis): boolean {
  if (a === 'all' || b === 'all') return a === b
  if (!('map' in a && 'map' in b)) return false
  if ((a.ghosts ?? true) !== (b.ghosts ?? true) || (a.start ?? 0) !== (b.start ?? 0) || (a.step ?? 1) !== (b.step ?? 1)) return false
  if (a.coords.length !== b.coords.length || !a.map.equals(b.map)) return false
  for (let rank = 0; rank < a.coords.length; rank++) if (a.coords[rank] !== b.coords[rank]) return false
  return true
}
