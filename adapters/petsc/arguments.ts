import { Communicator, world } from '../../bindings/communicator.js'
import { closest } from '../../protocol/closest.js'
import { ArgumentError, expected } from '../../protocol/errors.js'

/** Refuse anything but an object with known keys, so that a misspelt option is not ignored. */
export function checkKeys(options: unknown, name: string, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) throw new ArgumentError(expected('an object', name, options))
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue
    const near = closest(key, known)
    throw new ArgumentError(
      `Expected one of ${known.join(', ')} in ${name} but received '${key}'${near ? `; did you mean '${near}'?` : ''}`,
    )
  }
}

/** The communicator of a call, `world()` by default. */
export function commOf(comm: Communicator | undefined): Communicator {
  if (comm === undefined) return world()
  if (!(comm instanceof Communicator)) throw new ArgumentError(expected('a Communicator', 'comm', comm))
  return comm
}
