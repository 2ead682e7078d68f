import { attempt, describeThrown } from './attempt.js'
import { checkLifetime, checkWhatCameOut } from './came-out.js'
import type { ConformanceCase } from './case.js'
import { brokeOwnership } from './checks/ownership.js'
import { exportFrom, lookAgain, receive } from './checks/received.js'
import { checkRefusal } from './checks/refusal.js'
import { CheckReport } from './checks/report.js'
import { checkZeroCopy, zeroCopyOf } from './checks/zero-copy.js'
import { unwell } from './collective.js'
import type { Engine } from './engine.js'
import { Source } from './source.js'

/**
 * Give the export of a case to the consumer and look at what it makes of it.
 *
 * Collective over `engine.comm`.
 */
export async function consumeCase(engine: Engine, one: ConformanceCase): Promise<void> {
  const { rank } = engine.comm
  const report = new CheckReport(one, 'consumer', rank, (result) => engine.report({ type: 'result', result }))
  const source = new Source(one, rank, engine.options)
  if (unwell(engine.comm, source.missing === undefined).length > 0) return report.skip('accept', source.missing ?? 'not expressible')
  if (source.verdict) engine.report({ type: 'verdict', verdict: source.verdict })

  const context = { comm: engine.subjectComm, case: one, rank, section: source.section }
  const taken = await attempt(engine.report, 'consumer()', () => engine.subject.consume!(context, source.give()))
  if (one.expect === 'refuse') return checkRefusal(report, 'thrown' in taken ? taken : undefined, source.broken)
  if (!brokeOwnership(engine.subject, report, taken)) {
    if ('thrown' in taken) report.fail('accept', `It refused a valid export: ${describeThrown(taken.thrown)}`)
    else report.pass('accept', 'taken')
  }
  const refusing = unwell(engine.comm, 'value' in taken)
  if (refusing.length > 0) return report.skip('local', `rank ${refusing.join(', ')} did not take it`)

  const out = 'value' in taken ? taken.value : undefined
  if (!(await checkWhatCameOut(engine, report, out))) return
  if (!checkSharing(engine, report, source, out)) return
  source.drop()
  await checkLifetime(engine, report, out, source.bytes)
}

/** Both sides of the memory; whether it is good enough to look further. Synchronous, so that no variable outlives it. */
function checkSharing(engine: Engine, report: CheckReport, source: Source, out: unknown): boolean {
  source.checkUntouched(report)
  const { readonly } = source
  const ours = () => receive(exportFrom(out), engine.options).elements
  if (!lookAgain(report, 'local', ours)) return false
  const shared = { section: source.section, theirs: source.elements, ours, readonly }
  return lookAgain(report, 'zero-copy', () => checkZeroCopy(report, zeroCopyOf(engine.subject, 'consumer', out), shared)) !== undefined
}
