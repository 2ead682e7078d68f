import { DistError, registerErrorClass } from '../../protocol/errors.js'

/** A part of Trilinos failed, or refused a parameter. */
export class TrilinosError extends DistError {
  readonly code = 'ERR_TRILINOS'
  /** What the library wrote, line by line: file and line, the condition that failed, the names that would have been valid. */
  readonly trace: readonly string[] = []
}

registerErrorClass('ERR_TRILINOS', TrilinosError)
