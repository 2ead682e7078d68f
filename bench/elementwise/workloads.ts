import { Block } from '../../bindings/block.js'
import { evaluate, type KernelMemory, type KernelProgram, kernelLoops } from '../../bindings/kernels.js'
import type { DType } from '../../protocol/dtype.js'

const n = 20_000_000
const f = 'float64'
// In blocks, as arrays are, whose memory is aligned to cache lines.
function array(element: (i: number) => number): Float64Array {
  const result = new Float64Array(Block.allocate(8 * n).buffer)
  for (let i = 0; i < n; i++) result[i] = element(i)
  return result
}
const a = array(Math.sin)
const b = array(Math.cos)
const c = array((i) => i % 7)
const result = array(() => 0)
const holds = new Uint8Array(Block.allocate(n, { zero: true }).buffer)

function opcode(name: string): number {
  return kernelLoops().findIndex((loop) => loop.name === name && loop.inputs.every((dtype) => dtype === f))
}
const [add, subtract, multiply, greater] = ['add', 'subtract', 'multiply', 'greater'].map(opcode) as [number, number, number, number]
const [sin, cos, square] = ['sin', 'cos', 'square'].map(opcode) as [number, number, number]

function memory(view: Float64Array | Uint8Array, dtype: DType = f): KernelMemory {
  return { view, dtype, offset: 0, strides: [view.BYTES_PER_ELEMENT] }
}

function program(inputs: Float64Array[], constants: number[], steps: number[], output: KernelMemory): KernelProgram {
  const register = inputs.length + constants.length + steps.length / 4 - 1
  return {
    shape: [inputs[0]!.length],
    inputs: inputs.map((view) => memory(view)),
    constants: constants.map((value) => ({ dtype: f, value })),
    steps: Int32Array.from(steps),
    outputs: [{ register, memory: output }],
    reductions: [],
  }
}

const programs: Readonly<Record<string, KernelProgram>> = {
  triad: program([b, c], [3], [multiply, 2, 1, -1, add, 0, 3, -1], memory(result)),
  mixed: program(
    [a, b],
    [4.1, 2.5],
    [multiply, 0, 1, -1, multiply, 2, 0, -1, subtract, 4, 5, -1, multiply, 3, 1, -1, greater, 6, 7, -1],
    memory(holds, 'bool'),
  ),
  trigonometric: program([a, b], [], [sin, 0, -1, -1, square, 2, -1, -1, cos, 1, -1, -1, square, 4, -1, -1, add, 3, 5, -1], memory(result)),
}

/** Names of the workloads: `b + 3 * c`, `a * b - 4.1 * a > 2.5 * b` and `sin(a)**2 + cos(b)**2`. */
export const workloads = Object.keys(programs)

function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e3
}

/** Milliseconds of processor time that one run takes. */
export function run(workload: string): number {
  const start = processorTime()
  evaluate(programs[workload]!)
  return processorTime() - start
}

/** What a call costs beside its work. */
export function microsecondsPerSmallCall(): number {
  const calls = 200_000
  const small = program([new Float64Array(8), new Float64Array(8)], [], [add, 0, 1, -1], memory(new Float64Array(8)))
  for (let i = 0; i < calls; i++) evaluate(small)
  const start = processorTime()
  for (let i = 0; i < calls; i++) evaluate(small)
  return (1e3 * (processorTime() - start)) / calls
}
