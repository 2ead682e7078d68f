import { agree } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import type { DapArray } from '../../bindings/dap-array.js'
import { ArgumentError, DistributionError, expected, isDistError, ShapeError, UseAfterFreeError } from '../../protocol/errors.js'
import type { DistArrayExport, DistArrayProducer } from '../../protocol/export.js'
import { checkKeys, commOf } from '../common/arguments.js'
import { sectionOf } from '../common/section.js'
import { LentMemory, type VectorMemory } from '../common/vector-memory.js'
import { type ErrorReport, loadedTrilinos, trilinos, type VectorHandle } from './native.js'

/** What {@link vector} takes besides the array. */
export interface VectorOptions {
  /** Library of the vector: `'tpetra'` (default; what matrices and solvers take) or `'epetra'`. */
  kind?: 'tpetra' | 'epetra'
  /** Communicator over whose ranks the array is distributed; default `world()`. */
  comm?: Communicator
  /** Work on a packed float64 copy where the memory itself cannot be aliased. Default false: such an array is refused. */
  copy?: boolean
}

const normTypes = ['1', '2', 'inf']
const kinds: readonly unknown[] = ['tpetra', 'epetra']

/** A Trilinos vector: over the memory of a distributed array, made by {@link vector}, or over Trilinos' own, made by `createVector`. */
export class Vector implements DistArrayProducer {
  /** Communicator over which the operations are collective. */
  readonly comm: Communicator
  /** Library of the vector. */
  readonly kind: 'tpetra' | 'epetra'
  private _live: { readonly memory: VectorMemory; readonly handle: VectorHandle } | undefined

  private constructor(comm: Communicator, kind: 'tpetra' | 'epetra', memory: VectorMemory, handle: VectorHandle) {
    this.comm = comm
    this.kind = kind
    this._live = { memory, handle }
  }

  /** @internal */
  static _wrap(comm: Communicator, kind: 'tpetra' | 'epetra', memory: VectorMemory, handle: VectorHandle): Vector {
    return new Vector(comm, kind, memory, handle)
  }

  /** @internal The handle, when both the vector and its memory are alive. */
  _use(): VectorHandle {
    this.memory.require('Vector')
    return this._live!.handle
  }

  /** Handles of this vector and of one that lines up with it. */
  private pair(other: unknown, name: string): [VectorHandle, VectorHandle] {
    if (!(other instanceof Vector)) throw new ArgumentError(expected('a Vector', name, other))
    const handles: [VectorHandle, VectorHandle] = [this._use(), other._use()]
    if (this.kind !== other.kind) throw new ArgumentError(expected(`a vector of kind '${this.kind}'`, name, other.kind))
    if (this.localSize !== other.localSize)
      throw new ShapeError(`Expected ${this.localSize} local entries for ${name}, as in this vector, but received ${other.localSize}`)
    if (!trilinos().same_numbering(...handles))
      throw new DistributionError(`Expected ${name} to be distributed as this vector is, but its entries have other global indices`)
    return handles
  }

  private get memory(): VectorMemory {
    if (this._live === undefined) throw new UseAfterFreeError('Expected a live Vector but received one that was freed')
    return this._live.memory
  }

  /** Address of this rank's first entry in memory; 0 when there is none. Not collective. */
  get address(): bigint {
    return trilinos().vector_get_address(this._use())
  }

  /** Number of entries on this rank. Not collective. */
  get localSize(): number {
    return trilinos().vector_get_local_size(this._use())
  }

  /** Number of entries on all ranks. Not collective. */
  get globalSize(): number {
    return trilinos().vector_get_global_size(this._use())
  }

  /**
   * The library's own indices of this rank's entries, `[start, end)`. Not collective.
   *
   * @throws {UnsupportedError} The vector's map lists its indices; see the export's `dim_data[0].indices`.
   */
  get range(): [start: number, end: number] {
    const start = trilinos().vector_get_start(this._use())
    return [start, start + this.localSize]
  }

  /** This rank's entries, shape [localSize]: the memory itself, not a copy; that of an array is valid until it is freed. Not collective. */
  get data(): Float64Array {
    return this.memory.entries(this.localSize)
  }

  /**
   * Return a norm of the vector.
   *
   * Collective over `comm`.
   *
   * @param type `'2'` (default): Euclidean; `'1'`: sum of absolute values; `'inf'`: largest absolute value.
   * @returns    The norm, on every rank; unit of the entries.
   * @throws {UseAfterFreeError} The vector or its memory was freed on some rank. Thrown on all ranks.
   * @see source: `Tpetra::MultiVector::norm1`, `norm2`, `normInf`.
   */
  norm(type: '1' | '2' | 'inf' = '2'): number {
    if (!normTypes.includes(type)) throw new ArgumentError(expected("'1', '2' or 'inf'", 'type', type))
    return trilinos().vector_norm(
      agree(this.comm, () => this._use()),
      type,
    )
  }

  /**
   * Return the inner product with `other`, which must be distributed alike.
   *
   * Collective over `comm`.
   *
   * @param other A Vector of the same global and local sizes.
   * @returns     The sum of products, on every rank.
   * @throws {ShapeError}        The local sizes differ on some rank.
   * @throws {DistributionError} The two are distributed differently.
   * @throws {UseAfterFreeError} A vector or its memory was freed on some rank. All thrown on all ranks.
   * @see source: `Tpetra::MultiVector::dot`.
   */
  dot(other: Vector): number {
    const [own, theirs] = agree(this.comm, () => this.pair(other, 'other'))
    return trilinos().vector_dot(own, theirs)
  }

