import { agree } from '../bindings/agree.js'
import { inPlace } from '../bindings/comm/buffer.js'
import { Distribution } from '../protocol/distribution.js'
import { LocalArray } from './local-array.js'
import { reportProgress } from './progress.js'

/** What users' functions find on the engines under the names that this library exports, without importing it there. */
export const engineNames: Readonly<Record<string, unknown>> = {
  LocalArray,
  Distribution,
  agree,
  inPlace,
  reportProgress,
  /** Some compilers wrap nested functions in calls of this, to keep their names. */
  __name: (target: unknown) => target,
}
