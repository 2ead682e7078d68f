import { validateCollective } from '../bindings/validate-collective.js'
import { type Attempt, attempt, describeThrown } from './attempt.js'
import { CaseMemory } from './case-memory.js'
import { checkDescription } from './checks/description.js'
import { collectGarbage } from './checks/lifetime.js'
import { checkLocal, reportCollective } from './checks/local.js'
import { exportFrom, lookAgain, receive } from './checks/received.js'
import type { CheckReport } from './checks/report.js'
import { checkValues } from './checks/values.js'
import { unwell } from './collective.js'
import type { Engine } from './engine.js'
import { verdictOn } from './verdict.js'

/**
 * Check the export of what came out of the subject: its rules, its description, its values.
 *
 * Collective over `engine.comm`.
 *
 * @param out A producer or an export.
 * @returns   Whether it is good enough to look further.
 */
export async function checkWhatCameOut(engine: Engine, report: CheckReport, out: unknown): Promise<boolean> {
  const exported: Attempt<unknown> = await attempt(engine.report, '__distarray__()', () => exportFrom(out))
  if ('thrown' in exported) report.fail('local', `__distarray__() threw ${describeThrown(exported.thrown)}`, { rule: 'DAP-G1' })
  const isValid = 'value' in exported && checkLocal(report, exported.value, engine.options)
  const { role, one, rank } = report
  if ('value' in exported)
    engine.report({ type: 'verdict', verdict: verdictOn(exported.value, { of: role, case: one.name, rank }, engine.options) })
  const invalid = unwell(engine.comm, isValid)
  if (invalid.length > 0) report.skip('collective', `the export of rank ${invalid.join(', ')} is not valid by itself`)
  else if ('value' in exported) reportCollective(report, validateCollective(engine.comm, exported.value, engine.options))
  if (!isValid) return false

  const again = lookAgain(report, 'local', () => receive(exported.value, engine.options))
  if (!again) return false
  const wanted = receive(new CaseMemory(one, rank).export(), engine.options)
  checkDescription(report, again.seen.imported, wanted.imported)
  return checkValues(report, one.sections[rank]!, again.seen.elements)
}

/**
 * Check that the elements are still there when all else is let go of and garbage is collected.
 *
 * @param out   A producer or an export: all that is left.
 * @param bytes Size of memory that may have been given back.
 */
export async function checkLifetime(engine: Engine, report: CheckReport, out: unknown, bytes: number): Promise<void> {
  const section = report.one.sections[report.rank]!
  if (section.shape.includes(0)) return report.skip('lifetime', 'there is no element to lose')
  await collectGarbage(bytes)
  try {
    checkValues(report, section, receive(exportFrom(out), engine.options).elements, 'lifetime')
  } catch (error) {
    report.fail('lifetime', `After a garbage collection the export is gone: ${describeThrown(error)}`)
  }
}
