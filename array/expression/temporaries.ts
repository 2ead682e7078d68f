import type { Part } from './plan.js'
import type { Stretch } from './stretch.js'

/** What {@link assignTemporaries} asks of the graph. */
export interface Values {
  operandsOf(place: number): readonly number[]
  operandsOfReduction(at: number): readonly number[]
  partOf(place: number, dims: number): Part
  isOperation(place: number): boolean
  isOutput(place: number): boolean
}

/**
 * Find the values that one stage leaves to later ones, and a place in memory for each; places are used again.
 *
 * Not collective.
 *
 * @returns The places, and which one each value has. Outputs need none.
 */
export function assignTemporaries(
  stretches: readonly Stretch[],
  values: Values,
): { temporaries: readonly Part[]; slotOf: ReadonlyMap<number, number> } {
  const lastUse = new Map<number, number>()
  for (const [at, { steps, reductions }] of stretches.entries()) {
    for (const place of steps) for (const operand of values.operandsOf(place)) lastUse.set(operand, at)
    for (const r of reductions) for (const operand of values.operandsOfReduction(r)) lastUse.set(operand, at)
  }
  const temporaries: Part[] = []
  const slotOf = new Map<number, number>()
  const free = new Map<string, number[]>()
  const ending = new Map<number, number[]>()
  for (const [at, { dims, steps }] of stretches.entries()) {
    for (const place of steps) {
      const last = lastUse.get(place) ?? at
      if (last === at || values.isOutput(place)) continue
      const part = values.partOf(place, dims)
      const slot = free.get(nameOf(part))?.pop() ?? temporaries.push(part) - 1
      slotOf.set(place, slot)
      ending.set(last, [...(ending.get(last) ?? []), slot])
    }
    // Only now, so that no stage reads and writes the same memory.
    for (const slot of ending.get(at) ?? []) {
      const name = nameOf(temporaries[slot] as Part)
      free.set(name, [...(free.get(name) ?? []), slot])
    }
  }
  return { temporaries, slotOf }
}

function nameOf({ dtype, dims }: Part): string {
  return `${dtype} ${dims}`
}
