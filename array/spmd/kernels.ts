import { KeptProgram } from '../../bindings/kept-program.js'
import { evaluate, type KernelForm, type KernelLoop, type KernelProgram, kernelLoops } from '../../bindings/kernels.js'
import { type KernelReduction, kernelReductions, reductionInit } from '../../bindings/reductions.js'
import type { TypedArray } from '../../protocol/dtype.js'

/** What computes kernel programs. */
export interface Kernels {
  kernelLoops(): readonly KernelLoop[]
  kernelReductions(): readonly Pick<KernelReduction, 'name' | 'inputs' | 'state'>[]
  /** Set states to what changes nothing. */
  reductionInit(reduction: number, state: readonly TypedArray[]): void
  evaluate(program: KernelProgram): void
  /** Read a program that will be run on many blocks; absent where there are no blocks. */
  keep?(form: KernelForm): KeptProgram
}

/** The kernels of the addon. */
export const nativeKernels: Kernels = { kernelLoops, kernelReductions, reductionInit, evaluate, keep: (form) => new KeptProgram(form) }
