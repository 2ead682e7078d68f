/** bindings/src/kernels/random/random.cc */
export interface RandomNative {
  random_fill(
    kernel: string,
    itemBytes: number,
    /** Key (2 words), draw, and two integers of the kernel. */
    words: BigUint64Array,
    /** Three numbers of the kernel. */
    reals: Float64Array,
    table: Float64Array,
    /** Extent, start, step, width and count of each dimension. */
    numbers: Float64Array,
    /** Per dimension the indices where they are no such blocks. */
    lists: readonly (Float64Array | null)[],
    out: ArrayBufferView,
  ): void
  random_fill_each(
    kernel: string,
    itemBytes: number,
    /** Key (2 words) and draw. */
    words: BigUint64Array,
    /** For integers: whether they have an endpoint, and are unsigned. */
    range: Int32Array,
    parameters: readonly [ArrayBufferView, ArrayBufferView],
    /** Of each parameter, elements per dimension. */
    strides: Float64Array,
    numbers: Float64Array,
    lists: readonly (Float64Array | null)[],
    out: ArrayBufferView,
  ): void
}
