import { agree } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import { ArgumentError, expected, UseAfterFreeError } from '../../protocol/errors.js'
import type { DistArrayProducer } from '../../protocol/export.js'
import { checkKeys, commOf } from '../common/arguments.js'
import { sectionOf } from '../common/section.js'
import { nativeTriplets, type Triplets } from '../common/triplets.js'
import { loadedPetsc, type MatHandle, petsc } from './native.js'
import { withOperands } from './operand.js'
import type { Vec } from './vec.js'

/** A sparse matrix as its entries; indices are row-major flat indices over the global shape of `like`, and n differs between ranks. */
export interface MatEntries extends Triplets {
  /** An array distributed as the matrix's rows shall be; only its distribution matters. A Vec will do. */
  like: DistArrayProducer
  /** Communicator over whose ranks `like` is distributed; default `world()`. */
  comm?: Communicator
}

/** What {@link matFromFile} takes besides the path. */
export interface MatFileOptions {
  /** An array distributed as the rows shall be. Default: as a 1-d array is by default, `Distribution.from([n], { ranks })`. */
  like?: DistArrayProducer
  /** Communicator of the ranks that read; default `world()`. */
  comm?: Communicator
}

/** A square sparse PETSc matrix over the entries of a distributed array. Made by {@link mat} and {@link matFromFile}. */
export class Mat {
  /** Communicator over which the operations are collective. */
  readonly comm: Communicator
  /** Global numbers of rows and columns. */
  readonly shape: readonly [number, number]
  /** Number of rows on this rank. */
  readonly localRows: number
  private _handle: MatHandle | undefined

  private constructor(comm: Communicator, handle: MatHandle) {
    this.comm = comm
    this._handle = handle
    const n = petsc().mat_get_size(handle)
    this.shape = [n, n]
    this.localRows = petsc().mat_get_local_size(handle)
  }

  /** @internal */
  static _wrap(comm: Communicator, handle: MatHandle): Mat {
    return new Mat(comm, handle)
  }

  /** @internal */
  _use(): MatHandle {
    if (this._handle === undefined) throw new UseAfterFreeError('Expected a live Mat but received one that was freed')
    return this._handle
  }

  /**
   * Multiply: `y = A x`, from and into the memory of the arrays.
   *
   * Collective over `comm`.
   *
   * @param x A Vec, or anything with `__distarray__()` that could be one, distributed as the rows.
   * @param y As `x`, in other memory; overwritten.
   * @throws {ShapeError}        Local sizes differ from the rows'. As all errors here, thrown on all ranks.
   * @throws {DistributionError} Distributed differently from the rows.
   * @throws {ArgumentError}     `x` and `y` overlap.
   * @throws {DTypeError}        Not float64; {@link UnsupportedError} for other memory that cannot be aliased.
   * @throws {UseAfterFreeError} The matrix, a vector or its memory was freed.
   * @see source: PETSc manual page `MatMult`.
   */
  apply(x: Vec | DistArrayProducer, y: Vec | DistArrayProducer): void {
    const addon = petsc()
    withOperands(this.comm, x, y, () => this._use(), addon.mat_mult)
  }

  /**
   * Return the Euclidean norm of the residual `b - A x`, computed from scratch.
   *
   * Collective over `comm`.
   *
   * @param b Right-hand side; a Vec, or anything with `__distarray__()` that could be one, distributed as the rows.
   * @param x As `b`, in other memory.
   * @returns The norm, on every rank; unit of `b`.
   * @throws As {@link Mat.apply}.
   * @see source: PETSc manual page `MatResidual`.
   */
  residualNorm(b: Vec | DistArrayProducer, x: Vec | DistArrayProducer): number {
    const addon = petsc()
    return withOperands(this.comm, b, x, () => this._use(), addon.mat_residual_norm)
  }

