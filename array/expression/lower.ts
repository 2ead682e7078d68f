import { UnsupportedError } from '../../protocol/errors.js'
import type { Element } from '../element.js'
import { requireBroadcast } from './broadcast.js'
import { type Canonical, canonical } from './canonical.js'
import { type ArraySource, type Elementwise, type Node, type Reduction, stretch } from './node.js'
import { dimsOf, type Plan } from './plan.js'
import { simpleCase, simplePlan } from './simple-plan.js'
import { planOf, type Wanted } from './stages.js'

/** An expression to be computed; `shape` is what an elementwise one is stretched to, by default its own. */
export interface Root {
  readonly node: Node
  readonly shape?: readonly number[] | undefined
}

/** What one plan computes of several roots: those over the same shape. */
export interface Lowered {
  readonly plan: Plan
  /** The shape that is iterated over. */
  readonly shape: readonly number[]
  /** Places among the roots of the plan's outputs, in its order. */
  readonly outputs: readonly number[]
  /** Places among the roots of the plan's reductions, in its order. */
  readonly reductions: readonly number[]
  /** The arrays it reads, in the plan's order. */
  readonly sources: readonly ArraySource[]
  /** Values of the plan's constants. */
  readonly constants: readonly Element[]
}

/**
 * Translate expressions into travelling programs, one for each shape that is iterated over.
 *
 * Not collective.
 *
 * @returns In the order in which the shapes appear. Plans of graphs of the same form are the same object.
 * @throws {ShapeError}       A root does not broadcast to its shape.
 * @throws {UnsupportedError} More than 30 dimensions.
 */
export function lower(roots: readonly Root[]): Lowered[] {
  const [only] = roots
  if (only && roots.length === 1) return [lowerOne(only, roots)]
  const groups = new Map<string, { readonly shape: readonly number[]; readonly roots: number[] }>()
  for (const [at, root] of roots.entries()) {
    const shape = shapeOf(root)
    const key = shape.join()
    const group = groups.get(key)
    if (group) group.roots.push(at)
    else groups.set(key, { shape, roots: [at] })
  }
  return Array.from(groups.values(), (group) => lowerGroup(group.shape, group.roots, roots))
}

const none: readonly number[] = Object.freeze([])
const first: readonly number[] = Object.freeze([0])

function lowerOne(root: Root, roots: readonly Root[]): Lowered {
  const shape = shapeOf(root)
  const simple = root.node.kind === 'operation' && shape === root.node.shape ? simpleCase(root.node) : undefined
  if (!simple) return lowerGroup(shape, first, roots)
  const plan = simplePlan(simple, () => lowerGroup(shape, first, roots).plan)
  return { plan, shape, outputs: first, reductions: none, sources: simple.sources, constants: simple.constants }
}

function shapeOf({ node, shape }: Root): readonly number[] {
  if (node.kind === 'reduction') return node.over
  if (shape === undefined) return node.shape
  requireBroadcast(node.shape, shape)
  return shape
}

function lowerGroup(shape: readonly number[], members: readonly number[], roots: readonly Root[]): Lowered {
  if (shape.length > 30)
    throw new UnsupportedError(`Expected at most 30 dimensions but the expression has ${shape.length}`, {
      feature: 'more than 30 dimensions',
    })
  const outputs = members.filter((at) => roots[at]?.node.kind !== 'reduction')
  const reductions = members.filter((at) => roots[at]?.node.kind === 'reduction')
  const reductionNodes = reductions.map((at) => roots[at]?.node as Reduction)
  const graph = canonical([...outputs.map((at) => asOperation(roots[at]?.node as Elementwise, shape)), ...reductionNodes])
  const plan = cachedPlan(graph, { shape, outputs: outputs.length, reductions: reductionNodes })
  return { plan, shape, outputs, reductions, sources: graph.sources, constants: graph.constants.map(({ value }) => value) }
}

/** Every output is an operation over the whole shape: what is none is copied. */
function asOperation(node: Elementwise, shape: readonly number[]): Elementwise {
  return node.kind === 'operation' && dimsOf(node.shape, shape) === dimsOf(shape, shape) ? node : stretch(node, shape)
}

/** Plans of short graphs, least recently used first. */
const known = new Map<string, Plan>()
const limit = 512
const longestKey = 4096

function cachedPlan(graph: Canonical, wanted: Wanted): Plan {
  if (graph.key.length > longestKey) return planOf('', graph, wanted)
  const roots = graph.roots.join(' ')
  const reductions = wanted.reductions.map(({ name, dtype, axes }) => `${name} ${dtype} ${axes}`).join()
  const key = `${graph.key}|${wanted.shape}|${wanted.outputs}|${roots}|${reductions}`
  let plan = known.get(key)
  if (plan) known.delete(key)
  else plan = planOf(key, graph, wanted)
  known.set(key, plan)
  if (known.size > limit) known.delete(known.keys().next().value as string)
  return plan
}
