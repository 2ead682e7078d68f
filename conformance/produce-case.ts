import { type Attempt, attempt, describeThrown } from './attempt.js'
import { checkLifetime, checkWhatCameOut } from './came-out.js'
import type { ConformanceCase } from './case.js'
import { brokeOwnership } from './checks/ownership.js'
import { exportFrom, lookAgain, receive } from './checks/received.js'
import { CheckReport } from './checks/report.js'
import { checkZeroCopy, zeroCopyOf } from './checks/zero-copy.js'
import { unwell } from './collective.js'
import type { Engine } from './engine.js'

/**
 * Ask the producer for the array of a case and look at its export.
 *
 * Collective over `engine.comm`.
 */
export async function produceCase(engine: Engine, one: ConformanceCase): Promise<void> {
  const { rank } = engine.comm
  const report = new CheckReport(one, 'producer', rank, (result) => engine.report({ type: 'result', result }))
  const context = { comm: engine.subjectComm, case: one, rank, section: one.sections[rank]! }
  const made: Attempt<unknown> = await attempt(engine.report, 'producer()', () => engine.subject.produce!(context))
  if (!brokeOwnership(engine.subject, report, made)) {
    if ('thrown' in made) report.fail('accept', `It could not make the array: ${describeThrown(made.thrown)}`)
    else report.pass('accept', 'made')
  }
  const failing = unwell(engine.comm, 'value' in made)
  if (failing.length > 0 || 'thrown' in made) return report.skip('local', `rank ${failing.join(', ')} has no array`)

  if (!(await checkWhatCameOut(engine, report, made.value))) return
  if (!checkTwoLooks(engine, report, made.value)) return
  const kept = lookAgain(report, 'local', () => exportFrom(made.value))
  made.value = undefined
  if (kept) await checkLifetime(engine, report, kept.seen, 1024)
}

/**
 * Two exports of one array share its memory; returns whether it is good enough to look further. Synchronous, so that no
 * variable outlives it.
 */
function checkTwoLooks(engine: Engine, report: CheckReport, made: unknown): boolean {
  const again = lookAgain(report, 'local', () => receive(exportFrom(made), engine.options))
  if (!again) return false
  const { imported, elements } = again.seen
  if (imported.buffer.readonly) {
    report.skip('zero-copy', 'the export may not be written')
    return true
  }
  const ours = () => receive(exportFrom(made), engine.options).elements
  const section = report.one.sections[report.rank]!
  const shared = { section, theirs: elements, ours, readonly: false }
  return lookAgain(report, 'zero-copy', () => checkZeroCopy(report, zeroCopyOf(engine.subject, 'producer', made), shared)) !== undefined
}
