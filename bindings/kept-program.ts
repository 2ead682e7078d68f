import type { DType } from '../protocol/dtype.js'
import type { KernelForm, KernelValue } from './kernel-program.js'
import { native } from './native.js'
import { packForm, writeConstant } from './packed-program.js'

/** At most so many numbers are given to a program: one for each operand, two for each constant. */
const most = 128

// One for all programs: a run is synchronous, and takes what was given right before it.
const numbers = new Float64Array(most)
const given = { numbers, bits: new BigInt64Array(numbers.buffer) }

/** A program that was read and checked once, and runs on other memory each time. */
export class KeptProgram {
  private readonly _run: () => void
  private readonly _operands: number
  private readonly _constants: readonly DType[]

  /**
   * Have the addon read a program.
   *
   * Not collective.
   *
   * @throws As `evaluate`.
   */
  constructor(form: KernelForm) {
    this._run = native().kernel_keep(packForm(form), form.steps, numbers)
    this._operands = form.inputs.length + form.outputs.length
    this._constants = form.constants
  }

  /** Whether a program can be kept: there is room for what it is given. */
  static canKeep(operands: number, constants: number): boolean {
    return operands + 2 * constants <= most
  }

  /**
   * Say where an operand of the next run is.
   *
   * @param at     Place among the inputs and then the outputs.
   * @param memory Of a block, as `Block._memory`; not 0. Outputs are other memory than inputs, or the very same.
   */
  setMemory(at: number, memory: number): void {
    numbers[at] = memory
  }

  /**
   * Say what a constant is in the next run.
   *
   * @throws {ArgumentError} It is not a value of its dtype.
   */
  setConstant(at: number, value: KernelValue): void {
    writeConstant(given, this._operands + 2 * at, this._constants[at] as DType, value)
  }

  /**
   * Run the program on what was given since the last run.
   *
   * Not collective.
   *
   * @throws {ShapeError} The memory of an operand is too short; nothing is written then.
   */
  run(): void {
    this._run()
  }
}
