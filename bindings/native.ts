import { loadAddon } from './load.js'
import type { MpiNative } from './native-mpi.js'

/** A communicator, as an opaque tagged handle that every addon understands. */
export type CommHandle = { readonly __comm: unique symbol }
/** A `struct dap_array`, as an opaque tagged handle that every addon understands. */
export type DapArrayHandle = { readonly __dapArray: unique symbol }

/** The functions of core.node, one to one; C prototypes are in the comments of bindings/src. */
export interface CoreNative extends MpiNative {
  dap_from_js(
    view: ArrayBufferView,
    byteOffset: number,
    code: number,
    bits: number,
    flags: number,
    shape: Float64Array,
    strides: Float64Array,
    distTypes: string,
    dims: Float64Array,
    indices: (Int32Array | BigInt64Array | null)[],
  ): DapArrayHandle
  dap_array_release(handle: DapArrayHandle): void
}

let core: CoreNative | undefined

/**
 * The core addon, loaded on first use.
 *
 * Not collective. Does not start MPI.
 *
 * @throws {BackendLoadError} The addon is not built.
 */
export function native(): CoreNative {
  core ??= loadAddon<CoreNative>('core')
  return core
}
