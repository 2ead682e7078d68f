import type { DType } from '../protocol/dtype.js'
import type { ArrayCore } from './array-core.js'
import type { Calls, Outgoing } from './calls.js'
import type { DistArray } from './dist-array.js'
import type { ShownElements } from './known-values.js'
import type { Expression } from './lazy/expression.js'
import type { Redistribution } from './lazy/redistribution.js'
import type { Placement } from './placement.js'
import type { Transport } from './transport.js'

/** What an array knows of the context that made it; `BaseContext` has the rest. */
export interface Client {
  readonly mode: Transport['mode']
  /** Number of engines. */
  readonly engines: number
  /** @internal */
  readonly calls: Calls
  /** Have the engines compute arrays that are expressions, together. */
  compute(...arrays: readonly ArrayCore[]): unknown
  /** What happens where operands of an expression have to move. */
  readonly redistribution: Redistribution
  /** @internal Tell the user of something that is no error, once for each place in the program. */
  warn(message: string): void
  /** @internal Make an array of an expression. */
  express(expression: Expression): DistArray
  /** @internal Have the engines make an array. */
  make<D extends DType>(call: Pick<Outgoing, 'fn' | 'args' | 'label'>, dtype: D, placement: Placement, shown?: ShownElements): DistArray<D>
  /** Run a function on engines; see `BaseContext.apply`. */
  apply(fn: (...args: never[]) => unknown, args: readonly unknown[], options?: ApplyOptions): Promise<unknown>
  /** As {@link Client.apply}, without a promise, in SPMD. */
  applySync(fn: (...args: never[]) => unknown, args: readonly unknown[], options?: ApplyOptions): unknown
}

/** Where a function runs. */
export interface ApplyOptions {
  /** Engines, ascending. Default: those that hold the arrays among the arguments; all, when there are none. */
  readonly targets?: readonly number[]
}
