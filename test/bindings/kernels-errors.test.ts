// Malformed programs: a typed error, and nothing is written.
import t from 'tap'
import { evaluate, type KernelMemory, type KernelProgram, kernelLoops } from '../../bindings/kernels.js'
import { opcode } from '../support/kernel-loops.js'

const input: KernelMemory = { view: Float64Array.of(1, 2, 3, 4), dtype: 'float64', offset: 0, strides: [8] }
const result = new Float64Array(4)
const output = { register: 2, memory: { ...input, view: result } }
const add = opcode('add', 'float64', 'float64')
const program: KernelProgram = {
  shape: [4],
  inputs: [input, input],
  constants: [],
  steps: Int32Array.of(add, 0, 1, -1),
  outputs: [output],
  reductions: [],
}
const withInput = (change: Partial<KernelMemory>): KernelProgram => ({ ...program, inputs: [{ ...input, ...change }, input] })
const withOutput = (change: Partial<KernelMemory>): KernelProgram => ({
  ...program,
  outputs: [{ register: 2, memory: { ...output.memory, ...change } }],
})
const steps = (...words: number[]): KernelProgram => ({ ...program, steps: Int32Array.from(words) })
const iota = (dim: number, step: number): KernelProgram => ({ ...program, inputs: [{ dim, start: 0, step }, input] })

const malformed: Readonly<Record<string, readonly [code: string, program: KernelProgram]>> = {
  'an opcode that does not exist': ['ERR_ARGUMENT', steps(kernelLoops().length, 0, 1, -1)],
  'a negative opcode': ['ERR_ARGUMENT', steps(-1, 0, 1, -1)],
  'part of a step': ['ERR_ARGUMENT', steps(add, 0, 1)],
  'too few operands': ['ERR_ARGUMENT', steps(add, 0, -1, -1)],
  'too many operands': ['ERR_ARGUMENT', steps(add, 0, 1, 0)],
  'a register that is made later': ['ERR_ARGUMENT', steps(add, 0, 2, -1)],
  'another dtype': ['ERR_DTYPE', steps(opcode('add', 'int64', 'int64'), 0, 1, -1)],
  'an output of another dtype': ['ERR_DTYPE', withOutput({ dtype: 'int64' })],
  'an output of no register': ['ERR_ARGUMENT', { ...program, outputs: [{ ...output, register: 3 }] }],
  'an unknown dtype': ['ERR_DTYPE', withInput({ dtype: 'float16' as 'float32' })],
  'a view that is too short': ['ERR_SHAPE', withInput({ view: new Float64Array(3) })],
  'a start before the view': ['ERR_SHAPE', withInput({ offset: -8 })],
  'a start in the view and an end behind it': ['ERR_SHAPE', withInput({ offset: 8 })],
  'a walk to before the view': ['ERR_SHAPE', withInput({ offset: 16, strides: [-8] })],
  'strides that overflow': ['ERR_SHAPE', withInput({ strides: [2 ** 53 - 8] })],
  'an output behind its view': ['ERR_SHAPE', withOutput({ strides: [16] })],
  'an output that broadcasts': ['ERR_SHAPE', withOutput({ strides: [0] })],
  'an offset within an element': ['ERR_ARGUMENT', withInput({ view: new Uint8Array(64), offset: 4 })],
  'strides of parts of elements': ['ERR_ARGUMENT', withInput({ view: new Uint8Array(64), strides: [12] })],
  'too few strides': ['ERR_SHAPE', withInput({ strides: [] })],
  'a stride that is no integer': ['ERR_ARGUMENT', withInput({ strides: [0.5] })],
  'a view that is none': ['ERR_ARGUMENT', withInput({ view: [1, 2, 3, 4] as unknown as Float64Array })],
  'a negative extent': ['ERR_SHAPE', { ...program, shape: [-4] }],
  'too many elements': [
    'ERR_SHAPE',
    { ...program, shape: [2 ** 40, 2 ** 40], inputs: [{ ...input, strides: [0, 0] }], steps: new Int32Array(), outputs: [] },
  ],
  'an iota of no dimension': ['ERR_ARGUMENT', iota(1, 1)],
  'an iota that overflows': ['ERR_ARGUMENT', { ...iota(0, 2 ** 53 - 1), shape: [2 ** 20] }],
  'a constant of another type': ['ERR_ARGUMENT', { ...program, constants: [{ dtype: 'int64', value: 1 }] }],
  'a reduction that does not exist': ['ERR_ARGUMENT', { ...program, reductions: [{ reduction: 1000, registers: [2], state: [input] }] }],
}

t.test('a malformed program is refused', async (t) => {
  for (const [what, [code, bad]] of Object.entries(malformed)) {
    t.throws(() => evaluate(bad), { code }, what)
    t.same(result, new Float64Array(4), `${what}: nothing written`)
  }
  t.throws(() => evaluate({ ...program, steps: [add, 0, 1, -1] as unknown as Int32Array }), { code: 'ERR_ARGUMENT' }, 'steps')
})

t.test('a program without elements writes nothing, and one of any size runs', async (t) => {
  evaluate({ ...program, shape: [0] })
  t.same(result, new Float64Array(4))
  evaluate(program)
  t.same(result, Float64Array.of(2, 4, 6, 8))
})
