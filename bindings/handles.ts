/** A communicator, as an opaque tagged handle that every addon understands. */
export type CommHandle = { readonly __comm: unique symbol }
/** A DLPack tensor, as an opaque tagged handle that every addon understands. */
export type DLPackHandle = { readonly __dlpack: unique symbol }
/** A `struct dap_array`, as an opaque tagged handle that every addon understands. */
export type DapArrayHandle = { readonly __dapArray: unique symbol }
/** A shared library with the functions of dap/conformance.h, as an opaque tagged handle. */
export type DapPluginHandle = { readonly __dapPlugin: unique symbol }
