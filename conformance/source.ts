import type { ProtocolOptions } from '../protocol/options.js'
import { validate } from '../protocol/validate.js'
import type { CaseSection, ConformanceCase } from './case.js'
import { CaseMemory } from './case-memory.js'
import type { CheckReport } from './checks/report.js'
import { firstWrong, wantedBy } from './checks/values.js'
import type { Elements } from './elements.js'
import type { Verdict } from './result.js'
import { NotExpressible } from './special.js'
import { verdictOn } from './verdict.js'

/**
 * The harness as a producer: one rank's section of a case, which it can let go of completely.
 *
 * @remarks What asynchronous functions keep in variables lives until they end, so the memory is in here, and out of here only
 * inside synchronous calls.
 */
export class Source {
  /** Why JavaScript has no such export; undefined when it has. */
  readonly missing: string | undefined
  /** Bytes of memory. */
  readonly bytes: number
  /** What the two validators say of the export. */
  readonly verdict: Verdict | undefined
  /** The rules that the export breaks. */
  readonly broken: readonly string[] = []
  private _memory: CaseMemory | undefined
  private _exported: unknown

  constructor(
    readonly one: ConformanceCase,
    readonly rank: number,
    options: ProtocolOptions,
  ) {
    this._memory = new CaseMemory(one, rank)
    this.bytes = this._memory.memory.byteLength
    try {
      this._exported = this._memory.export()
    } catch (error) {
      if (!(error instanceof NotExpressible)) throw error
      this.missing = error.message
      return
    }
    this.broken = validate(this._exported, options).map(({ rule }) => rule)
    this.verdict = verdictOn(this._exported, { of: 'case', case: one.name, rank }, options)
  }

  get section(): CaseSection {
    return this.one.sections[this.rank]!
  }

  /** Whether the consumer must not write. */
  get readonly(): boolean {
    return this.section.readonly === true || this.section.extension?.readonly === true
  }

  /** The elements, until {@link drop}. */
  get elements(): Elements {
    return this._memory!.elements
  }

  /** Hand over the export: nothing here refers to it afterwards. */
  give(): unknown {
    const exported = this._exported
    this._exported = undefined
    return exported
  }

  /** Check that taking the export wrote nowhere. */
  checkUntouched(report: CheckReport): void {
    const wrong = firstWrong(this.elements, this.section, wantedBy(this.one, this.section))
    const [byte] = this._memory!.touchedGuards()
    if (wrong) report.fail('untouched', `Taking the export changed its elements: ${wrong}`)
    else if (byte !== undefined) report.fail('untouched', `Byte ${byte} of the memory, which is no element's, was written`)
    else report.pass('untouched', 'nothing was written by taking the export')
  }

  /** Let go of the memory. */
  drop(): void {
    this._memory = undefined
  }
}
