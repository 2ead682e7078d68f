import type { ConformanceCase } from '../case.js'
import type { CheckName, CheckResult } from '../result.js'
import type { Role } from '../subject.js'

/** Collects the results of one case on one rank. */
export class CheckReport {
  constructor(
    readonly one: ConformanceCase,
    readonly role: Role,
    readonly rank: number,
    private readonly _emit: (result: CheckResult) => void,
  ) {}

  pass(check: CheckName, message: string): void {
    this.emit({ check, pass: true, message })
  }

  /** @param details `required` only where it differs from the case's. */
  fail(check: CheckName, message: string, details: { rule?: string | undefined; required?: boolean } = {}): void {
    const { rule, required = true } = details
    this.emit({ check, pass: false, message, required: required && this.one.required, ...(rule ? { rule } : {}) })
  }

  skip(check: CheckName, reason: string): void {
    this.emit({ check, pass: true, skip: reason, message: reason })
  }

  private emit(result: Pick<CheckResult, 'check' | 'pass' | 'message'> & Partial<CheckResult>): void {
    const { one, role, rank } = this
    this._emit({ role, case: one.name, ranks: one.ranks, rank, required: one.required, ...result })
  }
}
