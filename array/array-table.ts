import type { Communicator } from '../bindings/communicator.js'
import { ArgumentError } from '../protocol/errors.js'
import { PoisonedError } from './failure.js'
import { bytesOf, hold, release } from './holders.js'
import type { ArrayId, IdRange, RemoteFailure } from './instruction.js'
import type { LocalArray } from './local-array.js'

/** What a user's function made, or what a call failed to make. */
export interface Made {
  readonly first: ArrayId
  readonly count: number
  /** The targets of the call. */
  readonly communicator: Communicator
  /** Whether all targets know how it ended for all of them. */
  isAgreed: boolean
  /** Why it made nothing, here or on another target. */
  failure?: RemoteFailure
  /** What it returned, as it leaves the engine, with a {@link Kept} for each array. */
  readonly value?: unknown
  readonly hasArrays?: boolean
}

/** Stands for an array in a value that waits to be described. */
export class Kept {
  constructor(
    readonly index: number,
    readonly array: LocalArray,
  ) {}
}

interface Entry {
  readonly array: LocalArray
  /** The user's function that made it; undefined for what this library made. */
  readonly made: Made | undefined
  readonly bytes: number
}

/** Arrays of tables that nobody has any more, and that were not cleared: what they hold is then nobody's to free. */
const dropped = new FinalizationRegistry<ReadonlyMap<ArrayId, Entry>>((entries) => {
  for (const { array } of entries.values()) array._abandon()
})

/** Arrays of one session by their ids, and what calls made. */
export class ArrayTable {
  private readonly _entries = new Map<ArrayId, Entry>()
  private readonly _poison = new Map<ArrayId, RemoteFailure>()
  private readonly _made = new Map<ArrayId, Made>()
  private _bytes = 0

  constructor() {
    dropped.register(this, this._entries)
  }

  /** Number of ids. */
  get arrays(): number {
    return this._entries.size
  }

  /** Bytes of the arrays; an array under two ids counts twice. */
  get bytes(): number {
    return this._bytes
  }

  /**
   * The array of an id.
   *
   * @throws {PoisonedError} The call that was to make it, or one that was to change it, failed.
   * @throws {ArgumentError} There is none.
   */
  get(id: ArrayId): LocalArray {
    const failure = this._poison.size > 0 ? this._poison.get(id) : undefined
    if (failure) throw new PoisonedError(failure)
    const entry = this._entries.get(id)
    const made = entry ? entry.made : this.madeFor(id)
    if (made?.failure) throw new PoisonedError(made.failure)
    if (entry) return entry.array
    if (made) throw new ArgumentError(`The call returned no array number ${id - made.first} on this engine`)
    throw new ArgumentError(
      `Expected an array of this session but array ${id} is not on this engine: it was freed, or it is on other engines`,
    )
  }

  /** Whether an array of this id was made here, or was to be. */
  knows(id: ArrayId): boolean {
    return this._entries.has(id) || this._poison.has(id) || this.madeFor(id) !== undefined
  }

  /** The call that was to make an array, when not all its targets know yet how it ended for all of them. */
  unsure(id: ArrayId): Made | undefined {
    const entry = this._entries.get(id)
    const made = entry ? entry.made : this.madeFor(id)
    return made === undefined || made.isAgreed ? undefined : made
  }

  /** An array that this library made, or that all targets know to be made; undefined for every other id. */
  certain(id: ArrayId): LocalArray | undefined {
    const entry = this._entries.get(id)
    if (!entry || this._poison.has(id) || entry.made?.failure) return undefined
    return entry.made === undefined || entry.made.isAgreed ? entry.array : undefined
  }

  /** Put an array under an id that has none. */
  put(id: ArrayId, array: LocalArray, made?: Made): void {
    if (this._entries.has(id)) throw new ArgumentError(`Expected an unused id but array ${id} exists`)
    hold(array)
    const bytes = bytesOf(array)
    this._entries.set(id, { array, made, bytes })
    this._bytes += bytes
  }

  /** Remember what a call made, until `first` is freed. */
  record(made: Made): void {
    this._made.set(made.first, made)
  }

  /** What a call with `out.first` made; undefined when it is not known any more. */
  made(first: ArrayId): Made | undefined {
    return this._made.get(first)
  }

  /** Forget the value of a call that made no array. */
  forget(first: ArrayId): void {
    this._made.delete(first)
  }

  /** Let every use of an array fail with `failure`. */
  poison(id: ArrayId, failure: RemoteFailure): void {
    this._poison.set(id, failure)
  }

  /** Give up ids; those that are not held are ignored. */
  free(ids: readonly (ArrayId | IdRange)[]): void {
    for (const item of ids)
      if (typeof item === 'number') this.freeOne(item)
      else for (let id = item.first; id < item.first + item.count; id++) this.freeOne(id)
  }

  /** Give up everything. */
  clear(): void {
    this.free([...this._entries.keys()])
    this._made.clear()
    this._poison.clear()
  }

  private freeOne(id: ArrayId): void {
    this._made.delete(id)
    this._poison.delete(id)
    const entry = this._entries.get(id)
    if (!entry) return
    this._entries.delete(id)
    this._bytes -= entry.bytes
    release(entry.array)
  }

  /** What was to make an array that is not here. */
  private madeFor(id: ArrayId): Made | undefined {
    const exact = this._made.get(id)
    if (exact) return exact
    for (const made of this._made.values()) if (id >= made.first && id < made.first + made.count) return made
    return undefined
  }
}
