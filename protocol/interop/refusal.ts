import { InteropError } from '../errors.js'

/** What neighbours' descriptions are turned into, as `InteropError.target` names it. */
export const protocolTarget = 'the Distributed Array Protocol'

/**
 * Throw when anything would be lost.
 *
 * Not collective.
 *
 * @param target What the distribution is to be described as, with its article.
 * @throws {InteropError} `losses` is not empty.
 */
export function refuseLosses(target: string, losses: readonly string[]): void {
  if (losses.length > 0) throw refusal(target, losses)
}

/** The error for something that cannot be described; not thrown. */
export function refusal(target: string, losses: readonly string[]): InteropError {
  const message = `Expected a distribution that ${target} can describe but these would be lost:\n- ${losses.join('\n- ')}`
  return new InteropError(message, { target, losses })
}
