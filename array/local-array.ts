import type { InspectOptionsStylized, inspect } from 'node:util'
import type { Communicator } from '../bindings/communicator.js'
import { isContiguous, type StridedBuffer } from '../protocol/buffer.js'
import type { DimensionMap } from '../protocol/dimension/dimension-map.js'
import type { Distribution } from '../protocol/distribution.js'
import type { ArrayTypes, DType } from '../protocol/dtype.js'
import { SelectionError, UseAfterFreeError } from '../protocol/errors.js'
import { type DistArrayExport, exportArray } from '../protocol/export.js'
import { product } from '../protocol/integers.js'
import type { ProtocolOptions } from '../protocol/options.js'
import { agreeOn, allocate, allocateOver } from './create.js'
import { describe, describeWithElements, type Facts } from './describe.js'
import type { Element } from './element.js'
import { fillValue } from './fill-value.js'
import { importSection } from './import-section.js'
import type { Layout } from './layout.js'
import type { Section } from './section.js'
import { setFromFunction } from './set-from-function.js'
import { regionOf } from './spmd/region.js'

/**
 * This rank's piece of a distributed array: its elements, and the distribution that says which global index each one has.
 *
 * Elements are numbers, booleans for bool, bigints for int64 and uint64, and `{ re, im }` for complex dtypes. With
 * communication padding a piece also holds ghosts: copies of entries that another rank owns. Local indices count own
 * entries and ghosts together.
 */
export class LocalArray<D extends DType = DType> {
  /** The ranks that hold the array. */
  readonly communicator: Communicator
  /** Who owns which global index. */
  readonly distribution: Distribution
  readonly dtype: D
  /** @internal How many ids and variables hold it; see `hold`. */
  _holders = 0
  private _section: Section<D> | undefined
  /** Whoever owns the memory: this array's block, or what was imported; alive as long as this array uses it. */
  private _owner: { free?(): void; readonly _memory?: number } | undefined

  private constructor(comm: Communicator, distribution: Distribution, section: Section<D>, owner: object) {
    this.communicator = comm
    this.distribution = distribution
    this.dtype = section.dtype
    this._section = section
    this._owner = owner
  }

  /**
   * Create an array filled with zeros.
   *
   * Collective over `comm`.
   *
   * @param comm   Ranks that hold the array.
   * @param layout Distribution, global shape, or global shape and options; the same on every rank.
   * @param dtype  Default `'float64'`.
   * @returns      A new array, row-major on memory aligned to 64 bytes, owned by the caller, who calls `free()`.
   * @throws {DistributionError} The layout makes no distribution over the ranks of `comm`.
   * @throws {MemoryError}       The pieces on a machine do not fit into its memory; on all ranks, before anything is allocated.
   */
  static zeros<D extends DType = 'float64'>(comm: Communicator, layout: Layout, dtype?: D): LocalArray<D> {
    const { distribution, section, block } = allocate<D>(comm, layout, dtype, { zero: true })
    return new LocalArray(comm, distribution, section, block)
  }

  /**
   * Create an array whose elements are not set yet. As {@link LocalArray.zeros} in everything else.
   *
   * Collective over `comm`.
   */
  static empty<D extends DType = 'float64'>(comm: Communicator, layout: Layout, dtype?: D): LocalArray<D> {
    const { distribution, section, block } = allocate<D>(comm, layout, dtype, { zero: false })
    return new LocalArray(comm, distribution, section, block)
  }

  /**
   * @internal As {@link LocalArray.empty}, with a distribution over the ranks of `comm` and a dtype that all of them are known to have
   * alike; the caller makes sure that it is freed.
   */
  static _over<D extends DType>(comm: Communicator, distribution: Distribution, dtype: D, zero = false): LocalArray<D> {
    const { section, block } = allocateOver(comm, distribution, dtype, { zero, isHeld: true })
    return new LocalArray(comm, distribution, section, block)
  }

  /**
   * Create an array with one value everywhere. As {@link LocalArray.zeros} in everything else.
   *
   * Collective over `comm`.
   *
   * @throws {ArgumentError} The dtype cannot hold `value`.
   */
  static full<D extends DType = 'float64'>(comm: Communicator, layout: Layout, value: Element<D>, dtype?: D): LocalArray<D> {
    const array = LocalArray.empty(comm, layout, dtype)
    return agreeOn(array, () => array.fill(value))
  }

