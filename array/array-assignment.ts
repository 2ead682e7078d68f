import type { DType } from '../protocol/dtype.js'
import { ArrayElementwise } from './array-elementwise.js'
import type { DistArray } from './dist-array.js'
import { elementOf, isWeakScalar } from './dtypes/weak-scalar.js'
import type { ElementLike } from './element.js'
import { type Explanation, explain } from './expression/explain.js'
import { explanationText } from './expression/explanation-text.js'
import type { Elementwise } from './expression/node.js'
import { type ArrayOrScalar, compose } from './lazy/elementwise.js'

/**
 * The part of a distributed array that is written to by expressions, computed and explained.
 *
 * What was made of the array before it is written to keeps the values that it had then.
 */
export abstract class ArrayAssignment<D extends DType = DType> extends ArrayElementwise<D> {
  /**
   * Write values over all elements, ghosts included.
   *
   * Collective over the ranks of the context in SPMD.
   *
   * @param values An array, which may be an expression and may read this array, or a scalar; broadcasts to this array.
   * @returns      This array, at once.
   * @throws {ShapeError}    The values do not broadcast to this array.
   * @throws {DTypeError}    They are of a kind that this array's dtype cannot hold.
   * @throws {ArgumentError} A scalar that the dtype cannot hold.
   */
  assign(values: ArrayOrScalar): this {
    if (isWeakScalar(values)) return this.fill(elementOf(values, this.dtype) as ElementLike<D>)
    compose('assign', [values], (it) => it as Elementwise, { out: this.self })
    return this
  }

  /**
   * Have the engines compute the array, and wait until they have.
   *
   * Collective over the ranks of the context in SPMD.
   *
   * @returns This array.
   * @throws {EngineError} It failed, or something before it that nobody had asked about.
   */
  async compute(): Promise<this> {
    this._client.compute(this)
    await this._client.calls.request({ fn: 'session.names', args: [], targets: this.targets })
    return this
  }

  /**
   * As {@link ArrayAssignment.compute}, without a promise.
   *
   * @throws {UnsupportedError} Outside SPMD.
   */
  computeSync(): this {
    this._client.compute(this)
    this._client.calls.requestSync({ fn: 'session.names', args: [], targets: this.targets })
    return this
  }

  /**
   * Tell how the array will be computed: the passes over memory with their operations, what moves between engines, and the memory that
   * is needed for the time.
   *
   * Not collective. Computes nothing.
   */
  explain(): string {
    return explanationText(this.explainData())
  }

  /** As {@link ArrayAssignment.explain}, as data. */
  explainData(): Explanation {
    return explain(this, this._pending())
  }

  /** This array as the class that users have. */
  protected abstract get self(): DistArray
}
