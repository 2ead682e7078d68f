/** Indices of one dimension: a list, or runs of five numbers each (start, count, step, repeat, period). */
export type AxisIndices = Float64Array | Uint32Array

/** bindings/src/kernels/gather.cc; offsets and strides are in bytes, and a side without strides and axes is dense. */
export interface GatherNative {
  copy_product(
    to: Uint8Array,
    toOffset: number,
    toStrides: Float64Array | null,
    toAxes: readonly AxisIndices[] | null,
    from: Uint8Array,
    fromOffset: number,
    fromStrides: Float64Array | null,
    fromAxes: readonly AxisIndices[] | null,
    itemBytes: number,
    first: number,
    count: number,
  ): void
}