  /**
   * Create an array from a function of the global index. As {@link LocalArray.zeros} in everything else.
   *
   * Collective over `comm`.
   *
   * @param element Called once per entry that this rank holds, ghosts included, with one global index per dimension;
   *                must not communicate.
   * @throws {ArgumentError} The dtype cannot hold a value.
   * @throws                 What `element` throws on any rank; nothing is left behind.
   * @example
   * LocalArray.fromFunction(world(), [4, 3], (i, j) => 10 * i + j)
   */
  static fromFunction<D extends DType = 'float64'>(
    comm: Communicator,
    layout: Layout,
    element: (...globalIndex: number[]) => Element<D>,
    dtype?: D,
  ): LocalArray<D> {
    const array = LocalArray.empty(comm, layout, dtype)
    return agreeOn(array, () => setFromFunction(array, element))
  }

  /**
   * Import a distributed array from anything that speaks the protocol, without copying its elements.
   *
   * Collective over `comm`.
   *
   * @param comm     As many ranks as the process grid of the export, in the grid's row-major order.
   * @param producer An object with `__distarray__()`: this rank's section.
   * @param options  Which reading to use where the protocol is ambiguous, see `protocolOptions`; the same on every rank.
   * @returns        An array over the producer's memory: writes are seen on both sides. It keeps the producer alive.
   * @throws {ArgumentError}     An unknown option or value.
   * @throws {ProtocolError}     An export breaks a rule of the protocol; `rule` names it.
   * @throws {UnsupportedError}  Other ranks hold copies of a section, or partial results (the extension of the protocol).
   * @throws {DTypeError}        The sections have different dtypes.
   * @throws {DistributionError} The sections are not one array over the ranks of `comm`.
   */
  static fromDistArray(comm: Communicator, producer: unknown, options?: ProtocolOptions): LocalArray {
    const { distribution, section, imported } = importSection(comm, producer, options)
    return new LocalArray(comm, distribution, section, { imported })
  }

  /** @internal Whether the memory is somebody else's. */
  get _isImported(): boolean {
    return this._owner !== undefined && 'imported' in this._owner
  }

  /** Local extents, ghosts included, shape [ndim]. */
  get shape(): readonly number[] {
    return this.distribution.localShape(this.communicator.rank)
  }

  /** Same as `shape`, by the name it has next to `globalShape`. */
  get localShape(): readonly number[] {
    return this.shape
  }

  /** Number of elements here, ghosts included. */
  get size(): number {
    return this._section?.size ?? product(this.shape)
  }

  /** Extents of what this rank owns, shape [ndim]. */
  get ownShape(): readonly number[] {
    return this.distribution.ownShape(this.communicator.rank)
  }

  /** Local index of the first entry that this rank owns: the width of the ghosts before it, shape [ndim]. */
  get ownOffset(): readonly number[] {
    const coords = this.distribution.coordsOf(this.communicator.rank)
    return this.distribution.maps.map((map, d) => map.ownOffset(coords[d] as number))
  }

  /** Extents of the whole array, shape [ndim]. */
  get globalShape(): readonly number[] {
    return this.distribution.shape
  }

  get ndim(): number {
    return this.distribution.ndim
  }

  /**
   * The memory with its strides, as it goes out through the protocol.
   *
   * @throws {UseAfterFreeError} After `free()`.
   */
  get buffer(): StridedBuffer {
    return this.section().buffer
  }

  /** @internal As `Block._memory`, where the elements are all of a block, row-major; else 0. */
  get _memory(): number {
    return this._owner?._memory ?? 0
  }

  /** @internal Leave the memory to the garbage collector: whoever was to free it is gone. */
  _abandon(): void {
    if (this._memory !== 0) void this.buffer.data
  }

  /** Whether the elements here lie in row-major order without gaps. Always true for arrays created here. */
  get isContiguous(): boolean {
    return isContiguous(this.buffer)
  }

  /** Whether the producer allows no writes; `data` must not be written then. Always false for arrays created here. */
  get readonly(): boolean {
    return this.buffer.readonly ?? false
  }

  /**
   * The elements here as one typed array, row-major, shape `shape`; complex elements are two numbers each.
   *
   * @returns The same view of the array's memory each time; writes go to the array. `free()` empties it.
   * @throws {UnsupportedError}  The array was imported and its elements are not contiguous; `get`, `set` and `packed()` work.
   * @throws {UseAfterFreeError} After `free()`, or when the producer has freed the memory.
   */
  get data(): ArrayTypes[D] {
    return this.section().data
  }

  /**
   * Address of the first element here, to tell whether two arrays share memory; 0 when this rank holds none.
   *
   * @throws {UseAfterFreeError} As `data`.
   */
  get address(): bigint {
    return this.section().address
  }

  /**
   * Copy the elements here into a new typed array, row-major, whatever their strides.
   *
   * Not collective.
   *
   * @throws {UseAfterFreeError} As `data`.
   */
  packed(): ArrayTypes[D] {
    return this.section().packed()
  }

