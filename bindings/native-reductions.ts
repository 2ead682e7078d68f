import type { TypedArray } from '../protocol/dtype.js'

/** bindings/src/kernels/reductions/states.cc and bindings/src/kernels/scan.cc; dtypes are the addon's numbers. */
export interface ReductionsNative {
  kernel_reductions(): { name: string; inputs: number[]; state: number[]; hasResult: boolean }[]
  reduction_init(reduction: number, state: readonly ArrayBufferView[], count: number): void
  reduction_combine(reduction: number, into: readonly ArrayBufferView[], from: readonly ArrayBufferView[], count: number): void
  reduction_finish(reduction: number, state: readonly ArrayBufferView[], out: Float64Array, count: number): void
  reduction_fold(reduction: number, inputs: readonly ArrayBufferView[], count: number, state: readonly ArrayBufferView[]): void
  reduction_pack(reduction: number, state: readonly ArrayBufferView[], start: number, count: number, packed: Uint8Array, at: number): void
  reduction_unpack(
    reduction: number,
    state: readonly ArrayBufferView[],
    start: number,
    count: number,
    packed: Uint8Array,
    at: number,
    parts: number,
  ): void
  scan_memory(
    op: number,
    dtype: number,
    input: TypedArray,
    output: TypedArray,
    numbers: Float64Array,
    sums: TypedArray,
    carries: boolean,
  ): void
}
