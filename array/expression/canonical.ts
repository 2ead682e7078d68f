import type { Element } from '../element.js'
import type { ArraySource, Constant, Elementwise, Node } from './node.js'

/** A graph without duplicates: every subexpression is there once, operands before what uses them. */
export interface Canonical {
  readonly nodes: readonly CanonicalNode[]
  /** Places in `nodes` of the operands of each root: one of an elementwise root (itself), as many as it has of a reduction. */
  readonly roots: readonly (readonly number[])[]
  /** The arrays that are read, each once. */
  readonly sources: readonly ArraySource[]
  /** The constants, each once. */
  readonly constants: readonly Constant[]
  /** Equal for graphs that differ in arrays of the same dtype and shape and in the values of constants only. */
  readonly key: string
}

/** A node, with its operands by their places. */
export interface CanonicalNode {
  readonly node: Elementwise
  /** Places of the operands. */
  readonly operands: readonly number[]
  /** Place in `sources` or `constants`; -1 of others. */
  readonly slot: number
}

/**
 * Find the common subexpressions of a graph with several roots; what no root needs is not in it.
 *
 * Not collective.
 *
 * @remarks Takes time in proportion to the number of nodes, and no stack for their depth.
 */
export function canonical(roots: readonly Node[]): Canonical {
  const walk = new Walk()
  const places = roots.map((root) => (root.kind === 'reduction' ? root.operands.map((it) => walk.place(it)) : [walk.place(root)]))
  return { nodes: walk.nodes, roots: places, sources: walk.sources, constants: walk.constants, key: walk.key }
}

/** One entry of the stack: a node, and how many of its operands have been seen to. */
interface Visit {
  readonly node: Elementwise
  next: number
}

class Walk {
  readonly nodes: CanonicalNode[] = []
  readonly sources: ArraySource[] = []
  readonly constants: Constant[] = []
  key = ''
  /** Places by node, and by what a node computes. */
  private readonly _byNode = new Map<Elementwise, number>()
  private readonly _byText = new Map<string, number>()

  place(root: Elementwise): number {
    const stack: Visit[] = [{ node: root, next: 0 }]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { node } = top
      const operand = node.kind === 'operation' ? node.operands[top.next] : undefined
      if (operand && !this._byNode.has(node)) {
        top.next++
        if (!this._byNode.has(operand)) stack.push({ node: operand, next: 0 })
      } else {
        stack.pop()
        if (!this._byNode.has(node)) this._byNode.set(node, this.add(node))
      }
    }
    return this._byNode.get(root) as number
  }

  private add(node: Elementwise): number {
    const operands = node.kind === 'operation' ? node.operands.map((operand) => this._byNode.get(operand) as number) : []
    const text = identity(node, operands)
    const known = this._byText.get(text)
    if (known !== undefined) return known
    let slot = -1
    if (node.kind === 'leaf') slot = this.sources.push(node.source) - 1
    else if (node.kind === 'constant') slot = this.constants.push(node) - 1
    const place = this.nodes.push({ node, operands, slot }) - 1
    this._byText.set(text, place)
    this.key += slot === -1 ? `${text};` : `${node.kind} ${node.dtype} ${node.shape};`
    return place
  }
}

/** Equal for nodes that have the same value. */
function identity(node: Elementwise, operands: readonly number[]): string {
  switch (node.kind) {
    case 'leaf':
      return `leaf ${node.source.id}`
    case 'constant':
      return `constant ${node.dtype} ${valueText(node.value)}`
    case 'index':
      return `index ${node.dim} ${node.shape}`
    case 'operation':
      // A copy may have more elements than its operand; other shapes are those of the operands.
      return node.loop.name === 'astype' ? `${node.loop.key} ${operands} ${node.shape}` : `${node.loop.key} ${operands}`
  }
}

/** Tells -0 from 0; all NaN are one. */
export function valueText(value: Element): string {
  if (typeof value === 'object') return `${valueText(value.re)} ${valueText(value.im)}`
  return Object.is(value, -0) ? '-0' : String(value)
}
