import type { Test } from 'tap'
import { InteropError } from '../../protocol/errors.js'

/** The error with which `mapping` refuses, which has to be an {@link InteropError}. */
export function refusalOf(mapping: () => unknown): InteropError | undefined {
  try {
    mapping()
  } catch (error) {
    if (error instanceof InteropError) return error
    throw error
  }
  return undefined
}

/** Check that `mapping` is refused with losses of the given features, in order. */
export function refuses(t: Test, name: string, mapping: () => unknown, ...features: string[]): void {
  const losses = refusalOf(mapping)?.losses ?? []
  t.strictSame(
    losses.map((loss) => loss.slice(0, loss.indexOf(': '))),
    features,
    name,
    { losses },
  )
}
