import type { CommHandle, DapArrayHandle } from '../../bindings/native.js'
import { Backend } from '../common/backend.js'
import type { SolveResult } from '../common/result.js'
import type { NativeParameters } from './parameters.js'

/** A Trilinos object as the addon hands it out; collected matrices and solvers wait for `garbage_cleanup`. */
export type VectorHandle = { readonly __trilinosVector: unique symbol }
export type MatrixHandle = { readonly __trilinosMatrix: unique symbol }
export type SolverHandle = { readonly __trilinosSolver: unique symbol }
/** What matrices and solvers work on; a dap_array is taken over. */
export type OperandHandle = VectorHandle | DapArrayHandle

/** What went wrong on this rank before a collective call, for the other ranks. */
export type ErrorReport = [code: string, message: string, fields: object]

/** The functions of trilinos.node, one to one; Trilinos' names are in the comments of src/. */
export interface TrilinosNative {
  initialize(): void
  finalize(): void
  garbage_cleanup(comm: CommHandle): void
  get_version_number(): number[]

  vector_create(comm: CommHandle, array: DapArrayHandle | ErrorReport): VectorHandle
  epetra_vector_create(comm: CommHandle, array: DapArrayHandle | ErrorReport): VectorHandle
  vector_new(comm: CommHandle, localSize: number | undefined, size: number | undefined): VectorHandle
  epetra_vector_new(comm: CommHandle, localSize: number | undefined, size: number | undefined): VectorHandle
  vector_new_listed(comm: CommHandle, indices: Int32Array | BigInt64Array): VectorHandle
  epetra_vector_new_listed(comm: CommHandle, indices: Int32Array | BigInt64Array): VectorHandle
  vector_export(vector: VectorHandle): DapArrayHandle
  vector_get_address(vector: VectorHandle): bigint
  vector_get_local_size(vector: VectorHandle): number
  vector_get_global_size(vector: VectorHandle): number
  vector_get_start(vector: VectorHandle): number
  vector_norm(vector: VectorHandle, type: '1' | '2' | 'inf'): number
  vector_dot(x: VectorHandle, y: VectorHandle): number
  vector_sum(vector: VectorHandle): number
  vector_set(vector: VectorHandle, value: number): void
  vector_scale(vector: VectorHandle, factor: number): void
  vector_update(y: VectorHandle, factor: number, x: VectorHandle): void
  vector_assign(x: VectorHandle, y: VectorHandle): void
  same_numbering(x: VectorHandle, y: VectorHandle): boolean
  vector_destroy(vector: VectorHandle): void

  matrix_create(comm: CommHandle, like: DapArrayHandle, rows: BigInt64Array, cols: BigInt64Array, values: Float64Array): MatrixHandle
  matrix_create_from_file(comm: CommHandle, path: string, like: DapArrayHandle | undefined): MatrixHandle
  matrix_get_size(matrix: MatrixHandle): number
  matrix_get_local_size(matrix: MatrixHandle): number
  matrix_apply(matrix: MatrixHandle, x: OperandHandle, y: OperandHandle): void
  matrix_residual_norm(matrix: MatrixHandle, b: OperandHandle, x: OperandHandle): number
  matrix_destroy(matrix: MatrixHandle): void

  solver_create(
    matrix: MatrixHandle,
    method: string,
    parameters: NativeParameters,
    preconditioner: string,
    type: string,
    preconditionerParameters: NativeParameters,
  ): SolverHandle
  solver_solve(
    solver: SolverHandle,
    comm: CommHandle,
    b: OperandHandle,
    x: OperandHandle,
    monitor: ((iteration: number, residualNorm: number) => boolean) | undefined,
  ): SolveResult & { stopped: boolean }
  solver_destroy(solver: SolverHandle): void
}

const backend = new Backend<TrilinosNative>('trilinos')

/** The Trilinos addon, with MPI and Trilinos running; see {@link Backend.start}. Collective over all ranks of the job at first use. */
export function trilinos(): TrilinosNative {
  return backend.start()
}

/** The addon when it was loaded before; see {@link Backend.loaded}. Not collective. */
export function loadedTrilinos(): TrilinosNative | undefined {
  return backend.loaded
}