  /**
   * Give the entries new values; the pattern stays. Solvers made of this matrix use them from their next solve on.
   *
   * Collective over `comm`.
   *
   * @param values Float64Array, as long as the one the matrix was made from on this rank, in the same order.
   * @throws {ShapeError} Another length on some rank; {@link ArgumentError} for no Float64Array. Thrown on all ranks.
   * @throws {UseAfterFreeError} The matrix was freed.
   * @see source: PETSc manual page `MatSetValuesCOO`.
   */
  update(values: Float64Array): void {
    const handle = agree(this.comm, () => {
      if (!(values instanceof Float64Array)) throw new ArgumentError(expected('a Float64Array', 'values', values))
      return this._use()
    })
    petsc().mat_set_values_coo(handle, values)
  }

  /**
   * Destroy the PETSc matrix; solvers made of it keep their own reference.
   *
   * Collective over `comm`. Idempotent.
   */
  free(): void {
    if (this._handle === undefined) return
    const handle = this._handle
    this._handle = undefined
    loadedPetsc()?.mat_destroy(handle)
  }

  /** As {@link Mat.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }
}

/**
 * Make a sparse matrix from its entries, which may be given on any rank.
 *
 * Collective over `entries.comm`.
 *
 * @param entries See {@link MatEntries}. Indices outside the array, and lists of different lengths, are refused.
 * @returns       A new Mat of shape [n, n], n the global size of `like`, owned by the caller, who calls `free()`.
 * @throws {SelectionError}    An index is out of range or no safe integer. As all errors here, thrown on all ranks.
 * @throws {ShapeError}        `rows`, `cols` and `values` differ in length.
 * @throws {ArgumentError}     They are not typed arrays of the types that {@link Triplets} names.
 * @throws {DistributionError} The sections of `like` do not make up one array over the ranks of `comm`.
 * @throws {UnsupportedError}  `like` has communication padding, or sizes exceed PETSc's integers.
 * @throws {PetscError}        PETSc failed.
 * @throws {BackendLoadError}  The PETSc addon is not built.
 * @see source: PETSc manual pages `MatSetPreallocationCOO`, `MatSetValuesCOO`.
 */
export function mat(entries: MatEntries): Mat {
  checkKeys(entries, 'entries', ['like', 'rows', 'cols', 'values', 'comm'])
  const addon = petsc()
  const comm = commOf(entries.comm)
  const { triplets, like } = agree(comm, () => ({ triplets: nativeTriplets(entries), like: sectionOf(entries.like) }))
  const { rows, cols, values } = triplets
  try {
    return Mat._wrap(comm, addon.mat_create_coo(comm.handle, like.handle, rows, cols, values))
  } finally {
    like.free()
  }
}

/**
 * Read a sparse matrix from a Matrix Market file; each rank reads a part of it.
 *
 * Collective over `options.comm`.
 *
 * @param path    Coordinate format; real, integer or pattern; general, symmetric or skew-symmetric. Row and column k of the file
 *                (counted from 1) belong to flat global index k - 1. Every rank must see the file.
 * @param options See {@link MatFileOptions}.
 * @returns       A new Mat, owned by the caller, who calls `free()`.
 * @throws {FileError}   The file is missing or cannot be read. As all errors here, thrown on all ranks.
 * @throws {FormatError} The file is malformed; the message names the line.
 * @throws {ShapeError}  The matrix is not square, or not of the size of `like`.
 * @throws As {@link mat}.
 * @see source: Boisvert, Pozo, Remington: The Matrix Market exchange formats, NISTIR 5935 (1996).
 */
export function matFromFile(path: string, options: MatFileOptions = {}): Mat {
  checkKeys(options, 'options', ['like', 'comm'])
  const addon = petsc()
  const comm = commOf(options.comm)
  const like = agree(comm, () => {
    if (typeof path !== 'string') throw new ArgumentError(expected('a path', 'path', path))
    return options.like === undefined ? undefined : sectionOf(options.like)
  })
  try {
    return Mat._wrap(comm, addon.mat_create_from_file(comm.handle, path, like?.handle))
  } finally {
    like?.free()
  }
}
