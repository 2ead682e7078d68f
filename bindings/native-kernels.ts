/** A loop as the addon lists it: dtypes by their position in `dtypes`. */
export interface NativeLoop {
  readonly name: string
  readonly inputs: readonly number[]
  readonly output: number
}

/** bindings/src/kernels/evaluate.cc */
export interface KernelNative {
  kernel_loops(): NativeLoop[]
  kernel_evaluate(numbers: Float64Array, steps: Int32Array, ...views: ArrayBufferView[]): void
  /** bindings/src/kernels/kept_program.cc */
  kernel_keep(numbers: Float64Array, steps: Int32Array, runArguments: Float64Array): () => void
}

/** bindings/src/kernels/simd.cc */
export interface SimdNative {
  simd_targets(): string[]
  simd_limit(name: string): void
}
