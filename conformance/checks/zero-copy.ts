import type { CaseSection } from '../case.js'
import { type Elements, indicesOf } from '../elements.js'
import { claimsFor, type Role, type Subject } from '../subject.js'
import type { ElementValue } from '../value.js'
import type { CheckReport } from './report.js'
import { firstWrong, wantedBy } from './values.js'

/** Two looks at what should be one memory. */
export interface SharedMemory {
  readonly section: CaseSection
  /** The producer's elements. */
  readonly theirs: Elements
  /** The elements that came back, looked at anew: a copy made at the time of the export must not pass. */
  readonly ours: () => Elements
  /** Whether only the producer may write. */
  readonly readonly: boolean
}

/**
 * Whether elements must be shared (true) or are copied (false); undefined when nothing was said of it.
 *
 * @param out What came out of the subject, which may say it itself.
 */
export function zeroCopyOf(subject: Subject, role: Role, out: unknown): boolean | undefined {
  const isCopy = subject.isCopy?.(out)
  return isCopy === undefined ? claimsFor(subject.claims, role).zeroCopy : !isCopy
}

/** Write on each side, look on the other; afterwards every element has its value again. */
export function checkZeroCopy(report: CheckReport, zeroCopy: boolean | undefined, shared: SharedMemory): void {
  const isEmpty = shared.section.shape.includes(0)
  const isTried = zeroCopy !== false && !isEmpty
  const wrong = isTried ? written(report, shared) : undefined
  if (!isTried) report.skip('zero-copy', isEmpty ? 'there is no element to write' : 'claims to copy')
  else if (wrong === undefined)
    report.pass('zero-copy', shared.readonly ? "the producer's writes are seen" : 'writes are seen on both sides')
  else report.fail('zero-copy', `${wrong}; memory is copied, not shared`, { required: zeroCopy === true })
}

function written(report: CheckReport, { section, theirs, ours, readonly }: SharedMemory): string | undefined {
  const original = wantedBy(report.one, section)
  const changed = (index: readonly number[]): ElementValue => another(original(index))
  write(theirs, changed)
  const there = firstWrong(ours(), section, changed)
  write(theirs, original)
  if (there) return `After a write by the producer: ${there}`
  if (readonly) return undefined
  write(ours(), changed)
  const here = firstWrong(theirs, section, changed)
  write(ours(), original)
  write(theirs, original)
  return here && `After a write to what came back: ${here}`
}

function write(elements: Elements, value: (index: readonly number[]) => ElementValue): void {
  for (const index of indicesOf(elements.shape)) elements.set(index, value(index))
}

/** A value of the same kind that differs; small enough for int8, and the same for equal values. */
function another(value: ElementValue): ElementValue {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'bigint') return value + 20n
  return typeof value === 'number' ? value + 20 : [value[0] + 20, value[1] - 3]
}
