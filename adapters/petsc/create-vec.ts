import { agree } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import { exportOf } from '../../bindings/dap-export.js'
import { checkKeys, commOf } from '../common/arguments.js'
import { checkSizes, type VectorSizes } from '../common/sizes.js'
import { OwnMemory } from '../common/vector-memory.js'
import { petsc } from './native.js'
import { Vec } from './vec.js'

/** What {@link createVec} takes. */
export interface CreateVecOptions extends VectorSizes {
  /** Communicator over whose ranks the vector is distributed; default `world()`. */
  comm?: Communicator
}

/**
 * Make a PETSc vector in PETSc's own memory, all zeros.
 *
 * Collective over `options.comm`.
 *
 * @param options See {@link CreateVecOptions}; `size` or `localSize`, or both.
 * @returns       A new Vec, owned by the caller, who calls `free()`. Its `__distarray__()` exports the memory as one block
 *                dimension, without copying; such an export keeps the memory alive on its own, also when the Vec is freed.
 * @throws {ShapeError}       The sizes do not fit each other, or differ between ranks. As all errors here, thrown on all ranks.
 * @throws {ArgumentError}    An unknown option, or one that is no number of entries.
 * @throws {UnsupportedError} Too large for PETSc's integers.
 * @throws {BackendLoadError} The PETSc addon is not built.
 * @see source: PETSc manual pages `VecCreate`, `VecSetSizes`.
 */
export function createVec(options: CreateVecOptions): Vec {
  checkKeys(options, 'options', ['size', 'localSize', 'comm'])
  const addon = petsc()
  const comm = commOf(options.comm)
  agree(comm, () => checkSizes(options))
  const handle = addon.vec_create(comm.handle, options.localSize, options.size)
  return Vec._wrap(comm, new OwnMemory(() => exportOf(addon.vec_export(handle))), handle)
}
