import { DistError, registerErrorClass } from '../protocol/errors.js'

/** An MPI call failed. */
export class MpiError extends DistError {
  readonly code = 'ERR_MPI'
  /** Name of the MPI function, e.g. `'MPI_Allreduce'`. */
  declare readonly call: string
  /** MPI error class (`MPI_ERR_*`). */
  declare readonly errorClass: number
  /** MPI error code as the call returned it. */
  declare readonly errorCode: number
  /** Rank in the world communicator; -1 when MPI is not running. */
  declare readonly rank: number
}

/** The ranks of a communicator made different collective calls (with `DISTARRAY_CHECK=1`; without, such a program hangs or worse). */
export class CollectiveMismatchError extends DistError {
  readonly code = 'ERR_COLLECTIVE_MISMATCH'
  /** Every call that was made, and by whom; in the order of the lowest ranks. */
  readonly calls: readonly { readonly call: string; readonly ranks: readonly number[] }[]

  constructor(message: string, options?: ErrorOptions & { calls?: CollectiveMismatchError['calls'] }) {
    super(message, options)
    this.calls = options?.calls ?? []
  }
}

/** A native addon could not be loaded; `errors` says why, `remedies` what to do. */
export class BackendLoadError extends DistError {
  readonly code = 'ERR_BACKEND_LOAD'
  /** One message per file tried. */
  declare readonly errors: readonly string[]
  /** What to run or install, one action per entry. */
  declare readonly remedies: readonly string[]
}

/** Memory for a block could not be allocated. */
export class MemoryError extends DistError {
  readonly code = 'ERR_MEMORY'
  /** What was asked for, in bytes. */
  declare readonly bytes: number
}

/** A file that is missing or cannot be read; the message names it and the system's reason. */
export class FileError extends DistError {
  readonly code = 'ERR_FILE'
}

/** A file whose contents are malformed; the message names the file and the line. */
export class FormatError extends DistError {
  readonly code = 'ERR_FORMAT'
  /** Line of the file, counted from 1; undefined when the problem is not on one line. */
  declare readonly line: number | undefined
}

registerErrorClass('ERR_MPI', MpiError)
registerErrorClass('ERR_COLLECTIVE_MISMATCH', CollectiveMismatchError)
registerErrorClass('ERR_MEMORY', MemoryError)
registerErrorClass('ERR_BACKEND_LOAD', BackendLoadError)
registerErrorClass('ERR_FILE', FileError)
registerErrorClass('ERR_FORMAT', FormatError)
