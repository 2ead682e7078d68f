import type { DType } from '../protocol/dtype.js'
import { Calls, type Outgoing } from './calls.js'
import type { ApplyOptions, Client } from './client.js'
import { DistArray } from './dist-array.js'
import type { ShownElements } from './known-values.js'
import type { Placement } from './placement.js'
import type { Transport } from './transport.js'
import { UserFunctions } from './user-functions.js'

/** What every layer of a context stands on: its way to the engines. */
export abstract class ContextCore implements Client {
  /** @internal */
  readonly calls: Calls
  protected readonly transport: Transport
  protected readonly functions: UserFunctions

  protected constructor(transport: Transport) {
    this.transport = transport
    this.calls = new Calls(transport)
    this.functions = new UserFunctions(this.calls)
  }

  /** How the engines are reached. */
  get mode(): Transport['mode'] {
    return this.transport.mode
  }

  /** Number of engines; they are numbered from 0. */
  get engines(): number {
    return this.transport.engines
  }

  abstract apply(fn: (...args: never[]) => unknown, args: readonly unknown[], options?: ApplyOptions): Promise<unknown>
  abstract applySync(fn: (...args: never[]) => unknown, args: readonly unknown[], options?: ApplyOptions): unknown

  /** Have the engines make an array. */
  protected make<D extends DType>(
    call: Pick<Outgoing, 'fn' | 'args' | 'label'>,
    dtype: D,
    placement: Placement,
    shown?: ShownElements,
  ): DistArray<D> {
    const id = this.calls.allot()
    this.calls.send({ ...call, out: { first: id, count: 1 }, targets: placement.targets })
    return new DistArray({ client: this, id, dtype, ...placement, isExposed: false, ...(shown ? { shown } : {}) })
  }
}
