import type { ConformanceCase } from '../case.js'
import { type CaseRecord, type Outcome, outcomeOf, type Verdict } from '../result.js'
import type { Role } from '../subject.js'

/** Everything that came of a run, for the reports that need all of it. */
export interface Report {
  /** What was checked. */
  readonly subject: string
  readonly roles: readonly Role[]
  /** Readings of the protocol's ambiguities that are not the defaults. */
  readonly options: Readonly<Record<string, string>>
  /** Seconds. */
  readonly seconds: number
  readonly records: readonly CaseRecord[]
  readonly cases: ReadonlyMap<string, ConformanceCase>
}

/** How many records came to each outcome. */
export function tally(records: readonly CaseRecord[]): Record<Outcome, number> {
  const counts = { pass: 0, fail: 0, advice: 0, skip: 0 }
  for (const record of records) counts[outcomeOf(record)]++
  return counts
}

/** What the validators say of the export of a record's case, or of the subject's where it is the producer, on all ranks together. */
export interface JointVerdict {
  readonly ours: Verdict['ours']
  readonly rules: readonly string[]
  readonly reference: Verdict['reference']
  /** Why the reference says so. */
  readonly why: string
  /** Whether one accepts what the other does not. */
  readonly differ: boolean
}

/** Sum up the verdicts on the export that a record is about; undefined when there was none. */
export function jointVerdict({ role, verdicts }: CaseRecord): JointVerdict | undefined {
  const relevant = verdicts.filter(({ of }) => of === (role === 'producer' ? 'producer' : 'case'))
  if (relevant.length === 0) return undefined
  const ours = relevant.some((one) => one.ours === 'refuse') ? 'refuse' : 'accept'
  const { reference, why } = relevant.find((one) => one.reference !== 'accept') ?? relevant[0]!
  return {
    ours,
    rules: [...new Set(relevant.flatMap(({ rules }) => rules))],
    reference,
    why,
    differ: (ours === 'accept') !== (reference === 'accept'),
  }
}
