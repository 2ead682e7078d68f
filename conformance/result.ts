import type { Role } from './subject.js'

/** What is checked, in this order. */
export type CheckName = keyof typeof checkTexts

/** What each check asks for. */
export const checkTexts = {
  accept: 'It takes, or makes, what is valid.',
  ownership: 'A library releases what it takes over once, not before it is done with it, and marks what it moved or released.',
  local: 'The export keeps every rule that one process can break.',
  collective: 'The exports of all processes keep every rule together.',
  description: 'The export describes the array of the case: distribution, dtype, shape.',
  values: 'Every element has the value of its global index.',
  'zero-copy': 'Writes on one side are seen on the other.',
  untouched: 'Memory is written only where and when it may be.',
  lifetime: 'The elements stay when everybody else lets go of them and garbage is collected.',
  refuse: 'It refuses what breaks a rule, and names no rule that is not broken.',
  survival: 'It comes back: no crash, no end of the process, no wait without end.',
} as const

/** The outcome of one check of one case on one rank. */
export interface CheckResult {
  readonly check: CheckName
  readonly role: Role
  readonly case: string
  /** Number of ranks of the case. */
  readonly ranks: number
  /** The rank; null when it is about all of them. */
  readonly rank: number | null
  readonly pass: boolean
  /** False: told, but not counted. */
  readonly required: boolean
  /** Why it was not checked; `pass` is true then. */
  readonly skip?: string
  /** The rule that is broken, when one is. */
  readonly rule?: string
  /** What was found, in a sentence; what was checked, when it passes. */
  readonly message: string
}

/** What two validators say of one export: this project's, and that of the reference implementation of 2014. */
export interface Verdict {
  /** Whose export: that of the case itself, or one that came out of the subject. */
  readonly of: 'case' | Role
  readonly case: string
  readonly rank: number
  readonly ours: 'accept' | 'refuse'
  /** The rules that ours finds broken, errors before warnings. */
  readonly rules: readonly string[]
  readonly reference: 'accept' | 'reject' | 'raise'
  /** Why the reference says so. */
  readonly why: string
}

/** Everything about one case in one role. */
export interface CaseRecord {
  readonly case: string
  readonly role: Role
  readonly results: readonly CheckResult[]
  readonly verdicts: readonly Verdict[]
}

/** The outcome of a record: a skipped one passes. */
export type Outcome = 'pass' | 'fail' | 'advice' | 'skip'

/**
 * Sum up a record: 'fail' when something required failed, 'advice' when something else did, 'skip' when nothing was checked.
 *
 * Not collective.
 */
export function outcomeOf({ results }: CaseRecord): Outcome {
  if (results.some(({ pass, required }) => !pass && required)) return 'fail'
  if (results.some(({ pass }) => !pass)) return 'advice'
  return results.every(({ skip }) => skip !== undefined) ? 'skip' : 'pass'
}