  /**
   * Return the sum of the entries.
   *
   * Collective over `comm`.
   *
   * @returns The sum, on every rank; unit of the entries.
   * @throws {UseAfterFreeError} The vector or its memory was freed on some rank. Thrown on all ranks.
   * @see source: `Tpetra::MultiVector::meanValue`.
   */
  sum(): number {
    return trilinos().vector_sum(agree(this.comm, () => this._use()))
  }

  /**
   * Set every entry to `value`.
   *
   * Logically collective over `comm`.
   *
   * @throws {UseAfterFreeError} The vector or its memory was freed.
   * @see source: `Tpetra::MultiVector::putScalar`.
   */
  set(value: number): void {
    trilinos().vector_set(this._use(), value)
  }

  /**
   * Multiply every entry by `factor`.
   *
   * Logically collective over `comm`.
   *
   * @throws {UseAfterFreeError} The vector or its memory was freed.
   * @see source: `Tpetra::MultiVector::scale`.
   */
  scale(factor: number): void {
    trilinos().vector_scale(this._use(), factor)
  }

  /**
   * Add `factor * x` to this vector.
   *
   * Logically collective over `comm`.
   *
   * @param x A Vector distributed like this one; not this one.
   * @throws {ShapeError}        The local sizes differ.
   * @throws {DistributionError} The two are distributed differently.
   * @throws {UseAfterFreeError} A vector or its memory was freed.
   * @see source: `Tpetra::MultiVector::update`.
   */
  axpy(factor: number, x: Vector): void {
    const [own, theirs] = this.pair(x, 'x')
    trilinos().vector_update(own, factor, theirs)
  }

  /**
   * Copy the entries of `x` into this vector's memory.
   *
   * Logically collective over `comm`.
   *
   * @param x A Vector distributed like this one.
   * @throws {ShapeError}        The local sizes differ.
   * @throws {DistributionError} The two are distributed differently.
   * @throws {UseAfterFreeError} A vector or its memory was freed.
   * @see source: `Tpetra::deep_copy`.
   */
  copyFrom(x: Vector): void {
    const [own, theirs] = this.pair(x, 'x')
    trilinos().vector_assign(own, theirs)
  }

  /**
   * Export the vector's entries through the protocol, where they are: the array that it aliases, or the library's own memory,
   * which the export keeps alive.
   *
   * Not collective.
   *
   * @throws {UseAfterFreeError} The vector or its memory was freed.
   */
  __distarray__(): DistArrayExport {
    this._use()
    return this.memory.export()
  }

  /**
   * Destroy the Trilinos vector and let go of the memory: an array's stays as it is, the library's own goes with its last export.
   *
   * Not collective. Idempotent.
   */
  free(): void {
    if (this._live === undefined) return
    const { memory, handle } = this._live
    this._live = undefined
    loadedTrilinos()?.vector_destroy(handle)
    memory.free()
  }

  /** As {@link Vector.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }
}

/**
 * Make a Trilinos vector of a distributed array, aliasing its memory: no entry is copied, writes are seen on both sides.
 *
 * Collective over `options.comm`: one small allreduce, whatever the size of the array; when its distribution is new on the
 * communicator, also a check that the sections are one array, and the making of a map, which is kept.
 *
 * @param x       Anything with `__distarray__()`: float64, contiguous row-major, writable, without communication padding, on any
 *                distribution. Each rank's section is its piece of the vector, in memory order. Size 0 and empty ranks are fine.
 * @param options See {@link VectorOptions}.
 * @returns       A new Vector, owned by the caller, who calls `free()`. It keeps the array's memory alive until then.
 * @throws {DTypeError}        Not float64. As all errors here, thrown on all ranks; the message names the copying alternative.
 * @throws {UnsupportedError}  Strided, read-only or padded, or 2^31 local entries and more; `feature` says which.
 * @throws {DistributionError} The sections do not make up one array over the ranks of `comm`: overlaps, gaps, an index on two ranks.
 * @throws {ProtocolError}     Not a producer, or its export breaks a rule of the protocol.
 * @throws {UseAfterFreeError} The memory was freed.
 * @throws {ArgumentError}     An unknown option or kind.
 * @throws {BackendLoadError}  The Trilinos addon is not built.
 * @see source: `Tpetra::MultiVector` on a `Kokkos::DualView` of unmanaged views; `Epetra_Vector` in View mode.
 */
export function vector(x: unknown, options: VectorOptions = {}): Vector {
  checkKeys(options, 'options', ['kind', 'comm', 'copy'])
  const { kind = 'tpetra', copy = false } = options
  checkKind(kind)
  const addon = trilinos()
  const comm = commOf(options.comm)
  const create = kind === 'tpetra' ? addon.vector_create : addon.epetra_vector_create
  // The allreduce that settles the map also tells whether a rank failed before it: no agreement of its own is needed.
  let array: DapArray | undefined
  let failure: { error: unknown } | undefined
  try {
    array = sectionOf(x, copy)
  } catch (error) {
    failure = { error }
  }
  try {
    const handle = create(comm.handle, array?.handle ?? reportOf(failure?.error))
    return Vector._wrap(comm, kind, new LentMemory(array!), handle)
  } catch (error) {
    array?.free()
    throw failure ? failure.error : error
  }
}

/**
 * Refuse a `kind` of vector that there is not.
 *
 * Not collective.
 */
export function checkKind(kind: unknown): void {
  if (!kinds.includes(kind)) throw new ArgumentError(expected("'tpetra' or 'epetra'", 'kind', kind))
}

function reportOf(error: unknown): ErrorReport {
  if (!isDistError(error)) return ['ERR_ARGUMENT', error instanceof Error ? error.message : String(error), {}]
  const { code, message, ...fields } = error
  return [code, message, fields]
}
