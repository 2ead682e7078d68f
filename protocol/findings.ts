import type { RuleId, Severity } from './rules.js'

/** One broken rule. */
export interface Finding {
  /** The rule, a key of `rules`, e.g. `'DAP-B2'`. */
  readonly rule: RuleId
  /** Where, e.g. `'dim_data[0].stop'`; empty for the export itself. */
  readonly path: string
  /** What was expected and what was received. */
  readonly message: string
  readonly severity: Severity
  /** The ranks whose exports it is about, ascending; absent where one export was looked at alone. */
  readonly ranks?: readonly number[]
}
