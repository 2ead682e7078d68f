import type { Calls } from './calls.js'
import type { Transport } from './transport.js'

/** What an array knows of the context that made it; `BaseContext` has the rest. */
export interface Client {
  readonly mode: Transport['mode']
  /** Number of engines. */
  readonly engines: number
  /** @internal */
  readonly calls: Calls
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
