import { type CallInstruction, type Instruction, PerEngine } from '../../array/instruction.js'

/** The engines that have to know of an instruction, ascending. */
export function recipientsOf(instruction: Instruction, engines: number): readonly number[] {
  if (instruction.op === 'call' && instruction.targets !== undefined) return instruction.targets
  return Array.from({ length: engines }, (_, engine) => engine)
}

/**
 * What one engine is told of a call whose arguments differ between engines.
 *
 * @param place Which of the call's targets it is.
 */
export function callFor(call: CallInstruction, place: number): CallInstruction {
  return { ...call, args: call.args.map((argument) => valueFor(argument, place)) }
}

/** Whether what engines are told of a call differs. */
export function differs(call: CallInstruction): boolean {
  return call.args.some(holdsPerEngine)
}

function holdsPerEngine(value: unknown): boolean {
  if (value instanceof PerEngine) return true
  if (Array.isArray(value)) return value.some(holdsPerEngine)
  return isPlain(value) && Object.values(value).some(holdsPerEngine)
}

function valueFor(value: unknown, place: number): unknown {
  if (!holdsPerEngine(value)) return value
  if (value instanceof PerEngine) return valueFor(value.values[place], place)
  if (Array.isArray(value)) return value.map((entry) => valueFor(entry, place))
  return Object.fromEntries(Object.entries(value as object).map(([key, entry]) => [key, valueFor(entry, place)]))
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
