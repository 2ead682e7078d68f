import type { Finding } from '../findings.js'
import { type RuleId, rules } from '../rules.js'

/** A value that one rank's export has; ranks with the same text have the same value. */
export interface Said {
  readonly rank: number
  readonly text: string
}

/** Make a finding about the exports of some ranks. */
export function findingOn(ranks: readonly number[], rule: RuleId, path: string, message: string): Finding {
  return { rule, path, message, severity: rules[rule].severity, ranks }
}

/**
 * Report every value that is not the one that most ranks have; of equally many, the lowest rank is right.
 *
 * @param findings Grows by one finding per value that differs.
 * @param name     The value's name in messages.
 * @param said     In order of ranks.
 * @returns        True when all agree.
 */
export function checkAgreement(findings: Finding[], rule: RuleId, path: string, name: string, said: readonly Said[]): boolean {
  const groups = new Map<string, number[]>()
  for (const { rank, text } of said) {
    const ranks = groups.get(text)
    if (ranks) ranks.push(rank)
    else groups.set(text, [rank])
  }
  if (groups.size < 2) return true
  let [wanted, most] = [...groups][0]!
  for (const [text, ranks] of groups) if (ranks.length > most.length) [wanted, most] = [text, ranks]
  const where = most.length > said.length / 2 ? 'most ranks have' : `rank ${most[0]} has`
  for (const [text, ranks] of groups)
    if (text !== wanted) findings.push(findingOn(ranks, rule, path, `Expected ${wanted}, which ${where}, for ${name} but received ${text}`))
  return false
}
