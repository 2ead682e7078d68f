import type { Instruction } from '../../array/instruction.js'
import type { Share } from '../wire/lower.js'
import type { RoutedInstruction } from '../wire/messages.js'
import { seal } from '../wire/seal.js'
import type { Sealed } from '../wire/sealed.js'
import { forTarget, hasPerEngine } from './per-engine.js'

/**
 * Seal an instruction for its way to the engines: its arguments may change afterwards.
 *
 * Not collective.
 *
 * @param engines Number of engines.
 * @param share   Puts large typed arrays where one engine can fetch them.
 * @throws {ArgumentError} An argument cannot be sent.
 */
export function routed(instruction: Instruction, engines: number, share?: Share): RoutedInstruction {
  if (instruction.op !== 'call') return { call: 0, parts: seal(instruction), reply: 'none' }
  const { call, targets, reply, args } = instruction
  const count = targets?.length ?? engines
  const route = { call, reply, ...(targets !== undefined && { targets }) }
  const forEach = (make: (k: number) => Sealed): readonly Sealed[] => Array.from({ length: count }, (_, k) => make(k))
  if (hasPerEngine(args)) return { ...route, parts: forEach((k) => seal({ ...instruction, args: forTarget(args, k, count) }, share)) }
  const sealed = seal(instruction, share)
  if (!sealed.isForOne || count === 1) return { ...route, parts: sealed }
  return { ...route, parts: forEach((k) => (k === 0 ? sealed : seal(instruction, share))) }
}
