import { inPlace } from '../../bindings/comm/buffer.js'
import type { Communicator } from '../../bindings/communicator.js'
import { ArgumentError } from '../../protocol/errors.js'

/**
 * Refuse options that are not the same on all ranks: the libraries would wait for each other for ever.
 *
 * Collective over `comm`: one small allreduce.
 *
 * @throws {ArgumentError} They differ. Thrown on all ranks.
 */
export function requireSame(comm: Communicator, options: unknown): void {
  const hash = hashOf(JSON.stringify(options, (_, value) => (typeof value === 'number' ? String(value) : value)))
  const [highest, lowest] = comm.allreduce(inPlace, Float64Array.of(hash, -hash), 'max')
  if (highest !== -lowest!) throw new ArgumentError('Expected the same options on all ranks but they differ')
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let k = 0; k < text.length; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193)
  return hash >>> 0
}
