import type { KernelMemory } from '../../bindings/kernel-program.js'
import { evaluate } from '../../bindings/kernels.js'
import { kernelReductions, reductionInit } from '../../bindings/reductions.js'
import { type DType, itemSize, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'

/** Entries of a typed array per element. */
export const widthOf = (dtype: DType): number => (dtype.startsWith('complex') ? 2 : 1)

/** Number of the reduction with this name and these inputs. */
export function reductionNamed(name: string, ...inputs: DType[]): number {
  const found = kernelReductions().findIndex((r) => r.name === name && inputs.every((dtype, i) => r.inputs[i] === dtype))
  if (found < 0) throw new Error(`There is no reduction ${name}(${inputs})`)
  return found
}

/** `count` states of no elements. */
export function newStates(reduction: number, count = 1): TypedArray[] {
  const state = kernelReductions()[reduction]!.state.map((dtype) => new (typedArrayFor(dtype))(count * widthOf(dtype)))
  reductionInit(reduction, state)
  return state
}

/** Row-major strides in bytes. */
export function stridesOf(dtype: DType, shape: readonly number[]): number[] {
  return shape.map((_, dim) => product(shape.slice(dim + 1)) * itemSize(dtype))
}

/** Memory of a row-major array. */
export function memoryOf(data: TypedArray, dtype: DType, shape: readonly number[]): KernelMemory {
  return { view: data, dtype, offset: 0, strides: stridesOf(dtype, shape) }
}

/** Reduce row-major arrays of one shape along some axes by the evaluator; indices, if the reduction takes some, go along the first axis. */
export function reduceAxes(
  name: string,
  arrays: readonly { data: TypedArray; dtype: DType }[],
  shape: readonly number[],
  axes: readonly number[],
): TypedArray[] {
  const reduction = reductionNamed(name, ...arrays.map(({ dtype }) => dtype))
  const { inputs, state: dtypes } = kernelReductions()[reduction]!
  const kept = shape.map((extent, dim) => (axes.includes(dim) ? 1 : extent))
  const state = newStates(reduction, product(kept))
  const memories: (KernelMemory | { dim: number; start: number; step: number })[] = arrays.map(({ data, dtype }) =>
    memoryOf(data, dtype, shape),
  )
  if (inputs.length > memories.length) memories.push({ dim: axes[0]!, start: 0, step: 1 })
  const stateMemory = state.map((view, i): KernelMemory => {
    const strides = stridesOf(dtypes[i]!, kept).map((stride, dim) => (axes.includes(dim) ? 0 : stride))
    return { view, dtype: dtypes[i]!, offset: 0, strides }
  })
  const registers = inputs.map((_, i) => i)
  evaluate({
    shape,
    inputs: memories,
    constants: [],
    steps: new Int32Array(0),
    outputs: [],
    reductions: [{ reduction, registers, state: stateMemory }],
  })
  return state
}
