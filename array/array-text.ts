import type { InspectOptionsStylized } from 'node:util'
import type { DType } from '../protocol/dtype.js'
import { UnsupportedError } from '../protocol/errors.js'
import { ArrayCore } from './array-core.js'
import type { Outgoing } from './calls.js'
import { constantOf, type Element } from './element.js'
import { type ShownElements, shownFromCorners } from './known-values.js'
import type { LocalArray } from './local-array.js'
import { shownEdge, summarize } from './summary.js'
import { engineList } from './targets.js'

/** The part of a distributed array that writes it for people, from what is known of its values here. */
export abstract class ArrayText<D extends DType = DType> extends ArrayCore<D> {
  /** Counts what was written to it here. */
  private _writes = 0
  /** The last that was seen of its values. */
  private _seen: { readonly shown: ShownElements; readonly writes: number; readonly exposures: number } | undefined

  /**
   * Describe the array and show its values as NumPy prints them. Of a large array only the corners are moved.
   *
   * @returns What `toString()` gives from then on, until something may have written to the array.
   */
  async summary(): Promise<string> {
    const moment = this.moment()
    if (this.size === 0) this.remember(nothing, moment)
    else {
      const answers = await this._client.calls.request(this.cornersCall())
      this.remember(shownFromCorners(this.shape, this.dtype, answers), moment)
    }
    return this.describe(this._seen?.shown)
  }

  /**
   * Describe the array, with its values where they are known here: from `summary()`, `toArray()` or `fill()`, as long as nothing
   * may have written to it since. In SPMD at least this rank's are.
   *
   * Not collective.
   */
  override toString(): string {
    return this.describe(this.seen())
  }

  /**
   * The text, for templates and after a `+`.
   *
   * @throws {UnsupportedError} As an operand of any other operator: JavaScript would make NaN of it, or false.
   */
  [Symbol.toPrimitive](hint: string): string {
    if (hint !== 'number') return this.toString()
    throw new UnsupportedError(
      'JavaScript has no operators for arrays; write a.multiply(b), a.less(b) and so on, or the operator in the text of ctx.expr',
      {
        feature: 'operators on arrays',
      },
    )
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: number, _options: InspectOptionsStylized): string {
    return this.toString()
  }

  /** @throws {UnsupportedError} JSON.stringify asks for values, and has no way to wait for them. */
  toJSON(): never {
    throw new UnsupportedError('The elements are on the engines; bring them here first: JSON.stringify((await a.toArray()).toNested())', {
      feature: 'JSON of distributed arrays',
    })
  }

  private cornersCall(): Outgoing {
    return { fn: 'corners', args: [this.reference(), Math.min(shownEdge(this.shape), Math.max(0, ...this.shape))], targets: this.targets }
  }

  protected moment(): Moment {
    return { writes: this._writes, exposures: this._client.calls.exposures }
  }

  protected remember(shown: ShownElements, moment: Moment): void {
    this._seen = { shown, ...moment }
  }

  private seen(): ShownElements | undefined {
    const seen = this._seen
    const { isShared, isExposed } = this.present ?? neither
    if (isShared || (isExposed && this._client.calls.hasPieces)) return undefined
    const isValid = seen?.writes === this._writes && (!isExposed || seen.exposures === this._client.calls.exposures)
    return isValid ? seen?.shown : undefined
  }

  protected override forget(): void {
    this._seen = undefined
  }

  /** Take note that the elements change. */
  protected noteWrite(): void {
    this._writes++
    // Another array may be the same memory: a function can return what it was given.
    if (this.present?.isExposed) this._client.calls.exposures++
  }

  private describe(shown: ShownElements | undefined): string {
    const { dtype, shape, dist, gridShape, targets } = this
    const list = (numbers: readonly number[]): string => `[${numbers.join(', ')}]`
    const head = `DistArray(${dtype}, shape ${list(shape)}, dist '${dist}', grid ${list(gridShape)}, ${engineList(targets)})`
    if (this.isFreed) return `${head} (freed)`
    if (shown) return `${head}\n${summarize(shape, dtype, shown)}`
    if (this.isPending) return `${head} (not computed yet)`
    const piece = this.describePiece()
    return piece === undefined ? head : `${head}\n${piece}`
  }

  /** This rank's own values, in SPMD. */
  private describePiece(): string | undefined {
    const { session } = this._client.calls.transport
    const rank = this.targets.indexOf(session?.communicator.rank ?? -1)
    const { present } = this
    if (!session || rank === -1 || !present || this._client.calls.isClosed) return undefined
    try {
      const piece = session.local(present.id)
      if (this.targets.length === 1) return summarize(this.shape, this.dtype, (index) => this.elementOf(piece, index))
      const { ownShape, ownOffset } = piece
      const values = summarize(ownShape, this.dtype, (index) => piece.get(index.map((i, d) => i + (ownOffset[d] as number))))
      return `rank ${rank} owns shape [${ownShape.join(', ')}]:\n${values}`
    } catch {
      return undefined // the call that was to make it failed, which the next answer tells
    }
  }

  /** Of the only piece; indices of an unstructured dimension need not fill the range, and what nobody holds is 0. */
  private elementOf(piece: LocalArray, index: readonly number[]): Element {
    return this.distribution.holds(0, index) ? piece.getGlobal(index) : constantOf(this.dtype, 0)
  }
}

/** What has been written so far, as far as it can change this array. */
export interface Moment {
  readonly writes: number
  readonly exposures: number
}

const nothing: ShownElements = () => 0
const neither = { isShared: false, isExposed: false }
