import type { Canonical } from './canonical.js'
import { dimsOf } from './plan.js'

/** Which dimensions each operation is computed over, and what is kept for passes over more dimensions. */
export interface Hoisting {
  /** Sets of dimensions, one stage each before long ones are cut; an operand's is before that of its users. */
  readonly groups: readonly Group[]
  /** Dimensions of each node of the graph; an operation that is not stored may be computed over those of its users. */
  readonly dims: readonly number[]
  /** Operations whose values are stored in a temporary of their own dimensions. */
  readonly stored: ReadonlySet<number>
}

/** Operations over the same dimensions. */
export interface Group {
  readonly dims: number
  /** Operations that it has to have at its end. */
  readonly roots: readonly number[]
}

/** What broadcasts to so many times its size is computed once, before. Below that a pass of its own costs more than it saves. */
const worthwhile = 4

/**
 * Find the operations that are the same along some dimensions of the result, and need not be computed for each index along them.
 *
 * Not collective.
 *
 * @param roots Places of the operations that the result is made of.
 * @param shape Of the result.
 */
export function hoist(graph: Canonical, roots: readonly number[], shape: readonly number[]): Hoisting {
  const { nodes } = graph
  const whole = dimsOf(shape, shape)
  const dims = nodes.map(({ node }) => (node.shape === shape ? whole : dimsOf(node.shape, shape)))
  const stored = new Set<number>()
  if (dims.every((it) => it === whole)) return { groups: [{ dims: whole, roots }], dims, stored }
  const sizes = new Map<number, number>()
  const sizeOf = (set: number): number => {
    let size = sizes.get(set)
    if (size === undefined) {
      size = shape.reduce((n, extent, d) => (set & (1 << d) ? n * extent : n), 1)
      sizes.set(set, size)
    }
    return size
  }
  // Users come after their operands, so backwards all users of a node have been seen before it.
  const computedOver = new Map<number, Set<number>>(roots.map((root) => [root, new Set([whole])]))
  for (let place = nodes.length - 1; place >= 0; place--) {
    const own = dims[place] as number
    const wanted = computedOver.get(place)
    if (wanted && wanted.size > 1) stored.add(place) // by two stages, so a third one computes it for both
    const over = stored.has(place) ? own : wanted?.values().next().value
    if (over === undefined) continue
    for (const operand of (nodes[place] as (typeof nodes)[number]).operands) {
      if (nodes[operand]?.node.kind !== 'operation') continue
      const users = computedOver.get(operand)
      if (dims[operand] !== over && sizeOf(over) >= worthwhile * sizeOf(dims[operand] as number)) stored.add(operand)
      else if (users) users.add(over)
      else computedOver.set(operand, new Set([over]))
    }
  }
  return { groups: [...groupsOf(stored, dims), { dims: whole, roots }], dims, stored }
}

/** The stored nodes by their dimensions, fewer dimensions first: what a node needs has a part of its dimensions. */
function groupsOf(stored: ReadonlySet<number>, dims: readonly number[]): Group[] {
  const roots = new Map<number, number[]>()
  for (const place of [...stored].sort((a, b) => a - b)) {
    const set = dims[place] as number
    const list = roots.get(set)
    if (list) list.push(place)
    else roots.set(set, [place])
  }
  return [...roots].map(([dims, roots]) => ({ dims, roots })).sort((a, b) => count(a.dims) - count(b.dims))
}

function count(dims: number): number {
  let bits = 0
  for (let rest = dims; rest !== 0; rest &= rest - 1) bits++
  return bits
}
