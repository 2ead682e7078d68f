import type { Communicator } from '../bindings/communicator.js'
import type { DType } from '../protocol/dtype.js'
import { ArrayReductions } from './array-reductions.js'
import type { AllOnEngine, AtClient } from './at-client.js'
import type { ShownElements } from './known-values.js'
import type { LocalArray } from './local-array.js'
import { type Made, StoredArray } from './stored-array.js'

/**
 * A distributed array: a light handle for pieces that live on the engines, one {@link LocalArray} each, or for an expression that
 * has yet to be computed there.
 *
 * Made by the methods of a context. What changes or makes arrays returns at once; what brings values here returns a promise. In SPMD
 * every method is collective over all ranks, and methods whose names end in `Sync` do without the promise.
 */
export class DistArray<D extends DType = DType> extends ArrayReductions<D> {
  /** @internal Make the handle of elements that the engines have, or will have. */
  static _of<D extends DType>(made: Made<D>, shown?: ShownElements): DistArray<D> {
    const array = new DistArray<D>(new StoredArray(made))
    if (shown) array.remember(shown, array.moment())
    return array
  }

  /**
   * Run a function on the engines that hold this array, with this rank's piece as its first argument.
   *
   * @param fn   Is sent as text; see `BaseContext.apply`.
   * @param args Its further arguments; the communicator of the engines comes last.
   */
  apply<R, A extends readonly unknown[]>(
    fn: (x: LocalArray<D>, ...rest: [...AllOnEngine<A>, Communicator]) => R,
    ...args: A
  ): Promise<AtClient<Awaited<R>>> {
    return this._client.apply(fn as (...args: never[]) => unknown, [this, ...args]) as Promise<AtClient<Awaited<R>>>
  }

  protected override get self(): DistArray {
    return this
  }
}
