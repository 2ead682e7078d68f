import type { InspectOptionsStylized } from 'node:util'
import type { Communicator } from '../bindings/communicator.js'
import { giveBack } from '../bindings/temporary.js'
import type { Distribution } from '../protocol/distribution.js'
import { type ArrayTypes, type DType, itemSize } from '../protocol/dtype.js'
import { ShapeError, UnsupportedError } from '../protocol/errors.js'
import type { DistArrayExport } from '../protocol/export.js'
import { bufferOf } from '../protocol/memory.js'
import type { EngineValue, Outgoing } from './calls.js'
import type { Client } from './client.js'
import { codecOf, constantOf, type Element } from './element.js'
import { type Handle, type HasHandle, handle, requireUsable } from './handle.js'
import { holdersOf } from './holders-of-element.js'
import { type ArrayId, ArrayReference } from './instruction.js'
import { type ShownElements, shownFromCorners, shownFromWhole } from './known-values.js'
import type { LocalArray } from './local-array.js'
import { NDArray } from './nd-array.js'
import { assemble } from './pieces.js'
import type { Placement } from './placement.js'
import { shownEdge, summarize } from './summary.js'
import { engineList } from './targets.js'
import { unsetArray } from './unset-array.js'

/** What a context knows of an array that it has asked for. */
export interface Made<D extends DType> extends Placement {
  readonly client: Client
  readonly id: ArrayId
  readonly dtype: D
  /** Whether users' functions know the array: then they may write to it at any call. */
  readonly isExposed: boolean
  /** Whether others have its memory, other clients or a producer: then its values may change without this one's doing. */
  readonly isShared?: boolean
  /** Its elements, where they are known from the start. */
  readonly shown?: ShownElements
}

/**
 * A distributed array: a light handle for pieces that live on the engines, one {@link LocalArray} each.
 *
 * Made by the methods of a context. What changes or makes arrays returns at once; what brings values here returns a promise. In SPMD
 * every method is collective over all ranks, and methods whose names end in `Sync` do without the promise.
 */
export class DistArray<D extends DType = DType> implements HasHandle<LocalArray<D>> {
  /** Who owns which global index. Rank r of it is the engine `targets[r]`. */
  readonly distribution: Distribution
  readonly dtype: D
  /** The engines that hold it, ascending. */
  readonly targets: readonly number[]
  private readonly _client: Client
  private readonly _id: ArrayId
  private readonly _generation: number
  private _isFreed = false
  private _isExposed: boolean
  private _isShared: boolean
  /** Counts what was written to it here. */
  private _writes = 0
  /** The last that was seen of its values. */
  private _seen: { readonly shown: ShownElements; readonly writes: number; readonly exposures: number } | undefined

  /** @internal Contexts make arrays. */
  constructor({ client, id, distribution, dtype, targets, isExposed, isShared = false, shown }: Made<D>) {
    this._client = client
    this._id = id
    this._generation = client.calls.generation
    this.distribution = distribution
    this.dtype = dtype
    this.targets = targets
    this._isExposed = isExposed
    this._isShared = isShared
    if (shown) this.remember(shown, this.moment())
    client.calls.track(this, { first: id, count: 1 })
  }

  /** The context that made it. */
  get context(): Client {
    return this._client
  }

  /** Global extents, shape [ndim]. */
  get shape(): readonly number[] {
    return this.distribution.shape
  }

  get ndim(): number {
    return this.distribution.ndim
  }

  /** Number of elements. */
  get size(): number {
    return this.distribution.size
  }

  /** Bytes per element. */
  get itemsize(): number {
    return itemSize(this.dtype)
  }

  /** Bytes of all elements, ghosts not counted. */
  get nbytes(): number {
    return this.size * this.itemsize
  }

  /** A letter per dimension: b, c, u, or n for one that is not distributed. */
  get dist(): string {
    return this.distribution.dist
  }

  /** Processes per dimension, shape [ndim]. */
  get gridShape(): readonly number[] {
    return this.distribution.gridShape
  }

  /** Extents of the piece on each target, ghosts included, shape [targets, ndim]; nothing is asked for. */
  get localShapes(): readonly (readonly number[])[] {
    return this.targets.map((_, rank) => this.distribution.localShape(rank))
  }

  /** Whether it was freed. */
  get isFreed(): boolean {
    return this._isFreed
  }

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
  set(index: readonly number[], value: Element<D>): this {
    codecOf(this.dtype).check(value)
    const targets = holdersOf(this.distribution, index).map((rank) => this.targets[rank] as number)
    this.write({ fn: 'element.set', args: [this.reference(), [...index], value], targets, entry: this.set })
    return this
  }

