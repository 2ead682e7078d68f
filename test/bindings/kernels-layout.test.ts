// Programs over operands of any layout, against an interpreter that takes one element at a time.
import fc from 'fast-check'
import t from 'tap'
import { evaluate, type KernelIota, type KernelMemory, type KernelProgram } from '../../bindings/kernels.js'
import { opcode } from '../support/kernel-loops.js'
import { holds } from '../support/property.js'
import { reductionNamed } from '../support/reductions.js'

type Dtype = 'float64' | 'int64' | 'int32' | 'bool' | 'uint8'
type Value = number | bigint

interface Operation {
  readonly name: string
  readonly inputs: readonly Dtype[]
  readonly output: Dtype
  readonly apply: (...values: never[]) => Value
}

const f64 = 'float64'
const operations: readonly Operation[] = [
  { name: 'add', inputs: [f64, f64], output: f64, apply: (a: number, b: number) => a + b },
  { name: 'multiply', inputs: [f64, f64], output: f64, apply: (a: number, b: number) => a * b },
  { name: 'negative', inputs: [f64], output: f64, apply: (a: number) => -a },
  { name: 'less', inputs: [f64, f64], output: 'bool', apply: (a: number, b: number) => Number(a < b) },
  { name: 'where', inputs: ['bool', f64, f64], output: f64, apply: (c: number, a: number, b: number) => (c ? a : b) },
  { name: 'add', inputs: ['int32', 'int32'], output: 'int32', apply: (a: number, b: number) => (a + b) | 0 },
  { name: 'astype', inputs: ['int32'], output: f64, apply: (a: number) => a },
  { name: 'astype', inputs: ['int64'], output: 'int32', apply: (a: bigint) => Number(BigInt.asIntN(32, a)) },
  { name: 'subtract', inputs: ['int64', 'int64'], output: 'int64', apply: (a: bigint, b: bigint) => BigInt.asIntN(64, a - b) },
  { name: 'bitwiseXor', inputs: ['uint8', 'uint8'], output: 'uint8', apply: (a: number, b: number) => a ^ b },
  { name: 'astype', inputs: ['uint8'], output: 'int64', apply: (a: number) => BigInt(a) },
  { name: 'logicalNot', inputs: ['bool'], output: 'bool', apply: (a: number) => 1 - a },
]
const dtypes: readonly Dtype[] = ['float64', 'int64', 'int32', 'bool', 'uint8']
const sizes = { float64: 8, int64: 8, int32: 4, bool: 1, uint8: 1 }

function read(memory: KernelMemory, at: number): Value {
  const view = new DataView(memory.view.buffer, memory.view.byteOffset, memory.view.byteLength)
  const byte = memory.offset + at
  if (memory.dtype === 'float64') return view.getFloat64(byte, true)
  if (memory.dtype === 'int64') return view.getBigInt64(byte, true)
  return memory.dtype === 'int32' ? view.getInt32(byte, true) : view.getUint8(byte)
}

function write(memory: KernelMemory, at: number, value: Value): void {
  const view = new DataView(memory.view.buffer, memory.view.byteOffset, memory.view.byteLength)
  const byte = memory.offset + at
  if (memory.dtype === 'float64') view.setFloat64(byte, value as number, true)
  else if (memory.dtype === 'int64') view.setBigInt64(byte, value as bigint, true)
  else if (memory.dtype === 'int32') view.setInt32(byte, value as number, true)
  else view.setUint8(byte, value as number)
}

interface Case {
  readonly program: KernelProgram
  readonly steps: readonly { readonly operation: Operation; readonly registers: readonly number[] }[]
}

function* indices(shape: readonly number[]): Generator<number[]> {
  if (shape.includes(0)) return
  const index = shape.map(() => 0)
  for (;;) {
    yield index
    let d = shape.length - 1
    for (; d >= 0; d--) {
      index[d]!++
      if (index[d]! < shape[d]!) break
      index[d] = 0
    }
    if (d < 0) return
  }
}

