import { type DType, dtypes } from '../protocol/dtype.js'
import { ArgumentError, expected } from '../protocol/errors.js'
import type { KernelLoop, KernelProgram } from './kernel-program.js'
import { native } from './native.js'
import { pack } from './packed-program.js'
import type { SimdTarget } from './simd.js'

export type { KernelForm, KernelIota, KernelLoop, KernelMemory, KernelProgram, KernelValue } from './kernel-program.js'

let loops: readonly KernelLoop[] | undefined

/**
 * Return every loop of the native kernels: which operations there are, for which dtypes.
 *
 * Not collective.
 *
 * @returns The same frozen list at each call; the position of a loop is its opcode.
 * @throws {BackendLoadError} The addon is not built.
 */
export function kernelLoops(): readonly KernelLoop[] {
  const dtype = (code: number): DType => dtypes[code]!
  loops ??= Object.freeze(
    native()
      .kernel_loops()
      .map(({ name, inputs, output }) => Object.freeze({ name, inputs: Object.freeze(inputs.map(dtype)), output: dtype(output) })),
  )
  return loops
}

/**
 * Return the instruction sets that the kernels may use in this process, best first; the first one is in use.
 *
 * Not collective.
 *
 * @returns What the processor has, from the one that the environment variable `DISTARRAY_SIMD` names on.
 * @throws As {@link native}.
 */
export function availableSimd(): readonly SimdTarget[] {
  return native().simd_targets() as SimdTarget[]
}

/**
 * Run an elementwise program: one pass over memory, tile by tile, on this thread.
 *
 * Not collective.
 *
 * @param program Inputs are read, outputs and states written, within their views only. An output may be the very memory of an
 *                input. Elements of a bool are 0 or 1.
 * @throws {ArgumentError} An opcode, register, dimension or value that does not exist, a part of the program that is missing,
 *                         memory that is not aligned. Nothing is written then, as for the other errors.
 * @throws {DTypeError}    An unknown dtype, or a register of another dtype than its user takes.
 * @throws {ShapeError}    Extents below 0, strides of another number of dimensions, elements beyond a view, an output that
 *                         broadcasts.
 * @remarks Temporaries take less than 512 KiB, unless a thousand of them are needed at once. Integers wrap around and divide by
 *          zero to 0. Real transcendental functions are accurate to 4 ulp.
 */
export function evaluate(program: KernelProgram): void {
  const { steps } = program
  if (!(steps instanceof Int32Array)) throw new ArgumentError(expected('an Int32Array', 'steps', steps))
  const { numbers, views } = pack(program)
  native().kernel_evaluate(numbers, steps, ...views)
}
