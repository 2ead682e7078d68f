/** The part of a graph that one stage computes. Nodes are places in the canonical graph. */
export interface Portion {
  /** What the stage has to have at its end. */
  readonly roots: readonly number[]
  /** Operands of a node that this stage computes too, without duplicates. */
  operandsOf(place: number): readonly number[]
}

/**
 * Order the operations of a stage so that few values wait to be used: of a node's operands first the one that needs most registers,
 * and each operand right before its first use.
 *
 * Not collective.
 *
 * @returns Places of the operations, operands before what uses them, each once.
 * @remarks Optimal for trees. Shared nodes count for each of their users.
 * @see source: Sethi and Ullman, "The generation of optimal code for arithmetic expressions", 1970
 */
export function schedule(portion: Portion): number[] {
  const needs = new Map<number, number>()
  postorder(portion.roots, portion.operandsOf, (place) => {
    const below = portion.operandsOf(place).map((operand) => needs.get(operand) as number)
    needs.set(place, registersFor(below))
  })
  const order: number[] = []
  const byNeed = (place: number): readonly number[] => {
    const operands = portion.operandsOf(place)
    if (operands.length < 2) return operands
    return [...operands].sort((a, b) => (needs.get(b) as number) - (needs.get(a) as number))
  }
  postorder(portion.roots, byNeed, (place) => order.push(place))
  return order
}

/** Registers for a node whose operands need so many each: the k-th in turn has k results of others waiting. */
function registersFor(operands: readonly number[]): number {
  if (operands.length === 0) return 1
  if (operands.length === 1) return operands[0] as number
  return Math.max(...[...operands].sort((a, b) => b - a).map((need, k) => need + k))
}

/** Visit what the roots need, operands first, each node once; without recursion, whatever the depth. */
function postorder(roots: readonly number[], operandsOf: (place: number) => readonly number[], visit: (place: number) => void): void {
  const seen = new Set<number>()
  for (const root of roots) {
    if (seen.has(root)) continue
    seen.add(root)
    const stack: { readonly place: number; readonly operands: readonly number[]; next: number }[] = []
    stack.push({ place: root, operands: operandsOf(root), next: 0 })
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const operand = top.operands[top.next++]
      if (operand === undefined) {
        stack.pop()
        visit(top.place)
      } else if (!seen.has(operand)) {
        seen.add(operand)
        stack.push({ place: operand, operands: operandsOf(operand), next: 0 })
      }
    }
  }
}
