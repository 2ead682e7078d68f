/** What is known of a stage that may be too long. Nodes are places in the canonical graph. */
export interface Sequence {
  /** Places of the operations in the order they are computed. */
  readonly order: readonly number[]
  /** Operands of a node that cost a register: everything but constants, without duplicates. */
  operandsOf(place: number): readonly number[]
  /** Whether a node is stored in any case, so that a later stage can read it for nothing. */
  isStored(place: number): boolean
}

/** How long a part may be. */
export interface Limits {
  /** Steps of a stage. */
  readonly steps: number
  /** Arrays that a stage reads, and values of it that wait to be used. */
  readonly operands: number
}

/**
 * Cut a sequence of operations into parts within the limits, preferably where few values have to be carried over.
 *
 * Not collective.
 *
 * @returns Where the parts end, ascending; the last is the length of the sequence.
 */
export function split(sequence: Sequence, limits: Limits): number[] {
  const { order } = sequence
  const uses = usesOf(sequence)
  const carried = carriedOver(sequence, uses)
  const ends: number[] = []
  for (let start = 0; start < order.length; ) {
    const furthest = reach(sequence, uses, start, limits)
    let end = furthest
    if (furthest < order.length)
      for (let at = furthest; at > start + (furthest - start) / 2; at--) if ((carried[at] as number) < (carried[end] as number)) end = at
    ends.push(end)
    start = end
  }
  return ends
}

interface Uses {
  readonly position: ReadonlyMap<number, number>
  /** Position of the last user, by node. */
  readonly last: ReadonlyMap<number, number>
}

function usesOf({ order, operandsOf }: Sequence): Uses {
  const position = new Map<number, number>()
  const last = new Map<number, number>()
  for (const [at, place] of order.entries()) {
    position.set(place, at)
    for (const operand of operandsOf(place)) last.set(operand, at)
  }
  return { position, last }
}

/** For each cut the number of values on its left that are used on its right and are not stored anyway. */
function carriedOver({ order, isStored }: Sequence, { last }: Uses): Int32Array {
  const carried = new Int32Array(order.length + 2)
  for (const [at, place] of order.entries()) {
    const end = last.get(place) ?? at
    if (end === at || isStored(place)) continue
    carried[at + 1] = (carried[at + 1] as number) + 1
    carried[end + 1] = (carried[end + 1] as number) - 1
  }
  for (let at = 1; at < carried.length; at++) carried[at] = (carried[at] as number) + (carried[at - 1] as number)
  return carried
}

/** How far a part that begins at `start` can go; at least one step. */
function reach({ order, operandsOf }: Sequence, { position, last }: Uses, start: number, limits: Limits): number {
  const read = new Set<number>()
  let waiting = 0
  for (let at = start; at < order.length; at++) {
    const place = order[at] as number
    const operands = operandsOf(place)
    const isOutside = (operand: number): boolean => (position.get(operand) ?? -1) < start
    const fresh = operands.filter((operand) => isOutside(operand) && !read.has(operand))
    const ending = operands.filter((operand) => !isOutside(operand) && last.get(operand) === at).length
    const waits = waiting - ending + ((last.get(place) ?? at) > at ? 1 : 0)
    if (at > start && (at - start >= limits.steps || read.size + fresh.length > limits.operands || waits > limits.operands)) return at
    for (const operand of fresh) read.add(operand)
    waiting = waits
  }
  return order.length
}
