import { DistError, registerErrorClass } from '../../protocol/errors.js'

/** A message that is none, or is larger than allowed: from a peer that is broken, of another version, or hostile. */
export class WireError extends DistError {
  readonly code = 'ERR_WIRE'
}

registerErrorClass('ERR_WIRE', WireError)
