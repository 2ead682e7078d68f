import { agree } from '../../bindings/agree.js'
import { inPlace } from '../../bindings/comm/buffer.js'
import type { Communicator } from '../../bindings/communicator.js'
import { exportOf } from '../../bindings/dap-export.js'
import { ArgumentError, expected, ShapeError } from '../../protocol/errors.js'
import { checkKeys, commOf } from '../common/arguments.js'
import { checkSizes, type VectorSizes } from '../common/sizes.js'
import { OwnMemory } from '../common/vector-memory.js'
import { trilinos, type VectorHandle } from './native.js'
import { checkKind, Vector } from './vector.js'

/** What {@link createVector} takes. */
export interface CreateVectorOptions extends VectorSizes {
  /** Library of the vector: `'tpetra'` (default; what matrices and solvers take) or `'epetra'`. */
  kind?: 'tpetra' | 'epetra'
  /**
   * This rank's global indices, in the order of its entries: for a map that lists them, on all ranks. Each is 0 or more and
   * occurs once on a rank; other ranks may list it, too. Then `localSize` and `size`, when given, must be their numbers here and
   * in all. Tpetra keeps 64-bit indices, Epetra those of the given type.
   */
  indices?: Int32Array | BigInt64Array
  /** Communicator over whose ranks the vector is distributed; default `world()`. */
  comm?: Communicator
}

/**
 * Make a Trilinos vector in Trilinos' own memory, all zeros.
 *
 * Collective over `options.comm`.
 *
 * @param options See {@link CreateVectorOptions}; `size`, `localSize` or `indices`.
 * @returns       A new Vector, owned by the caller, who calls `free()`. Its `__distarray__()` exports the memory without copying:
 *                as one block dimension, or with `indices` as an unstructured one whose `indices` are the map's own list, whose
 *                `size` counts an index once for each rank that lists it, and which is `one_to_one` when none is listed twice.
 *                Such an export keeps memory and list alive on its own, also when the vector is freed.
 * @throws {ShapeError}       The sizes do not fit each other, or differ between ranks. As all errors here, thrown on all ranks.
 * @throws {SelectionError}   An index is negative, or twice on a rank.
 * @throws {ArgumentError}    An unknown option or kind, one that is no number of entries, or indices on some ranks only.
 * @throws {UnsupportedError} More entries than Trilinos' local indices, or the given type of `indices`, can count.
 * @throws {BackendLoadError} The Trilinos addon is not built.
 * @see source: constructors of `Tpetra::Map` and `Tpetra::Vector`, `Epetra_Map` and `Epetra_Vector`.
 */
export function createVector(options: CreateVectorOptions): Vector {
  checkKeys(options, 'options', ['kind', 'size', 'localSize', 'indices', 'comm'])
  const { kind = 'tpetra', size, localSize, indices } = options
  checkKind(kind)
  const addon = trilinos()
  const comm = commOf(options.comm)
  agree(comm, () => (indices === undefined ? checkSizes(options) : checkIndices(indices, localSize)))
  const listed = comm.allreduce(inPlace, Float64Array.of(indices === undefined ? 0 : 1, indices?.length ?? 0), 'sum')
  if (listed[0] !== 0 && listed[0] !== comm.size)
    throw new ArgumentError(`Expected indices on all ${comm.size} ranks or on none but received them on ${listed[0]}`)
  let handle: VectorHandle
  if (indices === undefined) {
    const create = kind === 'tpetra' ? addon.vector_new : addon.epetra_vector_new
    handle = create(comm.handle, localSize, size)
  } else {
    agree(comm, () => checkTotal(listed[1]!, size))
    const create = kind === 'tpetra' ? addon.vector_new_listed : addon.epetra_vector_new_listed
    handle = create(comm.handle, indices)
  }
  return Vector._wrap(comm, kind, new OwnMemory(() => exportOf(addon.vector_export(handle))), handle)
}

function checkIndices(indices: unknown, localSize: number | undefined): void {
  if (!(indices instanceof Int32Array || indices instanceof BigInt64Array))
    throw new ArgumentError(expected('an Int32Array or a BigInt64Array', 'indices', indices))
  if (localSize !== undefined && localSize !== indices.length)
    throw new ShapeError(`Expected localSize to be the number of indices, ${indices.length}, but received ${localSize}`)
}

function checkTotal(total: number, size: number | undefined): void {
  if (size !== undefined && size !== total)
    throw new ShapeError(`Expected size to be the number of indices on all ranks, ${total}, but received ${size}`)
}
