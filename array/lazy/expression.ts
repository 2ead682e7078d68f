import type { Distribution } from '../../protocol/distribution.js'
import type { Node } from '../expression/node.js'
import type { Placement } from '../placement.js'
import type { StoredArray } from '../stored-array.js'
import type { Finish } from './pending.js'

/** An expression, with the arrays that it reads. */
export interface Expression {
  readonly node: Node
  /** Each once. */
  readonly sources: readonly StoredArray[]
  /** What it is stretched to; default: its own shape. */
  readonly shape?: readonly number[]
  /** That the result is to have; default: where the fewest bytes have to travel. */
  readonly distribution?: Distribution
  /** Where the result is to be, and with it what is made of it; the node is nobody else's then. */
  readonly placement?: Placement | undefined
  /** Of a reduction. */
  readonly finish?: Finish
}
