import { agree } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import { ArgumentError, expected, UseAfterFreeError } from '../../protocol/errors.js'
import type { DistArrayExport, DistArrayProducer } from '../../protocol/export.js'
import { checkKeys, commOf } from '../common/arguments.js'
import { sectionOf } from '../common/section.js'
import { LentMemory, type VectorMemory } from '../common/vector-memory.js'
import { loadedPetsc, petsc, type VecHandle } from './native.js'

/** What {@link vec} takes besides the array. */
export interface VecOptions {
  /** Communicator over whose ranks the array is distributed; default `world()`. */
  comm?: Communicator
  /** Work on a packed float64 copy where the memory itself cannot be aliased. Default false: such an array is refused. */
  copy?: boolean
}

const normTypes = { '1': 0, '2': 1, inf: 3 } as const // NORM_1, NORM_2, NORM_INFINITY

/** A PETSc vector: over the memory of a distributed array, made by {@link vec}, or over PETSc's own, made by `createVec`. */
export class Vec implements DistArrayProducer {
  /** Communicator over which the operations are collective. */
  readonly comm: Communicator
  private _live: { readonly memory: VectorMemory; readonly handle: VecHandle } | undefined

  private constructor(comm: Communicator, memory: VectorMemory, handle: VecHandle) {
    this.comm = comm
    this._live = { memory, handle }
  }

  /** @internal */
  static _wrap(comm: Communicator, memory: VectorMemory, handle: VecHandle): Vec {
    return new Vec(comm, memory, handle)
  }

  /** @internal The handle, when both the vector and its memory are alive. */
  _use(): VecHandle {
    this.memory.require('Vec')
    return this._live!.handle
  }

  private get memory(): VectorMemory {
    if (this._live === undefined) throw new UseAfterFreeError('Expected a live Vec but received one that was freed')
    return this._live.memory
  }

  /** Address of this rank's first entry in memory; 0 when there is none. Not collective. */
  get address(): bigint {
    return petsc().vec_get_array(this._use())
  }

  /** Number of entries on this rank. Not collective. */
  get localSize(): number {
    return petsc().vec_get_local_size(this._use())
  }

  /** Number of entries on all ranks. Not collective. */
  get globalSize(): number {
    return petsc().vec_get_size(this._use())
  }

