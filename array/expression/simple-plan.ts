import type { Element } from '../element.js'
import type { Loop } from './loop.js'
import type { ArraySource, Elementwise, Operation } from './node.js'
import type { Plan } from './plan.js'

/** One operation on arrays of its own shape and at most one constant: what small programs do all the time. */
export interface SimpleCase {
  readonly loop: Loop
  /** Equal for operations of one loop that have the same plan. */
  readonly pattern: number
  readonly sources: readonly ArraySource[]
  readonly constants: readonly Element[]
}

/** Plans by pattern. */
const known = new WeakMap<Loop, Map<number, Plan>>()

/**
 * Recognize an expression whose plan can be looked up without walking its graph.
 *
 * Not collective.
 *
 * @returns Undefined for others.
 */
export function simpleCase(node: Elementwise): SimpleCase | undefined {
  if (node.kind !== 'operation' || node.depth !== 1) return undefined
  const sources: ArraySource[] = []
  const constants: Element[] = []
  // Which array each operand is, or that it is the constant, as the digits of a number.
  let pattern = node.shape.length
  for (const operand of node.operands) {
    if (operand.kind === 'leaf' && isSame(operand.shape, node.shape)) {
      let at = sources.findIndex(({ id }) => id === operand.source.id)
      if (at === -1) at = sources.push(operand.source) - 1
      pattern = 4 * pattern + at
    } else if (operand.kind === 'constant' && constants.length === 0) {
      constants.push(operand.value)
      pattern = 4 * pattern + 3
    } else return undefined
  }
  return { loop: node.loop, pattern, sources, constants }
}

/**
 * Return the plan of a simple case.
 *
 * Not collective.
 *
 * @param make Makes it the first time.
 */
export function simplePlan({ loop, pattern }: SimpleCase, make: () => Plan): Plan {
  let plans = known.get(loop)
  if (!plans) {
    plans = new Map()
    known.set(loop, plans)
  }
  let plan = plans.get(pattern)
  if (!plan) {
    plan = make()
    plans.set(pattern, plan)
  }
  return plan
}

function isSame(a: Operation['shape'], b: Operation['shape']): boolean {
  return a === b || (a.length === b.length && a.every((extent, d) => extent === b[d]))
}