  /**
   * Set every element to one value, ghosts included.
   *
   * @returns This array, at once.
   * @throws {ArgumentError} The dtype cannot hold `value`.
   */
  fill(value: Element<D>): this {
    codecOf(this.dtype).check(value)
    this.write({ fn: 'fill', args: [this.reference(), value], targets: this.targets, entry: this.fill })
    this.remember(() => value, this.moment())
    return this
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

  /**
   * Return this rank's piece.
   *
   * Not collective.
   *
   * @returns The piece itself, not a copy; it is freed with this array.
   * @throws {UnsupportedError} Outside SPMD, where the pieces are in other processes.
   * @throws {ArgumentError}    This rank is not among the targets, or the call that was to make the array failed.
   */
  local(): LocalArray<D> {
    const { session, mode } = this._client.calls.transport
    this.requireUsable()
    if (!session)
      throw new UnsupportedError(
        `The pieces of the array are in other processes (${mode}); run a function on them with apply, or bring all here with toArray`,
        {
          feature: 'local pieces outside SPMD',
        },
      )
    // Whoever has the piece can write to it at any time.
    this._isShared = true
    this._client.calls.hasPieces = true
    return session.local(this._id) as LocalArray<D>
  }

  /**
   * Export this rank's piece through the Distributed Array Protocol, without copying.
   *
   * Not collective.
   *
   * @throws As {@link DistArray.local}.
   */
  __distarray__(): DistArrayExport {
    return this.local().__distarray__()
  }

  /** Give the memory back on all engines. Idempotent. What is dropped without this is freed some time later. */
  free(): void {
    if (this._isFreed) return
    this._isFreed = true
    this._seen = undefined
    this._client.calls.untrack(this)
    this._client.calls.release(this._id)
  }

  /** As {@link DistArray.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }

  /** As {@link DistArray.free}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.free()
  }

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
  toString(): string {
    return this.describe(this.seen())
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: number, _options: InspectOptionsStylized): string {
    return this.toString()
  }

  /** @internal */
  [handle](): Handle<LocalArray<D>> {
    return {
      calls: this._client.calls,
      id: this._id,
      targets: this.targets,
      distribution: this.distribution,
      name: 'an array',
      isFreed: this._isFreed,
      generation: this._generation,
      expose: () => {
        this._isExposed = true
      },
      becomeShared: () => {
        this._isShared = true
      },
    }
  }

  private requireUsable(): void {
    requireUsable(this[handle](), this._client.calls)
  }

  private reference(): ArrayReference {
    this.requireUsable()
    return new ArrayReference(this._id)
  }

  private getCall(index: readonly number[]): Outgoing {
    const owner = this.distribution.ownerOf(index)
    return { fn: 'element.get', args: [this.reference(), [...index]], targets: [this.targets[owner] as number] }
  }

  private gatherCall(): Outgoing {
    return { fn: 'gather', args: [this.reference()], targets: this.targets }
  }

  private cornersCall(): Outgoing {
    return { fn: 'corners', args: [this.reference(), Math.min(shownEdge(this.shape), Math.max(0, ...this.shape))], targets: this.targets }
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

  private write(call: Outgoing): void {
    this._writes++
    // Another array may be the same memory: a function can return what it was given.
    if (this._isExposed) this._client.calls.exposures++
    this._client.calls.send({ ...call, writes: [this._id] })
  }

  private moment(): Moment {
    return { writes: this._writes, exposures: this._client.calls.exposures }
  }

  private remember(shown: ShownElements, moment: Moment): void {
    this._seen = { shown, ...moment }
  }

  private seen(): ShownElements | undefined {
    const seen = this._seen
    if (this._isShared || (this._isExposed && this._client.calls.hasPieces)) return undefined
    const isValid = seen?.writes === this._writes && (!this._isExposed || seen.exposures === this._client.calls.exposures)
    return isValid ? seen?.shown : undefined
  }

  private describe(shown: ShownElements | undefined): string {
    const { dtype, shape, dist, gridShape, targets } = this
    const list = (numbers: readonly number[]): string => `[${numbers.join(', ')}]`
    const head = `DistArray(${dtype}, shape ${list(shape)}, dist '${dist}', grid ${list(gridShape)}, ${engineList(targets)})`
    if (this._isFreed) return `${head} (freed)`
    if (shown) return `${head}\n${summarize(shape, dtype, shown)}`
    const piece = this.describePiece()
    return piece === undefined ? head : `${head}\n${piece}`
  }

  /** This rank's own values, in SPMD. */
  private describePiece(): string | undefined {
    const { session } = this._client.calls.transport
    const rank = this.targets.indexOf(session?.communicator.rank ?? -1)
    if (!session || rank === -1 || this._client.calls.isClosed) return undefined
    try {
      const piece = session.local(this._id)
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

interface Moment {
  readonly writes: number
  readonly exposures: number
}

const nothing: ShownElements = () => 0

/** What a function on the engines is given for an argument. */
export type OnEngine<T> =
  T extends HasHandle<infer E>
    ? E
    : T extends ArrayBufferView | ArrayBuffer | Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>
      ? T
      : T extends readonly unknown[] | Record<string, unknown>
        ? { [K in keyof T]: OnEngine<T[K]> }
        : T

/** {@link OnEngine} of each argument. */
export type AllOnEngine<A extends readonly unknown[]> = { [K in keyof A]: OnEngine<A[K]> }

type HasArray<T> = T extends LocalArray
  ? true
  : T extends ArrayBufferView | ArrayBuffer | Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>
    ? false
    : T extends readonly (infer E)[]
      ? HasArray<E>
      : T extends Record<string, unknown>
        ? HasArray<T[keyof T]>
        : false

/**
 * What comes of a function's result: a distributed array of local arrays, undefined of undefined, a structure in which arrays are
 * nested as it is, and one value per engine of anything else.
 */
export type AtClient<R> = unknown extends R
  ? unknown
  : [R] extends [undefined | undefined]
    ? undefined
    : [R] extends [LocalArray<infer D>]
      ? DistArray<D>
      : true extends HasArray<R>
        ? { -readonly [K in keyof R]: AtClient<R[K]> }
        : R[]
