import { giveBack } from '../bindings/temporary.js'
import type { ArrayTypes, DType } from '../protocol/dtype.js'
import { ShapeError } from '../protocol/errors.js'
import { bufferOf } from '../protocol/memory.js'
import { ArrayText, type Moment } from './array-text.js'
import type { EngineValue, Outgoing } from './calls.js'
import type { DistArray } from './dist-array.js'
import { type Element, type ElementLike, elementLike } from './element.js'
import { type Elementwise, stretch } from './expression/node.js'
import { holdersOf } from './holders-of-element.js'
import { ArrayReference } from './instruction.js'
import { shownFromWhole } from './known-values.js'
import { computeInto } from './lazy/compute.js'
import { Pending } from './lazy/pending.js'
import { checkMoves } from './lazy/redistribution.js'
import { NDArray } from './nd-array.js'
import { assemble } from './pieces.js'
import type { StoredArray } from './stored-array.js'
import { unsetArray } from './unset-array.js'

/** The part of a distributed array that brings elements here and sets them. */
export abstract class ArrayElements<D extends DType = DType> extends ArrayText<D> {
  /**
   * Return one element.
   *
   * @param index One global index per dimension; `[]` for a 0-d array.
   * @throws {SelectionError}    The index is out of range.
   * @throws {UseAfterFreeError} After `free()`.
   */
  async get(index: readonly number[]): Promise<Element<D>> {
    const [answer] = await this._client.calls.request(this.getCall(index), 'first')
    return answer?.value as Element<D>
  }

  /**
   * As {@link DistArray.get}, without a promise.
   *
   * @throws {UnsupportedError} Outside SPMD.
   */
  getSync(index: readonly number[]): Element<D> {
    const [answer] = this._client.calls.requestSync(this.getCall(index), 'first')
    return answer?.value as Element<D>
  }

  /**
   * Return the only element.
   *
   * @throws {ShapeError} There are more, or none.
   */
  async item(): Promise<Element<D>> {
    return this.get(this.onlyIndex())
  }

  /**
   * As {@link DistArray.item}, without a promise.
   *
   * @throws {UnsupportedError} Outside SPMD.
   */
  itemSync(): Element<D> {
    return this.getSync(this.onlyIndex())
  }

  /**
   * Set one element, everywhere it is held: ghosts of it as well.
   *
   * @param index One global index per dimension; `[]` for a 0-d array.
   * @returns     This array, at once.
   * @throws {SelectionError} The index is out of range.
   * @throws {ArgumentError}  The dtype cannot hold `value`.
   */
  set(index: readonly number[], value: ElementLike<D>): this {
    const element = elementLike(this.dtype, value)
    const targets = holdersOf(this.distribution, index).map((rank) => this.targets[rank] as number)
    this.requireUsable()
    this.noteWrite()
    const { id } = this.separated()
    const { calls } = this._client
    calls.send({ fn: 'element.set', args: [new ArrayReference(id), [...index], element], targets, entry: this.set, writes: [id] })
    return this
  }

  /**
   * Set every element to one value, ghosts included.
   *
   * @returns This array, at once.
   * @throws {ArgumentError} The dtype cannot hold `value`.
   */
  fill(value: ElementLike<D>): this {
    const element = elementLike(this.dtype, value)
    this.noteWrite()
    const { targets, dtype, distribution, fill: entry } = this
    const { calls } = this._client
    const isMade = this.replaced((id) =>
      calls.send({ fn: 'create.full', args: [calls.layout(distribution), dtype, element], targets, entry, out: { first: id, count: 1 } }),
    )
    if (!isMade) {
      const reference = this.reference()
      calls.send({ fn: 'fill', args: [reference, element], targets, entry, writes: [reference.id] })
    }
    this.remember(() => element, this.moment())
    return this
  }

  /** @internal Write an expression that broadcasts to this array over all elements. */
  _write(node: Elementwise, sources: readonly StoredArray[]): void {
    this.requireUsable()
    checkMoves(this._client, sources, this)
    this.noteWrite()
    const { present } = this
    // Other expressions want the elements as they are; this one reads them before they are overwritten.
    const into = present?.isRead ? undefined : present
    const pending = new Pending(node, sources, this)
    computeInto(this._client, this, pending, into)
    pending.end()
  }

  /**
   * @internal Have the engines change the elements where they are.
   *
   * @param fn   Rank-level function, whose first argument is this array.
   * @param rest Makes the others, when nothing can be refused any more.
   */
  _change(fn: string, rest: () => readonly unknown[]): void {
    this.requireUsable()
    this.noteWrite()
    const { id } = this.separated()
    this._client.calls.send({ fn, args: [new ArrayReference(id), ...rest()], targets: this.targets, writes: [id] })
  }

  /**
   * Return an array of its own with the same elements, dtype and distribution. It shows nothing of later writes to this one.
   *
   * @throws {UseAfterFreeError} After `free()`.
   */
  copy(): DistArray<D> {
    const { node, sources } = this._node()
    const { distribution, targets } = this
    return this._client.express({ node: stretch(node, this.shape), sources, placement: { distribution, targets } }) as DistArray<D>
  }

  /** Bring all elements here. */
  async toArray(): Promise<NDArray<D>> {
    const moment = this.moment()
    return this.whole(await this._client.calls.request(this.gatherCall()), moment)
  }

  /**
   * As {@link DistArray.toArray}, without a promise.
   *
   * @throws {UnsupportedError} Outside SPMD.
   */
  toArraySync(): NDArray<D> {
    const moment = this.moment()
    return this.whole(this._client.calls.requestSync(this.gatherCall()), moment)
  }

  private getCall(index: readonly number[]): Outgoing {
    const owner = this.distribution.ownerOf(index)
    return { fn: 'element.get', args: [this.reference(), [...index]], targets: [this.targets[owner] as number] }
  }

  private gatherCall(): Outgoing {
    return { fn: 'gather', args: [this.reference()], targets: this.targets }
  }

  private onlyIndex(): number[] {
    if (this.size !== 1)
      throw new ShapeError(`Expected an array of 1 element but this one has ${this.size}, shape [${this.shape.join(', ')}]`)
    return new Array<number>(this.ndim).fill(0)
  }

  private whole(answers: readonly EngineValue[], moment: Moment): NDArray<D> {
    const pieces = answers.map(({ value }) => value as ArrayTypes[D])
    // The memory of a block is free again only when the event loop turns, which it need not in SPMD.
    const allocate = this._client.calls.transport.session ? undefined : (length: number) => unsetArray(this.dtype, length)
    const elements = assemble(this.distribution, this.dtype, pieces, allocate)
    for (const piece of pieces) if (bufferOf(piece) !== bufferOf(elements)) giveBack(piece)
    const whole = new NDArray(this.shape, this.dtype, elements)
    this.remember(shownFromWhole(whole), moment)
    return whole
  }
}
