import type { ConformanceCase } from './case.js'
import { CheckReport } from './checks/report.js'
import { unwell } from './collective.js'
import { consumeCase } from './consume-case.js'
import type { Engine } from './engine.js'
import { produceCase } from './produce-case.js'
import type { Role } from './subject.js'

/**
 * Check a subject against one case in one role, on the ranks of the case.
 *
 * Collective over `engine.comm`, which has as many ranks as the case.
 *
 * @param outside Why the subject is not asked: the case is skipped then, which must be so on every rank; see {@link outsideOf}.
 * @remarks Never throws on account of the subject, and no rank goes on alone: what the subject throws on one rank, all learn
 * before the next step.
 */
export async function runCase(engine: Engine, one: ConformanceCase, role: Role, outside: string | undefined): Promise<void> {
  engine.report({ type: 'begin', case: one.name, role })
  if (outside === undefined) {
    if (role === 'producer') await produceCase(engine, one)
    else await consumeCase(engine, one)
    unwell(engine.comm, true) // no rank begins the next case before all are through with this one
  } else new CheckReport(one, role, engine.comm.rank, (result) => engine.report({ type: 'result', result })).skip('accept', outside)
  engine.report({ type: 'done', case: one.name, role })
}
