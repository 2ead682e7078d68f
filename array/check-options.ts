import { closest } from '../protocol/closest.js'
import { isDType } from '../protocol/dtype.js'
import { ArgumentError, expected } from '../protocol/errors.js'

/** What other libraries call an option. */
const otherNames: Readonly<Record<string, string>> = {
  axes: 'axis',
  ddof: 'correction',
  equal_nan: 'equalNaN',
  loc: 'mean',
  scale: 'std',
  sigma: 'std',
}

/**
 * Check that options are known ones: a slip must not pass in silence.
 *
 * Not collective.
 *
 * @param name  Of the function, for messages.
 * @param known The keys that there are.
 * @throws {ArgumentError} No object, or a key that is none of the options; the message names the closest.
 */
export function checkOptions(name: string, options: object, known: readonly string[]): void {
  requireObject(name, options, known)
  for (const key in options) {
    if (known.includes(key)) continue
    if ('__distarray__' in options) throw noOptions(name, options, known)
    const other = otherNames[key]
    const near = other !== undefined && known.includes(other) ? other : closest(key, known)
    throw new ArgumentError(
      `Unknown option '${key}' of ${name}${near ? `; did you mean ${near}?` : `; the options are: ${known.join(', ')}`}`,
    )
  }
}

/**
 * Check that what is given for options is an object.
 *
 * Not collective.
 *
 * @throws {ArgumentError} It is none; the message says how to write what was meant.
 */
export function requireObject(name: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) throw noOptions(name, options, known)
}

function noOptions(name: string, given: unknown, known: readonly string[]): ArgumentError {
  return new ArgumentError(`${expected('an object', `the options of ${name}`, given)}${hint(given, known)}`)
}

/** How to write what NumPy takes by position. */
function hint(given: unknown, known: readonly string[]): string {
  const isList = Array.isArray(given)
  const [option, value] =
    typeof given === 'number' || isList
      ? ['axis', isList ? `[${given}]` : given]
      : isDType(given)
        ? ['dtype', `'${given}'`]
        : ['out', 'array']
  const isMeant = option !== 'out' || (typeof given === 'object' && given !== null)
  return isMeant && known.includes(option as string) ? `; write { ${option}: ${value} }` : ''
}