/** The program on copies of its views, one element at a time; what each output and state holds then, in row-major order. */
function interpret({ program, steps }: Case): Value[][] {
  const copies = new Map<ArrayBufferView, DataView>()
  const copyOf = (memory: KernelMemory): KernelMemory => {
    const { view } = memory
    if (!copies.has(view))
      copies.set(view, new DataView(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) as ArrayBuffer))
    return { ...memory, view: copies.get(view)! }
  }
  const inputs = program.inputs.map((input) => ('view' in input ? copyOf(input) : input))
  const outputs = program.outputs.map(({ memory }) => copyOf(memory))
  const states = program.reductions.map(({ state }) => copyOf(state[0]!))
  for (const index of indices(program.shape)) {
    const place = (memory: KernelMemory): number => memory.strides.reduce((sum, stride, d) => sum + stride * index[d]!, 0)
    const registers: Value[] = inputs.map((input) =>
      'view' in input ? read(input, place(input)) : BigInt(input.start + input.step * index[input.dim]!),
    )
    for (const { value } of program.constants) registers.push(value as Value)
    for (const step of steps) registers.push(step.operation.apply(...(step.registers.map((r) => registers[r]!) as never[])))
    for (const [o, memory] of outputs.entries()) write(memory, place(memory), registers[program.outputs[o]!.register]!)
    for (const [r, state] of states.entries()) {
      const old = read(state, place(state))
      write(state, place(state), Number(old) | Number(registers[program.reductions[r]!.registers[0]!]))
    }
  }
  return [...outputs, ...states].map((memory) => bytesOf(memory.view))
}

function bytesOf(view: ArrayBufferView): number[] {
  return [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)]
}

/** A layout of its own for an operand: dimensions in any order, some backwards, gaps, and where allowed broadcast. */
function memoryOf(draw: Draw, shape: readonly number[], dtype: Dtype, broadcasts: boolean): KernelMemory {
  const item = sizes[dtype]
  const strides = shape.map(() => 0)
  const order = draw.shuffled(shape.map((_, d) => d))
  const isPlain = draw.chance(0.4)
  if (isPlain) order.sort((a, b) => b - a)
  let next = item
  let offset = 0
  for (const d of order) {
    if (broadcasts && draw.chance(0.2)) continue
    if (!isPlain && draw.chance(0.2)) next += item * draw.below(3)
    const isBackward = !isPlain && draw.chance(0.25)
    strides[d] = isBackward ? -next : next
    if (isBackward) offset += next * Math.max(shape[d]! - 1, 0)
    next *= Math.max(shape[d]!, 1)
  }
  const view = new Uint8Array(new ArrayBuffer(next + 8), 0, next + (draw.chance(0.5) ? 8 : 0))
  const memory = { view, dtype, offset, strides }
  for (let at = 0; at + item <= view.length; at += item) write({ ...memory, offset: 0 }, at, draw.value(dtype))
  return memory
}

/** Random choices from a seed, so that fast-check shrinks the sizes of a program and not its every byte. */
class Draw {
  #state: number
  constructor(seed: number) {
    this.#state = seed | 1
  }
  below(end: number): number {
    this.#state ^= this.#state << 13
    this.#state ^= this.#state >>> 17
    this.#state ^= this.#state << 5
    return (this.#state >>> 0) % end
  }
  chance(p: number): boolean {
    return this.below(1000) < 1000 * p
  }
  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items]
    return items.map(() => left.splice(this.below(left.length), 1)[0]!)
  }
  value(dtype: Dtype): Value {
    if (dtype === 'bool') return this.below(2)
    if (dtype === 'int64') return BigInt(this.below(2 ** 31)) * (this.chance(0.5) ? -(2n ** 20n) : 1n)
    if (dtype === 'uint8') return this.below(256)
    return dtype === 'int32' ? this.below(2 ** 31) - 2 ** 30 : (this.below(2000) - 1000) / 8
  }
}

