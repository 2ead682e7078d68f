import type { Elementwise, Node } from '../expression/node.js'
import type { Placement } from '../placement.js'
import type { StoredArray } from '../stored-array.js'

/** Makes the result of a reduction out of the components of its state: always the same of the same, since it is kept. */
export type Finish = (...components: readonly Elementwise[]) => Elementwise

/** An expression whose values nobody has asked for yet. */
export class Pending {
  readonly node: Node
  /** The arrays that it reads, each once: as long as it is pending, what writes to them writes elsewhere. */
  readonly sources: readonly StoredArray[]
  /** Where it is computed: where its result will be, or for a reduction what is reduced. */
  readonly over: Placement
  /** Of a reduction. */
  readonly finish: Finish | undefined

  constructor(node: Node, sources: readonly StoredArray[], over: Placement, finish?: Finish) {
    this.node = node
    this.sources = sources
    this.over = over
    this.finish = finish
    for (const source of sources) source.addReader()
  }

  /** Let go of the arrays: it has been computed, or is not wanted any more. */
  end(): void {
    for (const source of this.sources) source.removeReader()
  }
}