  /** PETSc's own indices of this rank's entries, `[start, end)`. Not collective. */
  get range(): [start: number, end: number] {
    const start = petsc().vec_get_ownership_start(this._use())
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
   * @see source: PETSc manual page `VecNorm`.
   */
  norm(type: '1' | '2' | 'inf' = '2'): number {
    const number = normTypes[type]
    if (number === undefined) throw new ArgumentError(expected("'1', '2' or 'inf'", 'type', type))
    return petsc().vec_norm(
      agree(this.comm, () => this._use()),
      number,
    )
  }

  /**
   * Return the inner product with `other`, which must be distributed alike.
   *
   * Collective over `comm`.
   *
   * @param other A Vec of the same global and local sizes.
   * @returns     The sum of products, on every rank.
   * @throws {ShapeError}        The local sizes differ on some rank.
   * @throws {DistributionError} The two are distributed differently.
   * @throws {UseAfterFreeError} A vector or its memory was freed on some rank. All thrown on all ranks.
   * @see source: PETSc manual page `VecDot`.
   */
  dot(other: Vec): number {
    const [own, theirs] = agree(this.comm, () => [this._use(), handleOf(other, 'other')] as const)
    return petsc().vec_dot(own, theirs)
  }

  /**
   * Return the sum of the entries.
   *
   * Collective over `comm`.
   *
   * @returns The sum, on every rank; unit of the entries.
   * @throws {UseAfterFreeError} The vector or its memory was freed on some rank. Thrown on all ranks.
   * @see source: PETSc manual page `VecSum`.
   */
  sum(): number {
    return petsc().vec_sum(agree(this.comm, () => this._use()))
  }

  /**
   * Set every entry to `value`.
   *
   * Logically collective over `comm`.
   *
   * @throws {UseAfterFreeError} The vector or its memory was freed.
   * @see source: PETSc manual page `VecSet`.
   */
  set(value: number): void {
    petsc().vec_set(this._use(), value)
  }

  /**
   * Multiply every entry by `factor`.
   *
   * Logically collective over `comm`.
   *
   * @throws {UseAfterFreeError} The vector or its memory was freed.
   * @see source: PETSc manual page `VecScale`.
   */
  scale(factor: number): void {
    petsc().vec_scale(this._use(), factor)
  }

  /**
   * Add `factor * x` to this vector.
   *
   * Logically collective over `comm`.
   *
   * @param x A Vec distributed like this one; not this one.
   * @throws {ShapeError}        The local sizes differ.
   * @throws {DistributionError} The two are distributed differently.
   * @throws {UseAfterFreeError} A vector or its memory was freed.
   * @see source: PETSc manual page `VecAXPY`.
   */
  axpy(factor: number, x: Vec): void {
    petsc().vec_axpy(this._use(), factor, handleOf(x, 'x'))
  }

  /**
   * Copy the entries of `x` into this vector's memory.
   *
   * Logically collective over `comm`.
   *
   * @param x A Vec distributed like this one.
   * @throws {ShapeError}        The local sizes differ.
   * @throws {DistributionError} The two are distributed differently.
   * @throws {UseAfterFreeError} A vector or its memory was freed.
   * @see source: PETSc manual page `VecCopy`.
   */
  copyFrom(x: Vec): void {
    petsc().vec_copy(handleOf(x, 'x'), this._use())
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
   * Destroy the PETSc vector and let go of the memory: an array's stays as it is, the library's own goes with its last export.
   *
   * Collective over `comm`. Idempotent.
   *
   * @remarks A vector in PETSc's own memory of which some rank has exports is destroyed by a `garbageCleanup()` after the last
   *          of them was collected: destroying it is collective, and garbage collection is not.
   */
  free(): void {
    if (this._live === undefined) return
    const { memory, handle } = this._live
    this._live = undefined
    loadedPetsc()?.vec_destroy(handle)
    memory.free()
  }

  /** As {@link Vec.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }
}

/**
 * Make a PETSc vector of a distributed array, aliasing its memory: no entry is copied, writes are seen on both sides.
 *
 * Collective over `options.comm`: two small allgathers, whatever the size of the array; where a dimension is unstructured also an
 * allreduce, and its indices are read once.
 *
 * @param x       Anything with `__distarray__()`: float64, contiguous row-major, writable, without communication padding, on any
 *                distribution. Each rank's section is its piece of the vector, in memory order. Size 0 and empty ranks are fine.
 * @param options See {@link VecOptions}.
 * @returns       A new Vec, owned by the caller, who calls `free()`. It keeps the array's memory alive until then.
 * @throws {DTypeError}        Not float64. As all errors here, thrown on all ranks; the message names the copying alternative.
 * @throws {UnsupportedError}  Strided, read-only or padded, or too large for PETSc's integers; `feature` says which.
 * @throws {DistributionError} The sections do not make up one array over the ranks of `comm`: overlaps, gaps, an index on two ranks.
 * @throws {ProtocolError}     Not a producer, or its export breaks a rule of the protocol.
 * @throws {UseAfterFreeError} The memory was freed.
 * @throws {BackendLoadError}  The PETSc addon is not built.
 * @see source: PETSc manual page `VecCreateMPIWithArray`.
 */
export function vec(x: unknown, options: VecOptions = {}): Vec {
  checkKeys(options, 'options', ['comm', 'copy'])
  const addon = petsc()
  const comm = commOf(options.comm)
  const array = agree(comm, () => sectionOf(x, options.copy ?? false))
  return Vec._wrap(comm, new LentMemory(array), addon.vec_create_with_array(comm.handle, array.handle))
}

function handleOf(value: unknown, name: string): VecHandle {
  if (!(value instanceof Vec)) throw new ArgumentError(expected('a Vec', name, value))
  return value._use()
}
