import type { Communicator } from '../bindings/communicator.js'
import type { ProtocolOptions } from '../protocol/options.js'
import type { ConformanceCase } from './case.js'
import { consumeCase } from './consume-case.js'
import { produceCase } from './produce-case.js'
import type { Progress } from './progress.js'
import type { Role, Subject } from './subject.js'
import { unwell } from './collective.js'

/** What the engine works with on one rank. */
export interface Engine {
  readonly subject: Subject
  /** The engine's own, so that nothing of the subject's can be mistaken for a message of the engine. */
  readonly comm: Communicator
  /** What the subject gets. */
  readonly subjectComm: Communicator
  readonly options: ProtocolOptions
  /** Says at once what happens, in case that nothing comes after it. */
  readonly report: (progress: Progress) => void
}

/**
 * Check a subject against one case in one role, on the ranks of the case.
 *
 * Collective over `engine.comm`, which has as many ranks as the case.
 *
 * @remarks Never throws on account of the subject, and no rank waits for another inside a call of the subject: what one rank throws,
 * all learn before they go on.
 */
export async function runCase(engine: Engine, one: ConformanceCase, role: Role): Promise<void> {
  engine.report({ type: 'begin', case: one.name, role })
  if (role === 'producer') await produceCase(engine, one)
  else await consumeCase(engine, one)
  unwell(engine.comm, true) // no rank begins the next case before all are through with this one
  engine.report({ type: 'done', case: one.name, role })
}