  /**
   * Return the element at a local index; ghosts count.
   *
   * Not collective.
   *
   * @param index One local index per dimension; `[]` for a 0-d array.
   * @throws {SelectionError}    The index is out of range.
   * @throws {UseAfterFreeError} As `data`.
   */
  get(index: readonly number[]): Element<D> {
    return this.section().get(index)
  }

  /**
   * Set the element at a local index. Setting a ghost changes this rank's copy only.
   *
   * Not collective.
   *
   * @param index One local index per dimension; `[]` for a 0-d array.
   * @throws {SelectionError}    The index is out of range.
   * @throws {ArgumentError}     The dtype cannot hold `value`.
   * @throws {UnsupportedError}  The producer allows no writes.
   * @throws {UseAfterFreeError} As `data`.
   */
  set(index: readonly number[], value: Element<D>): void {
    this.section().set(index, value)
  }

  /**
   * Set every element here, ghosts included.
   *
   * Not collective.
   *
   * @throws {ArgumentError}     The dtype cannot hold `value`.
   * @throws {UnsupportedError}  The producer allows no writes.
   * @throws {UseAfterFreeError} As `data`.
   */
  fill(value: Element<D>): void {
    fillValue(this.section(), value)
  }

  /**
   * Return the element at a global index, which this rank owns or holds as a ghost.
   *
   * Not collective: it looks at this rank's memory only.
   *
   * @param index One global index per dimension; `[]` for a 0-d array.
   * @throws {SelectionError}    The index is out of range, or the entry is on another rank.
   * @throws {UseAfterFreeError} As `data`.
   */
  getGlobal(index: readonly number[]): Element<D> {
    return this.section().get(this.held(index))
  }

  /**
   * Set the element at a global index, which this rank must own: a ghost is its owner's to change.
   *
   * Not collective: it changes this rank's memory only.
   *
   * @param index One global index per dimension; `[]` for a 0-d array.
   * @throws {SelectionError}    The index is out of range, or another rank owns the entry.
   * @throws {ArgumentError}     The dtype cannot hold `value`.
   * @throws {UnsupportedError}  The producer allows no writes.
   * @throws {UseAfterFreeError} As `data`.
   */
  setGlobal(index: readonly number[], value: Element<D>): void {
    const section = this.section()
    const local = this.held(index)
    const owner = this.distribution.ownerOf(index)
    if (owner !== this.communicator.rank)
      throw new SelectionError(
        `Expected an entry of rank ${this.communicator.rank} but [${index.join(', ')}] is a ghost here; rank ${owner} owns it`,
      )
    section.set(local, value)
  }

  /**
   * Export this rank's section through the Distributed Array Protocol, without copying.
   *
   * Not collective.
   *
   * @returns The export; its buffer is this array's memory and keeps it from being collected, not from being freed.
   * @throws {UseAfterFreeError} After `free()`.
   */
  __distarray__(): DistArrayExport {
    return exportArray({
      buffer: this.section().buffer,
      dtype: this.dtype,
      distribution: this.distribution,
      rank: this.communicator.rank,
    })
  }

  /**
   * Give the memory back. An array created here detaches its views; an imported one only lets go of its producer.
   *
   * Not collective. Idempotent.
   *
   * @remarks Libraries that the array was handed to keep the memory until they let go of it.
   */
  free(): void {
    this._owner?.free?.()
    this._owner = undefined
    this._section = undefined
  }

  /** As {@link LocalArray.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }

  toString(): string {
    return describe(this.facts())
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: number, options: InspectOptionsStylized, inspectValue: typeof inspect): string {
    if (!this._section) return `${this} (freed)`
    return describeWithElements(this.facts(), (index) => this.get(index), options, inspectValue)
  }

  private facts(): Facts {
    const { communicator, distribution, dtype, shape, globalShape } = this
    return { rank: communicator.rank, ranks: communicator.size, dtype, shape, globalShape, dist: distribution.dist }
  }

  private section(): Section<D> {
    if (!this._section) throw new UseAfterFreeError('Expected a live LocalArray but received one that was freed')
    return this._section
  }

  /** Local index of an entry that this rank holds. */
  private held(index: readonly number[]): readonly number[] {
    const { distribution, communicator } = this
    const { coords } = regionOf(distribution, communicator.rank)
    const local: number[] = []
    if (index.length === coords.length)
      for (let d = 0; d < coords.length; d++) {
        const map = distribution.maps[d] as DimensionMap
        const coord = coords[d] as number
        if (map.holds(coord, index[d] as number)) local.push(map.globalToLocal(coord, index[d] as number))
      }
    if (local.length === index.length && local.length === coords.length) return local
    const owner = distribution.ownerOf(index) // throws when the index is out of range
    throw new SelectionError(`Expected an entry that rank ${communicator.rank} holds but [${index.join(', ')}] is on rank ${owner}`)
  }
}
