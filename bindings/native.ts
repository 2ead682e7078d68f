import { type CollectiveCheck, withCheckedCollectives } from './check/checked-native.js'
import type { DapDescription, DapMemory, PackedExtension } from './dap-description.js'
import type { DapArrayHandle, DLPackHandle } from './handles.js'
import { loadAddon } from './load.js'
import type { GatherNative } from './native-gather.js'
import type { KernelNative, SimdNative } from './native-kernels.js'
import type { MemoryNative } from './native-memory.js'
import type { MpiNative } from './native-mpi.js'
import type { PluginNative } from './native-plugin.js'
import type { RandomNative } from './native-random.js'
import type { ReductionsNative } from './native-reductions.js'
import { limitSimd } from './simd.js'

export type { CommHandle, DapArrayHandle, DapPluginHandle, DLPackHandle } from './handles.js'

/** The functions of core.node, one to one; C prototypes are in the comments of bindings/src. */
export interface CoreNative
  extends MpiNative,
    MemoryNative,
    GatherNative,
    KernelNative,
    PluginNative,
    RandomNative,
    ReductionsNative,
    SimdNative {
  dap_from_js(
    view: ArrayBufferView,
    numbers: Float64Array,
    indices: readonly (Int32Array | BigInt64Array | null)[] | null,
    extension: PackedExtension | null,
  ): DapArrayHandle
  dap_to_js(handle: DapArrayHandle, longest: number): DapMemory
  dlpack_from_dap(handle: DapArrayHandle, versioned: boolean): DLPackHandle
  dlpack_to_dap(handle: DLPackHandle): DapArrayHandle
  dap_array_checksum(handle: DapArrayHandle): number
  dap_array_describe(handle: DapArrayHandle): DapDescription
  dap_array_release(handle: DapArrayHandle): void
}

let core: CoreNative | undefined
let check: CollectiveCheck | undefined

/**
 * The core addon, loaded on first use.
 *
 * Not collective. Does not start MPI.
 *
 * @throws {BackendLoadError} The addon is not built.
 * @throws {ArgumentError}    `DISTARRAY_SIMD` is not the name of an instruction set.
 * @throws {UnsupportedError} This processor lacks the instruction set that `DISTARRAY_SIMD` names.
 */
export function native(): CoreNative {
  if (core === undefined) {
    const loaded = loadAddon<CoreNative>('core')
    limitSimd(loaded, process.env.DISTARRAY_SIMD)
    core = loaded
    if (process.env.DISTARRAY_CHECK === '1') {
      const checked = withCheckedCollectives(core)
      core = checked
      check = checked.check
    }
  }
  return core
}

/** The comparison of collective calls over the ranks, with DISTARRAY_CHECK=1. */
export function collectiveCheck(): CollectiveCheck | undefined {
  native()
  return check
}

/** The core addon if something has loaded it, for code that only acts when MPI may be running. */
export function loadedNative(): CoreNative | undefined {
  return core
}
