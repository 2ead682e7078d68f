// Programs that are read once and run on other memory: the same as when they are read each time.
import fc from 'fast-check'
import t from 'tap'
import { Block } from '../../bindings/block.js'
import { KeptProgram } from '../../bindings/kept-program.js'
import { evaluate, type KernelValue, kernelLoops } from '../../bindings/kernels.js'
import { type DType, dtypes, itemSize } from '../../protocol/dtype.js'
import { ArgumentError, DTypeError, ShapeError } from '../../protocol/errors.js'

const opcode = (name: string, dtype: DType): number =>
  kernelLoops().findIndex((loop) => loop.name === name && loop.inputs.length === 2 && loop.inputs.every((it) => it === dtype))

function blockOf(bytes: Uint8Array, isSeen: boolean): Block {
  const block = isSeen ? Block.allocate(bytes.length) : Block._unseen(bytes.length, false)
  const item = new Uint8Array(bytes)
  block._isUnseen ? block._fill(item) : new Uint8Array(block.buffer).set(item)
  return block
}

const kernelValue = (dtype: DType, value: number): KernelValue => {
  if (dtype === 'bool') return value !== 0
  if (dtype === 'int64' || dtype === 'uint64') return BigInt(value)
  return dtype === 'complex64' || dtype === 'complex128' ? { re: value, im: 1 } : value
}

t.test('every dtype, with other memory and constants each time', (t) => {
  for (const dtype of dtypes) {
    const item = itemSize(dtype)
    const steps = Int32Array.of(opcode(dtype === 'bool' ? 'logicalOr' : 'add', dtype), 0, 1, -1)
    const place = { dtype, strides: [2 * item, item] }
    const shape = [3, 2]
    const program = new KeptProgram({ shape, inputs: [place], constants: [dtype], steps, outputs: [{ register: 2, memory: place }] })
    for (const isSeen of [true, false]) {
      for (const value of [0, 1, 7]) {
        const bytes = Uint8Array.from({ length: 6 * item }, (_, k) => (dtype === 'bool' ? (k + value) % 2 : (k * 37 + value) % 120))
        const [given, made] = [blockOf(bytes, isSeen), Block._unseen(6 * item, true)]
        program.setMemory(0, given._memory)
        program.setMemory(1, made._memory)
        program.setConstant(0, kernelValue(dtype, value))
        program.run()
        const wanted = new Uint8Array(6 * item)
        const memory = (view: Uint8Array) => ({ view, dtype, offset: 0, strides: place.strides })
        const constants = [{ dtype, value: kernelValue(dtype, value) }]
        evaluate({ shape, inputs: [memory(bytes)], constants, steps, outputs: [{ register: 2, memory: memory(wanted) }], reductions: [] })
        t.same(new Uint8Array(made.buffer), wanted, `${dtype} with ${value}`)
        given.free()
        made.free()
      }
    }
  }
  t.end()
})

t.test('an output may be an input', (t) => {
  const steps = Int32Array.of(opcode('add', 'float64'), 0, 0, -1)
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 700 }), (values) => {
      const place = { dtype: 'float64' as const, strides: [8] }
      const program = new KeptProgram({
        shape: [values.length],
        inputs: [place],
        constants: [],
        steps,
        outputs: [{ register: 1, memory: place }],
      })
      using block = Block.allocate(8 * values.length)
      const elements = new Float64Array(block.buffer)
      elements.set(values)
      program.setMemory(0, block._memory)
      program.setMemory(1, block._memory)
      program.run()
      return elements.every((element, k) => Object.is(element, 2 * (values[k] as number)))
    }),
    { verbose: 1 },
  )
  t.pass('doubled in place')
  t.end()
})

t.test('what is refused', (t) => {
  const place = { dtype: 'float64' as const, strides: [8] }
  const steps = Int32Array.of(opcode('add', 'float64'), 0, 0, -1)
  const form = { shape: [3], inputs: [place], constants: [], steps, outputs: [{ register: 1, memory: place }] }
  const program = new KeptProgram(form)
  using short = Block._unseen(16, true)
  using long = Block._unseen(24, true)
  program.setMemory(0, short._memory)
  program.setMemory(1, long._memory)
  t.throws(() => program.run(), ShapeError, 'memory that is too short')
  program.setMemory(0, 0)
  t.throws(() => program.run(), ShapeError, 'no memory')
  t.throws(() => new KeptProgram({ ...form, inputs: [{ dtype: 'float64', strides: [-8] }] }), ArgumentError, 'backwards')
  t.throws(() => new KeptProgram({ ...form, inputs: [{ dtype: 'float64', strides: [] }] }), ShapeError)
  t.throws(() => new KeptProgram({ ...form, inputs: [{ dtype: 'float32', strides: [4] }] }), DTypeError)
  t.throws(() => new KeptProgram({ ...form, steps: Int32Array.of(-5, 0, 0, -1) }), ArgumentError)
  const other = new KeptProgram({ ...form, constants: ['int64'], outputs: [{ register: 2, memory: place }] })
  t.throws(() => other.setConstant(0, 1.5), ArgumentError, 'a constant of another dtype')
  const empty = new KeptProgram({ ...form, shape: [0] })
  empty.setMemory(0, short._memory)
  empty.setMemory(1, short._memory)
  t.doesNotThrow(() => empty.run(), 'nothing is read where there is nothing')
  t.equal(KeptProgram.canKeep(2, 60), true)
  t.equal(KeptProgram.canKeep(120, 5), false)
  t.end()
})
