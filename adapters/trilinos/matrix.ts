import { agree } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import { ArgumentError, expected, UseAfterFreeError } from '../../protocol/errors.js'
import type { DistArrayProducer } from '../../protocol/export.js'
import { checkKeys, commOf } from '../common/arguments.js'
import { sectionOf } from '../common/section.js'
import { nativeTriplets, type Triplets } from '../common/triplets.js'
import { loadedTrilinos, type MatrixHandle, trilinos } from './native.js'
import { withOperands } from './operand.js'
import type { Vector } from './vector.js'

/** A sparse matrix as its entries; indices are row-major flat indices over the global shape of `like`, and n differs between ranks. */
export interface MatrixEntries extends Triplets {
  /** An array distributed as the matrix's rows shall be; only its distribution matters. A Vector will do. */
  like: DistArrayProducer
  /** Communicator over whose ranks `like` is distributed; default `world()`. */
  comm?: Communicator
}

/** What {@link matrixFromFile} takes besides the path. */
export interface MatrixFileOptions {
  /** An array distributed as the rows shall be. Default: as a 1-d array is by default, `Distribution.from([n], { ranks })`. */
  like?: DistArrayProducer
  /** Communicator of the ranks that read; default `world()`. */
  comm?: Communicator
}

/** A square sparse Tpetra matrix over the entries of a distributed array. Made by {@link matrix} and {@link matrixFromFile}. */
export class Matrix {
  /** Communicator over which the operations are collective. */
  readonly comm: Communicator
  /** Global numbers of rows and columns. */
  readonly shape: readonly [number, number]
  /** Number of rows on this rank. */
  readonly localRows: number
  private _handle: MatrixHandle | undefined

  private constructor(comm: Communicator, handle: MatrixHandle) {
    this.comm = comm
    this._handle = handle
    const n = trilinos().matrix_get_size(handle)
    this.shape = [n, n]
    this.localRows = trilinos().matrix_get_local_size(handle)
  }

  /** @internal */
  static _wrap(comm: Communicator, handle: MatrixHandle): Matrix {
    return new Matrix(comm, handle)
  }

  /** @internal */
  _use(): MatrixHandle {
    if (this._handle === undefined) throw new UseAfterFreeError('Expected a live Matrix but received one that was freed')
    return this._handle
  }

  /**
   * Multiply: `y = A x`, from and into the memory of the arrays.
   *
   * Collective over `comm`.
   *
   * @param x A Vector, or anything with `__distarray__()` that could be one, distributed as the rows.
   * @param y As `x`, in other memory; overwritten.
   * @throws {ShapeError}        Local sizes differ from the rows'. As all errors here, thrown on all ranks.
   * @throws {DistributionError} Distributed differently from the rows.
   * @throws {ArgumentError}     `x` and `y` overlap.
   * @throws {DTypeError}        Not float64; {@link UnsupportedError} for other memory that cannot be aliased.
   * @throws {UseAfterFreeError} The matrix, a vector or its memory was freed.
   * @see source: `Tpetra::CrsMatrix::apply`.
   */
  apply(x: Vector | DistArrayProducer, y: Vector | DistArrayProducer): void {
    const addon = trilinos()
    withOperands(this.comm, x, y, () => this._use(), addon.matrix_apply)
  }

  /**
   * Return the Euclidean norm of the residual `b - A x`, computed from scratch.
   *
   * Collective over `comm`.
   *
   * @param b Right-hand side; a Vector, or anything with `__distarray__()` that could be one, distributed as the rows.
   * @param x As `b`, in other memory.
   * @returns The norm, on every rank; unit of `b`.
   * @throws As {@link Matrix.apply}.
   * @see source: `Tpetra::CrsMatrix::apply`.
   */
  residualNorm(b: Vector | DistArrayProducer, x: Vector | DistArrayProducer): number {
    const addon = trilinos()
    return withOperands(this.comm, b, x, () => this._use(), addon.matrix_residual_norm)
  }

  /**
   * Destroy the Trilinos matrix; solvers made of it keep their own reference.
   *
   * Collective over `comm`. Idempotent.
   */
  free(): void {
    if (this._handle === undefined) return
    const handle = this._handle
    this._handle = undefined
    loadedTrilinos()?.matrix_destroy(handle)
  }

  /** As {@link Matrix.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free()
  }
}

/**
 * Make a sparse matrix from its entries, which may be given on any rank.
 *
 * Collective over `entries.comm`.
 *
 * @param entries See {@link MatrixEntries}. Indices outside the array, and lists of different lengths, are refused.
 * @returns       A new Matrix of shape [n, n], n the global size of `like`, owned by the caller, who calls `free()`.
 * @throws {SelectionError}    An index is out of range or no safe integer. As all errors here, thrown on all ranks.
 * @throws {ShapeError}        `rows`, `cols` and `values` differ in length.
 * @throws {ArgumentError}     They are not typed arrays of the types that {@link Triplets} names.
 * @throws {DistributionError} The sections of `like` do not make up one array over the ranks of `comm`.
 * @throws {UnsupportedError}  `like` has communication padding.
 * @throws {TrilinosError}        Trilinos failed.
 * @throws {BackendLoadError}  The Trilinos addon is not built.
 * @see source: `Tpetra::CrsMatrix` from local arrays, `expertStaticFillComplete`.
 */
export function matrix(entries: MatrixEntries): Matrix {
  checkKeys(entries, 'entries', ['like', 'rows', 'cols', 'values', 'comm'])
  const addon = trilinos()
  const comm = commOf(entries.comm)
  const { triplets, like } = agree(comm, () => ({ triplets: nativeTriplets(entries), like: sectionOf(entries.like) }))
  const { rows, cols, values } = triplets
  try {
    return Matrix._wrap(comm, addon.matrix_create(comm.handle, like.handle, rows, cols, values))
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
 * @param options See {@link MatrixFileOptions}.
 * @returns       A new Matrix, owned by the caller, who calls `free()`.
 * @throws {FileError}   The file is missing or cannot be read. As all errors here, thrown on all ranks.
 * @throws {FormatError} The file is malformed; the message names the line.
 * @throws {ShapeError}  The matrix is not square, or not of the size of `like`.
 * @throws As {@link matrix}.
 * @see source: Boisvert, Pozo, Remington: The Matrix Market exchange formats, NISTIR 5935 (1996).
 */
export function matrixFromFile(path: string, options: MatrixFileOptions = {}): Matrix {
  checkKeys(options, 'options', ['like', 'comm'])
  const addon = trilinos()
  const comm = commOf(options.comm)
  const like = agree(comm, () => {
    if (typeof path !== 'string') throw new ArgumentError(expected('a path', 'path', path))
    return options.like === undefined ? undefined : sectionOf(options.like)
  })
  try {
    return Matrix._wrap(comm, addon.matrix_create_from_file(comm.handle, path, like?.handle))
  } finally {
    like?.free()
  }
}
