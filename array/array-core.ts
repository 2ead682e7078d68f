import type { Distribution } from '../protocol/distribution.js'
import { type DType, itemSize } from '../protocol/dtype.js'
import { UnsupportedError } from '../protocol/errors.js'
import type { DistArrayExport } from '../protocol/export.js'
import type { Client } from './client.js'
import type { Elementwise } from './expression/node.js'
import { type Handle, type HasHandle, handle, requireUsable } from './handle.js'
import { type ArrayId, ArrayReference } from './instruction.js'
import { Pending } from './lazy/pending.js'
import type { LocalArray } from './local-array.js'
import type { Placement } from './placement.js'
import { StoredArray } from './stored-array.js'

/** What a handle is made of: elements that the engines have, or an expression for them and where they will be. */
export type Content<D extends DType> =
  | StoredArray<D>
  | (Placement & { readonly client: Client; readonly dtype: D; readonly pending: Pending })

/** The part of a distributed array that everything else stands on: what it is, where its elements are, and for how long. */
export abstract class ArrayCore<D extends DType = DType> implements HasHandle<LocalArray<D>> {
  /** Who owns which global index. Rank r of it is the engine `targets[r]`. */
  readonly distribution: Distribution
  readonly dtype: D
  /** The engines that hold it, ascending. */
  readonly targets: readonly number[]
  protected readonly _client: Client
  private readonly _generation: number
  private _value: StoredArray<D> | Pending
  private _isFreed = false

  /** @internal Contexts make arrays. */
  constructor(content: Content<D>) {
    this._client = content.client
    this._generation = content.client.calls.generation
    this.distribution = content.distribution
    this.dtype = content.dtype
    this.targets = content.targets
    this._value = content instanceof StoredArray ? content : content.pending
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

  /** Whether it is an expression that has not been computed yet. */
  get isPending(): boolean {
    return this._value instanceof Pending
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
    const own = this.separated()
    const piece = session.local(own.id) as LocalArray<D>
    // Whoever has the piece can write to it at any time.
    own.isShared = true
    this._client.calls.hasPieces = true
    return piece
  }

  /**
   * Export this rank's piece through the Distributed Array Protocol, without copying.
   *
   * Not collective.
   *
   * @throws As {@link ArrayCore.local}.
   */
  __distarray__(): DistArrayExport {
    return this.local().__distarray__()
  }

  /** Give the memory back on all engines. Idempotent. What is dropped without this is freed some time later. */
  free(): void {
    if (this._isFreed) return
    this._isFreed = true
    this.forget()
    if (this._value instanceof Pending) this._value.end()
    else this._value.letGo()
  }

  /** As {@link ArrayCore.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }

  /** As {@link ArrayCore.free}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.free()
  }

  /** @internal */
  [handle](): Handle<LocalArray<D>> {
    return {
      calls: this._client.calls,
      targets: this.targets,
      distribution: this.distribution,
      name: 'an array',
      isFreed: this._isFreed,
      generation: this._generation,
      // Whoever asks for it may write to the array.
      id: () => this.separated().id,
      expose: () => {
        this.separated().isExposed = true
      },
      becomeShared: () => {
        this.separated().isShared = true
      },
    }
  }

  /** @internal Its part in an expression. */
  _node(): { readonly node: Elementwise; readonly sources: readonly StoredArray[] } {
    this.requireUsable()
    const value = this._value
    if (value instanceof Pending && value.node.kind !== 'reduction') return { node: value.node, sources: value.sources }
    const stored = this.stored()
    return { node: stored.leaf, sources: [stored] }
  }

  /** @internal The expression, while it is one. */
  _pending(): Pending | undefined {
    this.requireUsable()
    return this._value instanceof Pending ? this._value : undefined
  }

  /** @internal The elements are there, or will be: the expression has been sent to the engines. */
  _computed(stored: StoredArray): void {
    if (this._value instanceof Pending) this._value.end()
    else this._value.letGo()
    this._value = stored as StoredArray<D>
  }

  /** The elements, unless they have yet to be computed. */
  protected get present(): StoredArray<D> | undefined {
    return this._value instanceof Pending ? undefined : this._value
  }

  protected requireUsable(): void {
    const { calls } = this._client
    if (this._isFreed || calls.isClosed || calls.generation !== this._generation) requireUsable(this[handle](), calls)
  }

  /** The elements; computed now, if they have not been. Not for writing. */
  protected stored(): StoredArray<D> {
    if (this._value instanceof Pending) this._client.compute(this)
    return this._value as StoredArray<D>
  }

  /** The elements for somebody who may write to them: pending expressions that read them keep their own. */
  protected separated(): StoredArray<D> {
    const stored = this.stored()
    if (!stored.isRead) return stored
    const copy = this.successor(stored)
    this._client.calls.send({ fn: 'copy', args: [new ArrayReference(stored.id)], out: { first: copy.id, count: 1 }, targets: this.targets })
    return copy
  }

  /** As {@link ArrayCore.separated} for somebody who writes all of them: `make` has the engines make them under a new id. */
  protected replaced(make: (id: ArrayId) => void): boolean {
    this.requireUsable()
    if (!(this._value instanceof Pending) && !this._value.isRead) return false
    const id = this._client.calls.allot()
    make(id)
    this._computed(this.storedAs(id))
    return true
  }

  /** Reference for a call that reads it. */
  protected reference(): ArrayReference {
    this.requireUsable()
    return new ArrayReference(this.stored().id)
  }

  /** What is known of the values is not wanted any more. */
  protected abstract forget(): void

  private successor(stored: StoredArray<D>): StoredArray<D> {
    const copy = this.storedAs(this._client.calls.allot())
    stored.letGo()
    this._value = copy
    return copy
  }

  private storedAs(id: ArrayId): StoredArray<D> {
    const { _client: client, dtype, distribution, targets } = this
    return new StoredArray({ client, id, dtype, distribution, targets, isExposed: false })
  }
}
