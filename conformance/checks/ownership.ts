import { PluginError } from '../../bindings/dap-plugin.js'
import type { Attempt } from '../attempt.js'
import type { Subject } from '../subject.js'
import type { CheckReport } from './report.js'

/** Report on the rules of ownership, where the subject has some; whether one is broken, so that nothing more is known of the call. */
export function brokeOwnership({ hasOwnership }: Subject, report: CheckReport, attempt: Attempt<unknown>): boolean {
  if (!hasOwnership) return false
  const isBroken = 'thrown' in attempt && attempt.thrown instanceof PluginError
  if (isBroken) report.fail('ownership', (attempt.thrown as PluginError).message)
  else report.pass('ownership', 'what was taken over was released once, and not before it was done with')
  return isBroken
}