function makeCase(shape: readonly number[], inputCount: number, stepCount: number, seed: number): Case {
  const draw = new Draw(seed)
  const inputs: (KernelMemory | KernelIota)[] = []
  const registers: Dtype[] = []
  for (let i = 0; i < inputCount; i++) {
    const dtype = dtypes[draw.below(dtypes.length)]!
    if (dtype === 'int64' && shape.length > 0 && draw.chance(0.5)) {
      inputs.push({ dim: draw.below(shape.length), start: draw.below(100) - 50, step: draw.below(7) - 3 })
    } else inputs.push(memoryOf(draw, shape, dtype, true))
    registers.push(dtype)
  }
  const constants = dtypes.filter(() => draw.chance(0.6)).map((dtype) => ({ dtype, value: draw.value(dtype) }))
  registers.push(...constants.map(({ dtype }) => dtype))
  const steps: { operation: Operation; registers: number[] }[] = []
  for (let k = 0; k < stepCount; k++) {
    const fitting = operations.filter(({ inputs }) => inputs.every((dtype) => registers.includes(dtype)))
    if (fitting.length === 0) break
    const operation = fitting[draw.below(fitting.length)]!
    const pick = (dtype: Dtype): number => {
      const found = registers.flatMap((d, r) => (d === dtype ? [r] : []))
      return found[draw.below(found.length)]!
    }
    steps.push({ operation, registers: operation.inputs.map(pick) })
    registers.push(operation.output)
  }
  const outputs = [0, 1, 2].slice(draw.below(3)).map(() => {
    const register = draw.chance(0.7) ? registers.length - 1 - draw.below(Math.min(3, registers.length)) : draw.below(registers.length)
    return { register, memory: memoryOf(draw, shape, registers[register]!, false) }
  })
  // In place: an output that is the very memory of an input.
  const taken = new Set<KernelMemory>()
  for (const [o, output] of outputs.entries()) {
    const candidates = inputs.filter(
      (input): input is KernelMemory =>
        'view' in input &&
        !taken.has(input) &&
        sizes[input.dtype as Dtype] === sizes[registers[output.register]!] &&
        input.strides.every((stride, d) => stride !== 0 || shape[d]! <= 1),
    )
    if (candidates.length === 0 || draw.chance(0.5)) continue
    const input = candidates[draw.below(candidates.length)]!
    taken.add(input)
    outputs[o] = { ...output, memory: { ...input, dtype: registers[output.register]! } }
  }
  const anyOf = registers.flatMap((dtype, register) => (dtype === 'bool' ? [register] : []))
  const reductions = anyOf.slice(0, draw.below(3)).map((register) => {
    const state = memoryOf(draw, shape, 'bool', true)
    new Uint8Array(state.view.buffer).fill(0)
    return { reduction: reductionNamed('any', 'bool'), registers: [register], state: [state] }
  })
  const codes = steps.map(({ operation: { name, inputs, output }, registers }) => {
    const code = name === 'astype' ? opcode(name, ...inputs, output) : opcode(name, ...inputs)
    return [code, ...[0, 1, 2].map((j) => registers[j] ?? -1)]
  })
  return { steps, program: { shape, inputs, constants, steps: Int32Array.from(codes.flat()), outputs, reductions } }
}

function agrees(testCase: Case): boolean {
  const { program } = testCase
  const wanted = interpret(testCase)
  evaluate(program)
  const found = [...program.outputs.map(({ memory }) => memory), ...program.reductions.map(({ state }) => state[0]!)]
  return found.every((memory, k) => Buffer.from(bytesOf(memory.view)).equals(Buffer.from(wanted[k] as number[])))
}

const size = fc.record({ inputs: fc.integer({ min: 1, max: 5 }), steps: fc.integer({ min: 0, max: 12 }), seed: fc.integer() })

t.test('small programs over any layout', async (t) => {
  const shape = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 5 })
  holds(
    t,
    'as an interpreter',
    fc.property(shape, size, (shape, { inputs, steps, seed }) => agrees(makeCase(shape, inputs, steps, seed))),
    { numRuns: 3000 },
  )
})

t.test('rows longer than a tile, and short rows of many', async (t) => {
  const shape = fc.constantFrom([5000], [3, 2500], [2500, 3], [300, 2, 7], [7, 300], [2, 257, 9], [1, 4100, 1], [40, 100])
  holds(
    t,
    'as an interpreter',
    fc.property(shape, size, (shape, { inputs, steps, seed }) => agrees(makeCase(shape, inputs, steps, seed))),
    { numRuns: 150 },
  )
})
