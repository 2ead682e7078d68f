import type { DType } from '../protocol/dtype.js'

/** An operation for given dtypes, over adjacent elements; its position in `kernelLoops()` is its opcode. */
export interface KernelLoop {
  readonly name: string
  readonly inputs: readonly DType[]
  readonly output: DType
}

/** Memory of an operand over the iteration shape. */
export interface KernelMemory {
  readonly view: ArrayBufferView
  readonly dtype: DType
  /** Bytes from the start of `view`. */
  readonly offset: number
  /** Bytes per dimension of the iteration shape; 0 broadcasts. */
  readonly strides: readonly number[]
}

/** Memory of an operand that is not known yet, from its first byte; strides as those of {@link KernelMemory}, 0 or more. */
export type KernelPlace = Pick<KernelMemory, 'dtype' | 'strides'>

/** The numbers `start + step * i` along one dimension, as int64: global indices. */
export interface KernelIota {
  readonly dim: number
  readonly start: number
  readonly step: number
}

/** One element: bigint of 64-bit integers, `{ re, im }` of complex numbers. */
export type KernelValue = number | bigint | boolean | { readonly re: number; readonly im: number }

/**
 * One elementwise pass over memory. Registers hold one element each: first the inputs, then the constants, then the result of each
 * step.
 */
export interface KernelProgram {
  /** Iteration shape; may hold 0, may be []. */
  readonly shape: readonly number[]
  readonly inputs: readonly (KernelMemory | KernelIota)[]
  readonly constants: readonly { readonly dtype: DType; readonly value: KernelValue }[]
  /** Four integers per step: opcode and three registers, -1 for those that the operation does not take. */
  readonly steps: Int32Array
  /** Memory of an output may be that of an input, element for element; else it overlaps none. */
  readonly outputs: readonly { readonly register: number; readonly memory: KernelMemory }[]
  /** What is folded into states; strides of a state are 0 along the dimensions that are reduced. */
  readonly reductions: readonly {
    readonly reduction: number
    readonly registers: readonly number[]
    readonly state: readonly KernelMemory[]
  }[]
}

/** A program without its memory and the values of its constants, which are other ones each time that it is run. */
export interface KernelForm extends Pick<KernelProgram, 'shape' | 'steps'> {
  readonly inputs: readonly KernelPlace[]
  readonly constants: readonly DType[]
  readonly outputs: readonly { readonly register: number; readonly memory: KernelPlace }[]
}
