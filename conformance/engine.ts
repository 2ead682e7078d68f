import type { Communicator } from '../bindings/communicator.js'
import type { ProtocolOptions } from '../protocol/options.js'
import type { Progress } from './progress.js'
import type { Subject } from './subject.js'

/** What the checks of a job work with on one rank. */
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
