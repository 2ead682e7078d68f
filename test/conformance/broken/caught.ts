import type { CheckName } from '../../../conformance/result.js'
import type { Role } from '../../../conformance/subject.js'
import type { RuleId } from '../../../protocol/rules.js'

/** What must catch a broken implementation; every module beside this one that is broken exports one as `caught`. */
export interface Caught {
  readonly role: Role
  readonly check: CheckName
  /** The rule that the failed check must name; absent where no rule of the protocol is broken. */
  readonly rule?: RuleId
  /** Number of ranks at which the mistake shows; default 2. */
  readonly ranks?: number
  /** Beginning of the names of the cases in which it shows; default: any. */
  readonly family?: string
}
