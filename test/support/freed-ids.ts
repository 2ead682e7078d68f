import type { FreeInstruction } from '../../array/instruction.js'

/** Every id that an instruction gives up. */
export function freedIds({ ids }: FreeInstruction): number[] {
  return ids.flatMap((item) => (typeof item === 'number' ? item : Array.from({ length: item.count }, (_, k) => item.first + k)))
}
