import { codecOf, type Element } from '../../array/element.js'
import { indicesOf } from '../../array/indices.js'
import type { Kernels } from '../../array/spmd/kernels.js'
import type { KernelIota, KernelLoop, KernelMemory, KernelProgram } from '../../bindings/kernels.js'
import type { DType } from '../../protocol/dtype.js'
import { referenceLoops } from './reference-loops.js'
import { type Fold, referenceReductions } from './reference-reductions.js'

/*
 * Kernel programs one element at a time, on JavaScript values: slow, and independent of the native evaluator. Every access goes through a
 * DataView of the operand's own view, so that what reaches outside throws.
 */

const loops = referenceLoops()
const reductions = referenceReductions()

function read({ view, dtype, offset, strides }: KernelMemory, index: readonly number[]): Element {
  return codecOf(dtype).read(windowOn(view), at(offset, strides, index))
}

function write({ view, dtype, offset, strides }: KernelMemory, index: readonly number[], value: Element): void {
  codecOf(dtype).check(value)
  codecOf(dtype).write(windowOn(view), at(offset, strides, index), value as never)
}

const windows = new WeakMap<ArrayBufferView, DataView>()

function windowOn(view: ArrayBufferView): DataView {
  let found = windows.get(view)
  if (!found) {
    found = new DataView(view.buffer, view.byteOffset, view.byteLength)
    windows.set(view, found)
  }
  return found
}

function at(offset: number, strides: readonly number[], index: readonly number[]): number {
  return strides.reduce((sum, stride, d) => sum + stride * (index[d] as number), offset)
}

function isIota(input: KernelMemory | KernelIota): input is KernelIota {
  return 'step' in input
}

function evaluate({ shape, inputs, constants, steps, outputs, reductions: feeds }: KernelProgram): void {
  for (const { strides } of [...inputs.filter((it) => !isIota(it)), ...outputs.map(({ memory }) => memory)] as KernelMemory[])
    if (strides.length !== shape.length) throw new Error(`strides ${strides} over shape ${shape}`)
  const dtypeOf: DType[] = [...inputs.map((it) => (isIota(it) ? 'int64' : it.dtype)), ...constants.map(({ dtype }) => dtype)]
  for (let s = 0; s < steps.length; s += 4) {
    const loop = loops[steps[s] as number] as (typeof loops)[number]
    for (const [k, dtype] of loop.inputs.entries())
      if (dtypeOf[steps[s + 1 + k] as number] !== dtype)
        throw new Error(`${loop.name} takes ${dtype}, not ${dtypeOf[steps[s + 1 + k] as number]}`)
    dtypeOf.push(loop.output)
  }
  for (const { register, memory } of outputs)
    if (dtypeOf[register] !== memory.dtype) throw new Error(`output ${memory.dtype} from ${dtypeOf[register]}`)
  for (const index of indicesOf(shape)) {
    const registers: Element[] = inputs.map((it) => (isIota(it) ? BigInt(it.start + it.step * (index[it.dim] ?? 0)) : read(it, index)))
    for (const { value } of constants) registers.push(value)
    for (let s = 0; s < steps.length; s += 4) {
      const { inputs, compute } = loops[steps[s] as number] as (typeof loops)[number]
      const operands = inputs.map((_, k) => registers[steps[s + 1 + k] as number] as Element)
      registers.push(compute(...operands))
    }
    for (const { register, memory } of outputs) write(memory, index, registers[register] as Element)
    for (const { reduction, registers: fed, state } of feeds) {
      const { fold } = reductions[reduction] as Fold
      const next = fold(
        state.map((memory) => read(memory, index)),
        fed.map((register) => registers[register] as Element),
      )
      for (const [k, memory] of state.entries()) write(memory, index, next[k] as Element)
    }
  }
}

/** Kernels in TypeScript. */
export const referenceKernels: Kernels & { readonly programs: KernelProgram[] } = {
  /** What was evaluated, latest last; to be emptied by who looks at it. */
  programs: [],
  kernelLoops: (): readonly KernelLoop[] => loops,
  kernelReductions: () => reductions,
  reductionInit(reduction, state) {
    const { init, state: stateDTypes } = reductions[reduction] as Fold
    for (const [k, view] of state.entries()) {
      const dtype = stateDTypes[k] as DType
      const codec = codecOf(dtype)
      const step = codec.width * (view as Uint8Array).BYTES_PER_ELEMENT
      for (let byte = 0; byte < view.byteLength; byte += step) codec.write(windowOn(view), byte, init[k] as never)
    }
  },
  evaluate(program) {
    referenceKernels.programs.push(program)
    evaluate(program)
  },
}
