import type { DType } from '../protocol/dtype.js'
import { ArgumentError, expected } from '../protocol/errors.js'
import { ArrayCore } from './array-core.js'
import { placeOfCall } from './call-sites.js'
import { Calls, type Outgoing } from './calls.js'
import type { ApplyOptions, Client } from './client.js'
import { ContextEvents } from './context-events.js'
import { DistArray } from './dist-array.js'
import { placeResult } from './expression/place.js'
import { askFor } from './expression/placed.js'
import type { ShownElements } from './known-values.js'
import { computeArrays } from './lazy/compute.js'
import type { Expression } from './lazy/expression.js'
import { Pending } from './lazy/pending.js'
import { checkMoves, type Redistribution, redistributions } from './lazy/redistribution.js'
import { reducedPlacement } from './lazy/reduced-placement.js'
import type { Placement } from './placement.js'
import type { Transport } from './transport.js'
import { UserFunctions } from './user-functions.js'

/** Operations on top of each other, at most, before they are computed. */
const deepest = 1000

/** Arrays that are read at once, at most: a sum that a loop adds to is not to keep all that it has added. */
const mostSources = 32

/** What every layer of a context stands on: its way to the engines. */
export abstract class ContextCore implements Client {
  /** @internal */
  readonly calls: Calls
  protected readonly transport: Transport
  protected readonly functions: UserFunctions
  protected readonly events: ContextEvents
  private readonly _warnedAt = new Set<string>()
  private _redistribution: Redistribution = 'allow'

  protected constructor(transport: Transport) {
    this.transport = transport
    this.calls = new Calls(transport)
    this.functions = new UserFunctions(this.calls)
    this.events = new ContextEvents(transport)
  }

  /** How the engines are reached. */
  get mode(): Transport['mode'] {
    return this.transport.mode
  }

  /** Number of engines; they are numbered from 0. */
  get engines(): number {
    return this.transport.engines
  }

  /**
   * What happens where operands of an expression are distributed differently, so that some have to move: `'allow'`, the default;
   * `'warn'`, a `'warning'` event, once for each place in the program; `'refuse'`, a DistributionError.
   */
  get redistribution(): Redistribution {
    return this._redistribution
  }

  set redistribution(wanted: Redistribution) {
    if (!redistributions.includes(wanted))
      throw new ArgumentError(expected(`one of ${redistributions.join(', ')}`, 'redistribution', wanted))
    this._redistribution = wanted
  }

  abstract apply(fn: (...args: never[]) => unknown, args: readonly unknown[], options?: ApplyOptions): Promise<unknown>
  abstract applySync(fn: (...args: never[]) => unknown, args: readonly unknown[], options?: ApplyOptions): unknown

  /**
   * Have the engines compute arrays that are expressions, together: what they have in common is computed once, and what goes over the
   * same elements in one pass over memory. Returns at once; nothing needs this, since everything that wants values computes them.
   *
   * @returns The arrays.
   * @throws {ArgumentError} Not an array.
   */
  compute<A extends readonly ArrayCore[]>(...arrays: A): A {
    for (const array of arrays)
      if (!(array instanceof ArrayCore))
        throw new ArgumentError(
          `${expected('distributed arrays', 'compute', array)}${Array.isArray(array) ? '; write compute(...arrays)' : ''}`,
        )
    computeArrays(this, arrays)
    return arrays
  }

  /** @internal Make an array of an expression. */
  express(expression: Expression): DistArray {
    const { node, sources, finish, distribution } = expression
    const shape = node.kind === 'reduction' ? node.over : (expression.shape ?? node.shape)
    const over = placeResult(shape, sources, { engines: this.engines, distribution, placement: expression.placement, node })
    if (expression.placement && node.kind !== 'reduction') askFor(node, expression.placement)
    if (over.operands.some(({ action }) => action === 'move')) checkMoves(this, sources, over)
    const placement = node.kind === 'reduction' ? reducedPlacement(over, node) : over
    const pending = new Pending(node, sources, over, finish)
    const array = new DistArray({
      client: this,
      dtype: node.dtype,
      distribution: placement.distribution,
      targets: placement.targets,
      pending,
    })
    // What others can write to at any time has to be read now; what is as long as this is computed in parts.
    if (node.depth > deepest || sources.length > mostSources || sources.some(({ isShared, isExposed }) => isShared || isExposed))
      this.compute(array)
    return array
  }

  /** @internal */
  warn(message: string): void {
    const place = placeOfCall()
    if (this._warnedAt.has(place)) return
    this._warnedAt.add(place)
    this.events.warn({ message: `${message}\n${place}` })
  }

  /**
   * @internal Have the engines make an array.
   *
   * @param targets The engines that run the call; others than those of the array make no piece of it.
   */
  make<D extends DType>(
    call: Pick<Outgoing, 'fn' | 'args' | 'label'>,
    dtype: D,
    placement: Placement,
    shown?: ShownElements,
    targets = placement.targets,
  ): DistArray<D> {
    const { fn, args, label } = call
    const { distribution } = placement
    const id = this.calls.allot()
    const out = { first: id, count: 1 }
    // Spread objects would cost a microsecond.
    this.calls.send(label === undefined ? { fn, args, targets, out } : { fn, args, targets, out, label })
    return DistArray._of({ client: this, id, dtype, distribution, targets: placement.targets, isExposed: false }, shown)
  }
}
