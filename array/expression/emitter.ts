import type { Canonical } from './canonical.js'
import type { Index } from './node.js'
import type { Feed, Stage, StageInput, Store } from './plan.js'
import type { Stretch } from './stretch.js'

/** What is known when stages are written. */
export interface Placed {
  readonly graph: Canonical
  /** Number of dimensions of the result. */
  readonly ndim: number
  /** Dimensions of each node. */
  readonly dims: readonly number[]
  /** Operands of each reduction. */
  readonly fed: readonly (readonly number[])[]
  /** The outputs that an operation is: more than one, where equal expressions were asked for. */
  readonly outputsAt: ReadonlyMap<number, readonly number[]>
  /** The temporary that holds an operation's value. */
  readonly slotOf: ReadonlyMap<number, number>
}

/** Writes stretches of operations as stages: gives registers to what they read and compute. */
export class Emitter {
  private readonly _known: Placed

  constructor(known: Placed) {
    this._known = known
  }

  stage({ dims, steps, reductions }: Stretch): Stage {
    const { fed } = this._known
    const inputs: StageInput[] = []
    const constants: number[] = []
    const registers = new Map<number, number>()
    const outside = new Set<number>()
    for (const place of steps) for (const operand of this.node(place).operands) outside.add(operand)
    for (const r of reductions) for (const operand of fed[r] as readonly number[]) outside.add(operand)
    for (const place of steps) outside.delete(place)
    for (const place of outside) {
      if (this.node(place).node.kind === 'constant') constants.push(place)
      else registers.set(place, inputs.push(this.input(place)) - 1)
    }
    for (const [k, place] of constants.entries()) registers.set(place, inputs.length + k)
    const loops = new Map<string, number>()
    const code: number[] = []
    for (const [k, place] of steps.entries()) {
      registers.set(place, inputs.length + constants.length + k)
      const { node, operands } = this.node(place)
      const key = node.kind === 'operation' ? node.loop.key : ''
      const loop = loops.get(key) ?? loops.size
      loops.set(key, loop)
      const [a, b = -1, c = -1] = operands.map((operand) => registers.get(operand) as number)
      code.push(loop, a as number, b, c)
    }
    return {
      dims,
      inputs,
      constants: constants.map((place) => this.node(place).slot),
      loops: [...loops.keys()],
      steps: code,
      stores: steps.flatMap((place) => this.stores(place, registers.get(place) as number)),
      reductions: reductions.map(
        (r): Feed => ({ at: r, registers: (fed[r] as readonly number[]).map((it) => registers.get(it) as number) }),
      ),
    }
  }

  private node(place: number): Canonical['nodes'][number] {
    return this._known.graph.nodes[place] as Canonical['nodes'][number]
  }

  private input(place: number): StageInput {
    const { node, slot } = this.node(place)
    if (node.kind === 'leaf') return { from: 'operand', at: slot }
    if (node.kind === 'index') return { from: 'index', at: this.dimensionOf(node, place) }
    const [output] = this._known.outputsAt.get(place) ?? []
    return output === undefined ? { from: 'temporary', at: this._known.slotOf.get(place) as number } : { from: 'output', at: output }
  }

  /** Of the result. */
  private dimensionOf({ dim, shape }: Index, place: number): number {
    const at = dim + this._known.ndim - shape.length
    return (this._known.dims[place] as number) & (1 << at) ? at : -1
  }

  private stores(place: number, register: number): Store[] {
    const outputs = this._known.outputsAt.get(place)
    if (outputs) return outputs.map((at) => ({ register, to: 'output', at }))
    const slot = this._known.slotOf.get(place)
    return slot === undefined ? [] : [{ register, to: 'temporary', at: slot }]
  }
}
