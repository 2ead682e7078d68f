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
  current_call(): string
}

/** bindings/src/mpi/communicator.cc */
interface Communicators {
  comm_world(): CommHandle
  comm_self(): CommHandle
  comm_rank(comm: CommHandle): number
  comm_size(comm: CommHandle): number
  comm_dup(comm: CommHandle): CommHandle
  comm_split(comm: CommHandle, colour: number, key: number): CommHandle | undefined
  comm_create_group(comm: CommHandle, ranks: Int32Array, tag: number): CommHandle
  comm_compare(a: CommHandle, b: CommHandle): number
  comm_get_name(comm: CommHandle): string
  comm_set_name(comm: CommHandle, name: string): void
  comm_tag_ub(comm: CommHandle): number
  comm_free(comm: CommHandle): void
  comm_f2c(handle: bigint): CommHandle
  comm_c2f(comm: CommHandle): bigint
  is_comm(value: unknown): value is CommHandle
}

/** bindings/src/mpi/repeated.cc */
interface Repeated {
  repeated_allgather(comm: CommHandle, send: Uint8Array, receive: Uint8Array): () => void
  repeated_bcast(comm: CommHandle, data: Uint8Array): (root: number) => void
}

/** bindings/src/mpi/topology.cc; lists are Int32Array. */
interface Topologies {
  dims_create(ranks: number, dims: Int32Array): void
  cart_create(comm: CommHandle, dims: Int32Array, periods: Int32Array, reorder: boolean): CommHandle | undefined
  cart_coords(comm: CommHandle, rank: number, coords: Int32Array): void
  cart_rank(comm: CommHandle, coords: Int32Array): number
  cart_shift(comm: CommHandle, dim: number, steps: number, ranks: Int32Array): void
  cart_sub(comm: CommHandle, keep: Int32Array): CommHandle
  dist_graph_create_adjacent(
    comm: CommHandle,
    sources: Int32Array,
    destinations: Int32Array,
    sourceWeights: Int32Array | null,
    destinationWeights: Int32Array | null,
    reorder: boolean,
  ): CommHandle
}

/** bindings/src/mpi/request.cc; `status` receives `[source, tag, bytes, cancelled]`. */
interface Requests {
  request_test(request: RequestHandle): boolean
  request_wait(request: RequestHandle): void
  request_waitany(requests: readonly RequestHandle[]): number
  request_status(request: RequestHandle, status: Float64Array): void
  request_cancel(request: RequestHandle): void
  set_max_count(count: number): void
}

type Buffer = NativeBuffer
/** Counts or displacements in elements: integers up to 2^53. */
type Lengths = Float64Array | undefined

/** bindings/src/mpi/point_to_point.cc; ranks: -1 any, -2 nobody; tags: -1 any. */
type PointToPoint = BothForms<'send', [data: Buffer, count: number, dtype: number, dest: number, tag: number]> & {
  recv(comm: CommHandle, data: Buffer, count: number, dtype: number, source: number, tag: number, status: Float64Array): void
  irecv(comm: CommHandle, data: Buffer, count: number, dtype: number, source: number, tag: number): RequestHandle
  sendrecv(
    comm: CommHandle,
    send: Buffer,
    sendCount: number,
    sendDType: number,
    dest: number,
    sendTag: number,
    recv: Buffer,
    recvCount: number,
    recvDType: number,
    source: number,
    recvTag: number,
    status: Float64Array,
  ): void
  probe(comm: CommHandle, source: number, tag: number, status: Float64Array): void
  iprobe(comm: CommHandle, source: number, tag: number, status: Float64Array): boolean
  probe_for(comm: CommHandle, source: number, tag: number, status: Float64Array, wait: number, spin: number, pause: number): boolean
}

/** bindings/src/mpi/collectives.cc; `count` is that of one rank's part. */
type Collectives = BothForms<'barrier', []> &
  BothForms<'bcast', [data: Buffer, count: number, dtype: number, root: number]> &
  BothForms<'gather' | 'scatter', [send: Buffer, recv: Buffer, count: number, dtype: number, root: number]> &
  BothForms<'allgather' | 'alltoall', [send: Buffer, recv: Buffer, count: number, dtype: number]>

/** bindings/src/mpi/reductions.cc, pair_reduction.cc */
type Reductions = BothForms<
  'allreduce' | 'scan' | 'exscan' | 'reduce_scatter_block',
  [send: Buffer, recv: Buffer, count: number, dtype: number, op: number]
> &
  BothForms<'reduce', [send: Buffer, recv: Buffer, count: number, dtype: number, op: number, root: number]> &
  BothForms<'reduce_scatter', [send: Buffer, recv: Buffer, counts: Float64Array, dtype: number, op: number]> & {
    combine_states(comm: CommHandle, reduction: number, state: readonly ArrayBufferView[], count: number, root: number): void
    combine_agreed(comm: CommHandle, reduction: number, state: readonly ArrayBufferView[], count: number, failed: boolean): number
    reduce_pairs(
      comm: CommHandle,
      values: Buffer,
      indices: Buffer,
      outValues: Buffer,
      outIndices: Buffer,
      count: number,
      dtype: number,
      larger: boolean,
      root: number,
    ): void
  }

/** bindings/src/mpi/sections.cc */
type Sections = BothForms<
  'gatherv',
  [send: Buffer, sendCount: number, recv: Buffer, counts: Lengths, displs: Lengths, dtype: number, root: number]
> &
  BothForms<'scatterv', [send: Buffer, counts: Lengths, displs: Lengths, recv: Buffer, recvCount: number, dtype: number, root: number]> &
  BothForms<'allgatherv', [send: Buffer, sendCount: number, recv: Buffer, counts: Lengths, displs: Lengths, dtype: number]> &
  BothForms<
    'alltoallv' | 'neighbor_alltoallv',
    [send: Buffer, sendCounts: Lengths, sendDispls: Lengths, recv: Buffer, recvCounts: Lengths, recvDispls: Lengths, dtype: number]
  >

/** bindings/src/mpi/neighborhood.cc */
type Neighborhood = BothForms<'neighbor_allgather', [send: Buffer, recv: Buffer, count: number, dtype: number, neighbors: number]> &
  BothForms<
    'neighbor_allgatherv',
    [send: Buffer, sendCount: number, destinations: number, recv: Buffer, counts: Lengths, displs: Lengths, dtype: number]
  >

/** The MPI functions of core.node, one to one; C prototypes are in the comments of bindings/src/mpi. */
export type MpiNative = Environment &
  Repeated &
  Communicators &
  Topologies &
  Requests &
  PointToPoint &
  Collectives &
  Reductions &
  Sections &
  Neighborhood
