import { type DType, dtypes } from '../protocol/dtype.js'
import { ArgumentError, DTypeError, expected, ShapeError } from '../protocol/errors.js'
import type { KernelForm, KernelIota, KernelMemory, KernelPlace, KernelProgram, KernelValue } from './kernel-program.js'

const codes = new Map<string, number>(dtypes.map((dtype, code) => [dtype, code]))
const iotaCode = -1

// One buffer for all calls: an evaluation is synchronous, and a call for eight elements has no time to allocate.
let numbers = new Float64Array(256)
let bits = new BigInt64Array(numbers.buffer)
let length = 0
let views: ArrayBufferView[] = []

/** A program as the addon reads it (bindings/src/kernels/read_program.cc), valid until the next is packed. */
export interface PackedProgram {
  readonly numbers: Float64Array
  readonly views: readonly ArrayBufferView[]
}

/**
 * Write a program as plain numbers. The addon checks what they mean; here only what it would not see is.
 *
 * Not collective.
 *
 * @throws {ArgumentError} A view is not an ArrayBufferView, or a constant is not a value of its dtype.
 * @throws {DTypeError}    An unknown dtype.
 * @throws {ShapeError}    Strides that are not one for each dimension.
 */
export function pack({ shape, inputs, constants, outputs, reductions }: KernelProgram): PackedProgram {
  length = 0
  views = []
  push(shape.length)
  push(inputs.length)
  push(constants.length)
  push(outputs.length)
  push(reductions.length)
  pushAll(shape)
  for (let i = 0; i < inputs.length; i++) {
    const input = inputs[i]!
    if ('view' in input) pushMemory(input, shape.length, 'inputs', i)
    else pushIota(input)
  }
  for (const { dtype, value } of constants) pushConstant(dtype, value)
  for (let o = 0; o < outputs.length; o++) {
    push(outputs[o]!.register)
    pushMemory(outputs[o]!.memory, shape.length, 'outputs', o)
  }
  for (const { reduction, registers, state } of reductions) {
    push(reduction)
    push(registers.length)
    pushAll(registers)
    push(state.length)
    for (let c = 0; c < state.length; c++) pushMemory(state[c]!, shape.length, 'state', c)
  }
  return { numbers, views }
}

/**
 * As {@link pack}, of what is the same each time that a program is run.
 *
 * Not collective.
 */
export function packForm({ shape, inputs, constants, outputs }: KernelForm): Float64Array {
  length = 0
  push(shape.length)
  push(inputs.length)
  push(constants.length)
  push(outputs.length)
  push(0)
  pushAll(shape)
  for (let i = 0; i < inputs.length; i++) pushPlace(inputs[i]!, -1, 0, shape.length, 'inputs', i)
  for (const dtype of constants) {
    push(codeOf(dtype))
    push(0)
    push(0)
  }
  for (let o = 0; o < outputs.length; o++) {
    push(outputs[o]!.register)
    pushPlace(outputs[o]!.memory, -1, 0, shape.length, 'outputs', o)
  }
  return numbers
}

function push(value: number): void {
  if (length === numbers.length) grow()
  numbers[length++] = value
}

function grow(): void {
  const longer = new Float64Array(2 * numbers.length)
  longer.set(numbers)
  numbers = longer
  bits = new BigInt64Array(longer.buffer)
}

function pushAll(values: readonly number[]): void {
  for (let i = 0; i < values.length; i++) push(values[i]!)
}

function codeOf(dtype: DType): number {
  const code = codes.get(dtype)
  if (code === undefined) throw new DTypeError(expected(`one of ${dtypes.join(', ')}`, 'dtype', dtype))
  return code
}

function pushMemory(memory: KernelMemory, ndim: number, list: string, position: number): void {
  const { view } = memory
  if (!ArrayBuffer.isView(view)) throw new ArgumentError(expected('a typed array or DataView', `${list}[${position}].view`, view))
  pushPlace(memory, views.length, memory.offset, ndim, list, position)
  views.push(view)
}

function pushPlace({ dtype, strides }: KernelPlace, view: number, offset: number, ndim: number, list: string, position: number): void {
  if (strides.length !== ndim)
    throw new ShapeError(expected(`${ndim} strides, one for each dimension of shape,`, `${list}[${position}].strides`, strides))
  push(codeOf(dtype))
  push(view)
  push(offset)
  pushAll(strides)
}

function pushIota({ dim, start, step }: KernelIota): void {
  push(iotaCode)
  push(dim)
  push(start)
  push(step)
}

function pushConstant(dtype: DType, value: KernelValue): void {
  push(codeOf(dtype))
  push(0)
  push(0)
  writeConstant({ numbers, bits }, length - 2, dtype, value)
}

/** The same memory as numbers and as their bits. */
export interface NumbersAndBits {
  readonly numbers: Float64Array
  readonly bits: BigInt64Array
}

/**
 * Write a constant as two numbers, the parts; of 64-bit integers the first has their bits.
 *
 * Not collective.
 *
 * @throws {ArgumentError} It is not a value of its dtype.
 */
export function writeConstant({ numbers, bits }: NumbersAndBits, at: number, dtype: DType, value: KernelValue): void {
  const isLong = dtype === 'int64' || dtype === 'uint64'
  const isComplex = dtype === 'complex64' || dtype === 'complex128'
  if (isLong && typeof value === 'bigint') {
    bits[at] = value
    numbers[at + 1] = 0
  } else if (isComplex && typeof value === 'object') {
    numbers[at] = value.re
    numbers[at + 1] = value.im
  } else if (!isLong && !isComplex && (typeof value === 'number' || typeof value === 'boolean')) {
    numbers[at] = Number(value)
    numbers[at + 1] = 0
  } else throw new ArgumentError(expected(`a value of ${dtype}`, 'constants', value))
}
