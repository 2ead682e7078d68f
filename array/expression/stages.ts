import type { Canonical } from './canonical.js'
import { Emitter } from './emitter.js'
import { type Group, type Hoisting, hoist } from './hoist.js'
import type { Elementwise, Reduction } from './node.js'
import { type Part, type Plan, stageOperands, stageSteps } from './plan.js'
import { schedule } from './schedule.js'
import { split } from './split.js'
import type { Stretch } from './stretch.js'
import { assignTemporaries } from './temporaries.js'

/** What is to be computed: the first roots of the graph are outputs, the others reductions. */
export interface Wanted {
  readonly shape: readonly number[]
  readonly outputs: number
  readonly reductions: readonly Reduction[]
}

/**
 * Translate a graph into stages.
 *
 * Not collective.
 */
export function planOf(key: string, graph: Canonical, wanted: Wanted): Plan {
  const outputs = graph.roots.slice(0, wanted.outputs).map(([place]) => place as number)
  const fed = graph.roots.slice(wanted.outputs)
  const isOperation = (place: number): boolean => graph.nodes[place]?.node.kind === 'operation'
  const roots = [...new Set([...outputs, ...fed.flat().filter(isOperation)])]
  const hoisting = hoist(graph, roots, wanted.shape)
  const stretches = hoisting.groups.flatMap((group) => cut(graph, hoisting, group, new Set(outputs), fed))
  const outputsAt = new Map<number, number[]>()
  for (const [at, place] of outputs.entries()) outputsAt.set(place, [...(outputsAt.get(place) ?? []), at])
  const { temporaries, slotOf } = assignTemporaries(stretches, {
    operandsOf: (place) => (graph.nodes[place] as (typeof graph.nodes)[number]).operands,
    operandsOfReduction: (at) => fed[at] as readonly number[],
    partOf: (place, dims) => ({ dtype: nodeOf(graph, place).dtype, dims }),
    isOperation,
    isOutput: (place) => outputsAt.has(place),
  })
  const emitter = new Emitter({ graph, ndim: wanted.shape.length, dims: hoisting.dims, fed, outputsAt, slotOf })
  return {
    key,
    ndim: wanted.shape.length,
    operands: graph.nodes.flatMap(({ node }, place): Part[] =>
      node.kind === 'leaf' ? [{ dtype: node.dtype, dims: hoisting.dims[place] as number }] : [],
    ),
    constants: graph.constants.map(({ dtype }) => dtype),
    outputs: outputs.map((place) => nodeOf(graph, place).dtype),
    reductions: wanted.reductions.map(({ name, operands, dtype, axes }) => ({
      name,
      inputs: operands.map((operand) => operand.dtype),
      dtype,
      dims: axes.reduce((dims, d) => dims | (1 << d), 0),
    })),
    temporaries,
    stages: stretches.map((stretch) => emitter.stage(stretch)),
  }
}

function nodeOf(graph: Canonical, place: number): Elementwise {
  return (graph.nodes[place] as (typeof graph.nodes)[number]).node
}

/** Order the operations of a group and cut them into stretches that fit. */
function cut(
  graph: Canonical,
  { dims, stored, groups }: Hoisting,
  group: Group,
  outputs: ReadonlySet<number>,
  fed: readonly (readonly number[])[],
): Stretch[] {
  const node = (place: number): Canonical['nodes'][number] => graph.nodes[place] as Canonical['nodes'][number]
  const isHere = (place: number): boolean => node(place).node.kind === 'operation' && (!stored.has(place) || dims[place] === group.dims)
  const isLast = group === groups.at(-1)
  const order = schedule({ roots: group.roots.filter(isHere), operandsOf: (place) => [...new Set(node(place).operands)].filter(isHere) })
  const ends = split(
    {
      order,
      operandsOf: (place) => [...new Set(node(place).operands)].filter((operand) => node(operand).node.kind !== 'constant'),
      isStored: (place) => stored.has(place) || outputs.has(place),
    },
    { steps: stageSteps, operands: stageOperands },
  )
  if (ends.length === 0 && isLast) ends.push(0)
  const position = new Map(order.map((place, at) => [place, at]))
  const ready = fed.map((places) => Math.max(0, ...places.map((place) => position.get(place) ?? 0)))
  return ends.map((end, k) => {
    const start = k === 0 ? 0 : (ends[k - 1] as number)
    const isFed = (at: number): boolean => at >= start && (at < end || end === 0)
    const reductions = isLast ? ready.flatMap((at, r) => (isFed(at) ? [r] : [])) : []
    return { dims: group.dims, steps: order.slice(start, end), reductions }
  })
}
