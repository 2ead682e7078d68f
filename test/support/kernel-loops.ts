import { NDArray } from '../../array/nd-array.js'
import { evaluate, type KernelMemory, kernelLoops } from '../../bindings/kernels.js'
import { type DType, itemSize, typedArrayFor } from '../../protocol/dtype.js'

/** The opcode of a loop, by its name and the dtypes of its operands; for `astype` from one dtype to another, both. */
export function opcode(name: string, ...dtypes: readonly DType[]): number {
  const found = kernelLoops().findIndex((loop) => {
    const key = loop.name === 'astype' ? [...loop.inputs, loop.output] : loop.inputs
    return loop.name === name && key.join() === dtypes.join()
  })
  if (found < 0) throw new Error(`There is no loop ${name}(${dtypes})`)
  return found
}

/** A whole array of one dimension as an operand. */
export function wholeOf({ dtype, data }: NDArray): KernelMemory {
  return { view: data, dtype, offset: 0, strides: [itemSize(dtype)] }
}

/** The result of one loop on arrays of one dimension and the same length. */
export function runLoop(opcode: number, operands: readonly NDArray[]): NDArray {
  const { output } = kernelLoops()[opcode]!
  const n = operands[0]!.size
  const width = output.startsWith('complex') ? 2 : 1
  const result = new NDArray([n], output, new (typedArrayFor(output))(n * width))
  evaluate({
    shape: [n],
    inputs: operands.map(wholeOf),
    constants: [],
    steps: Int32Array.of(opcode, ...[0, 1, 2].map((j) => (j < operands.length ? j : -1))),
    outputs: [{ register: operands.length, memory: wholeOf(result) }],
    reductions: [],
  })
  return result
}
