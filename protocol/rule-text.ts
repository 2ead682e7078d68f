/** How much a broken rule matters: an `error` makes importers refuse, a `warning` does not. */
export type Severity = 'error' | 'warning'

/** What a rule asks for, and how much breaking it matters. */
export interface RuleText {
  readonly text: string
  readonly severity: Severity
}

/** A rule that importers insist on. */
export const error = (text: string): RuleText => ({ text, severity: 'error' })
/** A rule that importers do not insist on. */
export const warning = (text: string): RuleText => ({ text, severity: 'warning' })
