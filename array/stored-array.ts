import type { Distribution } from '../protocol/distribution.js'
import { type DType, itemSize } from '../protocol/dtype.js'
import type { Client } from './client.js'
import { type ArraySource, type Leaf, leaf } from './expression/node.js'
import type { ArrayId } from './instruction.js'
import type { Placement } from './placement.js'

/** What a context knows of elements that it has asked for. */
export interface Made<D extends DType> extends Placement {
  readonly client: Client
  readonly id: ArrayId
  readonly dtype: D
  /** Whether users' functions know the array: then they may write to it at any call. */
  readonly isExposed: boolean
  /** Whether others have its memory, other clients or a producer: then its values may change without this one's doing. */
  readonly isShared?: boolean
}

/**
 * The elements of an array as the engines have them, under one id. Handles and pending expressions hold on to them; the engines free
 * them when the last of these has let go, or is dropped.
 */
export class StoredArray<D extends DType = DType> implements ArraySource {
  readonly client: Client
  readonly id: ArrayId
  readonly dtype: D
  readonly distribution: Distribution
  readonly targets: readonly number[]
  readonly generation: number
  isExposed: boolean
  isShared: boolean
  private _leaf: Leaf<StoredArray<D>> | undefined
  /** Pending expressions that read it, and handles. */
  private _users = 1
  private _readers = 0

  constructor({ client, id, dtype, distribution, targets, isExposed, isShared = false }: Made<D>) {
    this.client = client
    this.id = id
    this.dtype = dtype
    this.distribution = distribution
    this.targets = targets
    this.isExposed = isExposed
    this.isShared = isShared
    this.generation = client.calls.generation
    client.calls.track(this, { first: id, count: 1 }, this.bytesPerEngine)
  }

  get shape(): readonly number[] {
    return this.distribution.shape
  }

  /** Its node in expressions, always the same one. */
  get leaf(): Leaf<StoredArray<D>> {
    this._leaf ??= leaf(this as StoredArray<D>)
    return this._leaf
  }

  /** Bytes that one engine has of it, if all have as many. */
  private get bytesPerEngine(): number {
    return (this.distribution.size * itemSize(this.dtype)) / this.targets.length
  }

  /** Whether pending expressions want the elements as they are now. */
  get isRead(): boolean {
    return this._readers > 0
  }

  /** A pending expression reads it. */
  addReader(): void {
    this._users++
    this._readers++
  }

  /** It has been computed, or is not wanted any more. */
  removeReader(): void {
    this._readers--
    this.letGo()
  }

  /** A user lets go of it; with the last one the engines free it. */
  letGo(): void {
    if (--this._users > 0) return
    this.client.calls.untrack(this, this.bytesPerEngine)
    this.client.calls.release(this.id)
  }
}
