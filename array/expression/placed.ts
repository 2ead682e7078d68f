import type { Placement } from '../placement.js'
import type { Elementwise, Node } from './node.js'

/** Placements by node; null where none was asked for in what a node is made of. */
const known = new WeakMap<Elementwise, Placement | null>()

/**
 * Remember where somebody wants the array of a node to be, so that what is made of it goes there too.
 *
 * Not collective.
 *
 * @param node Nobody else's.
 */
export function askFor(node: Elementwise, placement: Placement): void {
  known.set(node, placement)
}

/**
 * Return the placement that was asked for a node, or else for the first of its operands that has all of its shape.
 *
 * Not collective.
 *
 * @param node Of a reduction the answer is about what it goes over.
 */
export function placementOf(node: Node): Placement | undefined {
  if (node.kind === 'reduction') return placementAmong(node.operands, node.over)
  const found = known.get(node)
  if (found !== undefined) return found ?? undefined
  if (node.kind !== 'operation') return undefined
  const placement = placementAmong(node.operands, node.shape)
  known.set(node, placement ?? null)
  return placement
}

function placementAmong(nodes: readonly Elementwise[], shape: readonly number[]): Placement | undefined {
  for (const node of nodes) {
    const placement = hasShape(node, shape) ? placementOf(node) : undefined
    if (placement) return placement
  }
  return undefined
}

function hasShape(node: Elementwise, shape: readonly number[]): boolean {
  return node.shape === shape || (node.shape.length === shape.length && node.shape.every((extent, d) => extent === shape[d]))
}
