import type { CommHandle, DapArrayHandle } from '../../bindings/native.js'
import { Backend } from '../common/backend.js'
import type { SolveResult } from '../common/result.js'

/** A PETSc object as the addon hands it out; a collected one waits for `garbage_cleanup`. */
export type VecHandle = { readonly __petscVec: unique symbol }
export type MatHandle = { readonly __petscMat: unique symbol }
export type KspHandle = { readonly __petscKsp: unique symbol }
/** What matrices and solvers work on; a dap_array is taken over. */
export type OperandHandle = VecHandle | DapArrayHandle

/** The functions of petsc.node, one to one; PETSc's names are in the comments of src/. */
export interface PetscNative {
  initialize(): void
  finalize(): void
  garbage_cleanup(comm: CommHandle): void
  get_version_number(): number[]
  address_of(view: ArrayBufferView): bigint

  vec_create_with_array(comm: CommHandle, array: DapArrayHandle): VecHandle
  vec_create(comm: CommHandle, localSize: number | undefined, size: number | undefined): VecHandle
  vec_export(vec: VecHandle): DapArrayHandle
  vec_get_array(vec: VecHandle): bigint
  vec_get_local_size(vec: VecHandle): number
  vec_get_size(vec: VecHandle): number
  vec_get_ownership_start(vec: VecHandle): number
  vec_norm(vec: VecHandle, type: number): number
  vec_dot(x: VecHandle, y: VecHandle): number
  vec_sum(vec: VecHandle): number
  vec_set(vec: VecHandle, value: number): void
  vec_scale(vec: VecHandle, factor: number): void
  vec_axpy(y: VecHandle, factor: number, x: VecHandle): void
  vec_copy(x: VecHandle, y: VecHandle): void
  vec_destroy(vec: VecHandle): void

  mat_create_coo(comm: CommHandle, like: DapArrayHandle, rows: BigInt64Array, cols: BigInt64Array, values: Float64Array): MatHandle
  mat_create_from_file(comm: CommHandle, path: string, like: DapArrayHandle | undefined): MatHandle
  mat_set_values_coo(mat: MatHandle, values: Float64Array): void
  mat_get_size(mat: MatHandle): number
  mat_get_local_size(mat: MatHandle): number
  mat_mult(mat: MatHandle, x: OperandHandle, y: OperandHandle): void
  mat_residual_norm(mat: MatHandle, b: OperandHandle, x: OperandHandle): number
  mat_destroy(mat: MatHandle): void

  ksp_create(mat: MatHandle, options: string | string[], values: (string | null)[] | undefined, prefix: string): KspHandle
  ksp_solve(
    ksp: KspHandle,
    b: OperandHandle,
    x: OperandHandle,
    monitor: ((iteration: number, residualNorm: number) => void) | undefined,
  ): SolveResult
  ksp_destroy(ksp: KspHandle): void
}

const backend = new Backend<PetscNative>('petsc')

/** The PETSc addon, with MPI and PETSc running; see {@link Backend.start}. Collective over all ranks of the job at first use. */
export function petsc(): PetscNative {
  return backend.start()
}

/** The addon when it was loaded before; see {@link Backend.loaded}. Not collective. */
export function loadedPetsc(): PetscNative | undefined {
  return backend.loaded
}
