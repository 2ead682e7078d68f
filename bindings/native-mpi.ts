import type { CommHandle } from './handles.js'

/** A non-blocking operation under way, as an opaque tagged handle. */
export type RequestHandle = { readonly __request: unique symbol }
/** Memory that MPI reads or writes; null is MPI_IN_PLACE, undefined a buffer this rank does not have. */
export type NativeBuffer = ArrayBufferView | null | undefined

/** The two forms of an operation: `name` blocks, `iname` starts it. The arguments are the same. */
type BothForms<Name extends string, Args extends unknown[]> = { [K in Name]: (comm: CommHandle, ...args: Args) => void } & {
  [K in `i${Name}`]: (comm: CommHandle, ...args: Args) => RequestHandle
}

/** Start and end of MPI: bindings/src/mpi/environment.cc. */
interface Environment {
  init(): number
  finalize(): void
  is_active(): boolean
  abort(code: number): void
  library_version(): string
}

/** bindings/src/mpi/communicator.cc */
interface Communicators {
  comm_world(): CommHandle
  comm_self(): CommHandle
  comm_rank(comm: CommHandle): number
  comm_size(comm: CommHandle): number
  comm_dup(comm: CommHandle): CommHandle
  comm_split(comm: CommHandle, colour: number, key: number): CommHandle | undefined
  comm_compare(a: CommHandle, b: CommHandle): number
  comm_get_name(comm: CommHandle): string
  comm_set_name(comm: CommHandle, name: string): void
  comm_tag_ub(comm: CommHandle): number
  comm_free(comm: CommHandle): void
}

/** bindings/src/mpi/request.cc; a status is `[source, tag, bytes, cancelled]`. */
interface Requests {
  request_test(request: RequestHandle): boolean
  request_wait(request: RequestHandle): void
  request_waitany(requests: readonly RequestHandle[]): number
  request_status(request: RequestHandle): Float64Array
  request_cancel(request: RequestHandle): void
  set_max_count(count: number): void
}

/** bindings/src/mpi/collectives.cc */
type Collectives = BothForms<'barrier', []> &
  BothForms<'bcast', [data: NativeBuffer, count: number, dtype: number, root: number]> &
  BothForms<'allreduce', [send: NativeBuffer, recv: NativeBuffer, count: number, dtype: number, op: number]>

/** The MPI functions of core.node, one to one; C prototypes are in the comments of bindings/src/mpi. */
export type MpiNative = Environment & Communicators & Requests & Collectives
