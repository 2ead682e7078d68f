import type { LocalArray } from 'distarray'
import type { Solution } from './solve.js'

/** Answers may differ by this much, relative to the highest point. */
export const agreementLimit = 1e-8

/** One thing that must hold, and whether it does. */
export interface Check {
  readonly holds: boolean
  readonly text: string
}

/**
 * Check what the example promises.
 *
 * Collective over the communicator of `z`; the same on every rank.
 */
export function checkAnswers(z: LocalArray<'float64'>, [first, second]: readonly [Solution, Solution]): Check[] {
  const { communicator: comm } = z
  const [a, b] = [first.answer.data, second.answer.data]
  const local = Float64Array.of(0, 0)
  for (const [k, value] of a.entries()) {
    local[0] = Math.max(local[0]!, Math.abs(value - b[k]!))
    local[1] = Math.max(local[1]!, Math.abs(value))
  }
  // A NaN would pass through the maximum unseen on some rank: count what is not finite.
  const strange = a.reduce((count, value, k) => count + (Number.isFinite(value + b[k]!) ? 0 : 1), 0)
  const [difference, highest] = comm.allreduce(local, new Float64Array(2), 'max') as unknown as [number, number]
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
  const [ground, smoothed, notFinite] = comm.allreduce(Float64Array.of(sum(z.data), sum(a), strange), new Float64Array(3), 'sum')
  const disagreement = notFinite! > 0 ? Number.NaN : difference / highest
  const lost = Math.abs(smoothed! - ground!) / ground!
  const copied = [first, second].reduce(
    (total, { bytesCopied: { rightHandSide, unknowns, answer } }) => total + rightHandSide + unknowns + answer,
    0,
  )
  return [
    ...[first, second].map(({ converged, reason, library }) => ({ holds: converged, text: `${library.name} converges (${reason})` })),
    {
      holds: disagreement <= agreementLimit,
      text: `the answers agree: largest difference ${disagreement.toExponential(1)} of the highest point (limit ${agreementLimit})`,
    },
    { holds: lost <= 1e-9, text: `no ground is made or lost: the volume changes by ${lost.toExponential(1)} of itself (limit 1e-9)` },
    { holds: copied === 0, text: `no hand-over copies: ${copied} bytes` },
  ]
}
